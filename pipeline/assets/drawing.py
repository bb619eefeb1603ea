"""Draws a simple SVG, such as the mark, as pixels: filled and stroked paths of lines, curves and arcs, each in one color.

Pillow has no SVG; a library that reads all of it would be many times this size, and differ between machines.
"""

from __future__ import annotations

import cmath
import math
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from PIL import Image, ImageDraw

from pipeline.read.picture import NotAPicture, measure_svg

_STEPS = 48  # points of a curve
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "a": 7, "z": 0}
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")


def draw(svg: bytes, whole: int, ground: str, share: float) -> Image.Image:
    """A square of `whole` pixels, edges not smoothed, with the drawing in its middle over a `share` of its width. Raises NotAPicture."""
    picture = Image.new("RGB", (whole, whole), ground)
    pen, root = ImageDraw.Draw(picture), etree.fromstring(svg)  # noqa: S314 the theme's own file
    width, height = measure_svg(svg)
    scale = whole * share / max(width, height)
    shift = complex(whole - width * scale, whole - height * scale) / 2
    for element in root.iter():
        style = {**root.attrib, **element.attrib}
        if "d" not in element.attrib:
            continue
        for line in trace(style["d"]):
            points = [(point.real, point.imag) for point in (at * scale + shift for at in line)]
            if style.get("fill", "#000000") != "none":
                pen.polygon(points, fill=style["fill"])
            if style.get("stroke", "none") != "none":
                pen.line(points, fill=style["stroke"], width=round(float(style.get("stroke-width", 1)) * scale), joint="curve")
    return picture


def trace(path: str) -> Iterator[list[complex]]:
    """The lines of a path's data, as points. Raises NotAPicture for commands that are not known here."""
    line: list[complex] = []
    for command, rest in _COMMAND.findall(path):
        kind, numbers = command.lower(), [float(number) for number in _NUMBER.findall(rest)]
        takes = _TAKES.get(kind)
        if takes is None or (numbers and not takes) or (takes and len(numbers) % takes):
            raise NotAPicture(f"a path may have the commands {' '.join(_TAKES).upper()}, each with its numbers, and not “{command}{rest}”")
        for start in range(0, max(len(numbers), 1), takes or 1):
            here = line[-1] if line else 0j
            points = _follow(kind, numbers[start:start + takes], here, 0j if command.isupper() else here, line)
            if kind == "m" and start == 0:
                if len(line) > 1:
                    yield line
                line = points
            else:
                line = [*line, *points]
    if len(line) > 1:
        yield line


def _follow(kind: str, numbers: list[float], here: complex, origin: complex, line: list[complex]) -> list[complex]:
    match kind, numbers:
        case "z", _:
            return line[:1]
        case "h", [x]:
            return [complex(origin.real + x, here.imag)]
        case "v", [y]:
            return [complex(here.real, origin.imag + y)]
        case "c", [x1, y1, x2, y2, x, y]:
            return _curve(here, origin + complex(x1, y1), origin + complex(x2, y2), origin + complex(x, y))
        case "a", [radius_x, radius_y, turn, large, sweep, x, y]:
            return _arc(here, origin + complex(x, y), radius_x, radius_y, math.radians(turn), bool(large), bool(sweep))
    return [origin + complex(*numbers)]


def _curve(start: complex, first: complex, second: complex, end: complex) -> list[complex]:
    steps = ((step / _STEPS) for step in range(1, _STEPS + 1))
    return [(1 - t) ** 3 * start + 3 * t * (1 - t) ** 2 * first + 3 * t * t * (1 - t) * second + t**3 * end for t in steps]


def _arc(start: complex, end: complex, radius_x: float, radius_y: float, turn: float, large: bool, sweep: bool) -> list[complex]:
    """The points of an arc between two points, by the formulas of SVG 2's implementation notes (B.2.4), on a unit circle."""
    turned, back = cmath.exp(1j * turn), cmath.exp(-1j * turn)
    unit = lambda point: complex((point * back).real / radius_x, (point * back).imag / radius_y)  # noqa: E731
    a, b = unit(start), unit(end)
    grow = max(abs(b - a) / 2, 1)  # radii that are too small grow until they reach
    a, b = a / grow, b / grow
    half = (b - a) / 2
    rise = math.sqrt(max(0.0, 1 - abs(half) ** 2)) * (half / abs(half)) * 1j
    middle = (a + b) / 2 + (rise if large != sweep else -rise)
    begin, stop = cmath.phase(a - middle), cmath.phase(b - middle)
    sweep_angle = (stop - begin) % (2 * math.pi) if sweep else -((begin - stop) % (2 * math.pi))
    points = [(middle + cmath.exp(1j * (begin + sweep_angle * step / _STEPS))) * grow for step in range(1, _STEPS + 1)]
    return [complex(point.real * radius_x, point.imag * radius_y) * turned for point in points]
