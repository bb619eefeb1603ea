"""The site's icon, made of the theme's mark and the colors of its tokens, so that another brand's colors reach it too."""

from __future__ import annotations

import math
import re
from pathlib import Path

from pipeline.problem import Problem, Refused
from pipeline.read.loader import read_text

_TOKEN = re.compile(r"(--mark-\d):\s*oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)")


def make_icon(theme: Path) -> bytes:
    """The mark as an SVG of its own, in the colors of the light scheme. Raises Refused where a color is missing."""
    tokens, mark = theme / "static" / "css" / "tokens.css", theme / "static" / "brand" / "mark.svg"
    colors: dict[str, str] = {}
    for name, *values in _TOKEN.findall(read_text(tokens)):
        colors.setdefault(name, oklch_to_hex(*map(float, values)))  # the first is the light scheme's

    def color(found: re.Match) -> str:
        if found[1] not in colors:
            raise Refused([Problem(str(tokens), 1, 1, "icon-color", f"The tokens must hold the color {found[1]}, which mark.svg uses.", f"Add {found[1]}: oklch(…);")])
        return colors[found[1]]

    return re.sub(r"var\((--mark-\d)\)", color, read_text(mark)).encode()


def oklch_to_hex(lightness: float, chroma: float, hue: float) -> str:
    """A color of OKLCH (lightness in per cent, hue in degrees) as sRGB, cut to what a screen can show.

    The matrices are those of Björn Ottosson's definition of Oklab (2020), as CSS Color 4 has them.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    light = lightness / 100
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
              -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
              -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short)
    return "#" + "".join(f"{round(255 * _gamma(channel)):02x}" for channel in linear)


def _gamma(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
