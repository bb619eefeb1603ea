"""Drawings are pictures and nothing else: an SVG can also run scripts and load files."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from pipeline.problem import Place

Finding = tuple[Place, str, str]

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
KEPT = ("", SVG, XLINK, "http://www.w3.org/XML/1998/namespace")  # of other namespaces nothing is published
# All that a drawing is drawn of: the elements of SVG 1.1 and 2 that are shapes, words, colors, or hold these. None of them runs, moves or leads elsewhere.
_SHAPES = {
    "svg", "g", "defs", "symbol", "use", "switch", "view", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image",
    "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "filter"}
_FILTER = re.compile(r"fe[A-Z]\w+")  # feBlend and the like
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|webp|avif|gif);base64,)")
_URL = re.compile(r"url\((?!\s*[\"']?\s*#)[^)]*|@import[^;]*|image-set\([^)]*|\bsrc\([^)]*", re.IGNORECASE)


def look_at_drawing(path: Path) -> tuple[Finding, ...]:
    """All that the SVG at `path` must not hold, each with its place in the file, what must be true, and a cure. Raises OSError."""
    stat = path.stat()
    return _look(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)  # many texts may show one drawing
def _look(path: Path, *_: int) -> tuple[Finding, ...]:
    return tuple(_find(path.read_bytes()))


def _find(data: bytes) -> Iterator[Finding]:  # noqa: C901 a handler for each thing that a drawing may hold
    found: list[Finding] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def here() -> Place:
        return Place(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def tell(message: str, cure: str, place: Place | None = None) -> None:
        found.append((place or here(), message, cure))

    inside: list[tuple[str, Place]] = []  # the elements that are open, and where they start: a text is told of when it has ended

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append((_local(name), here()))
        if not _is_kept(name):
            return
        if _local(name) not in _SHAPES and not _FILTER.fullmatch(_local(name)):
            tell(f"A drawing must be drawn of shapes alone, without <{_local(name)}>.", "Take the element out, or export the drawing as a plain SVG.")
            return
        for key, value in attributes.items():
            if not _is_kept(key):
                continue
            if _local(key).lower().startswith("on"):
                tell(f"A drawing must not run a script, as {_local(key)} does.", "Take the attribute out.")
            elif (_local(key) in ("href", "src", "base") and not _INSIDE.match(value)) or _URL.search(value):
                tell(f"A drawing must load nothing from outside, as {_local(key)}=“{value[:60]}” does.", "Put what it needs into the drawing, or take the attribute out.")
            elif "\\" in value:
                tell(f"A drawing must be written plainly, without the backslash of {_local(key)}=“{value[:60]}”: it can hide an address.", "Take the backslash out.")

    def end(_: str) -> None:
        inside.pop()

    def text(words: str) -> None:
        place = inside[-1][1]
        if not any(name == "style" for name, _ in inside):
            return
        if outside := _URL.search(words):
            tell(f"A drawing must load nothing from outside, as “{outside[0][:60]}” does.", "Take that style out.", place)
        elif "\\" in words:
            tell("A drawing's styles must be written plainly, without a backslash: it can hide an address.", "Take the backslash out.", place)

    def doctype(*_: object) -> None:
        tell("A drawing must not declare entities.", "Take the lines from <!DOCTYPE … to ]> out.")

    def instruction(target: str, _: str) -> None:
        tell(f"A drawing must not name instructions, as <?{target}?> does.", "Take the line out.")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler, parser.ProcessingInstructionHandler = start, end, text, instruction
    parser.EntityDeclHandler = doctype
    parser.buffer_text = True
    with contextlib.suppress(expat.ExpatError):  # another rule refuses what can't be read
        parser.Parse(data, True)
    yield from found


def _is_kept(name: str) -> bool:
    return name.rpartition(" ")[0] in KEPT


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
