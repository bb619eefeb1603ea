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

_ACTIVE = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "canvas", "handler", "listener"}
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|webp|avif|gif);base64,)")
_URL = re.compile(r"url\(\s*[\"']?(?!\s*#)([^)\"']*)|@import\s+([^;]*)", re.IGNORECASE)


def look_at_drawing(path: Path) -> tuple[Finding, ...]:
    """All that the SVG at `path` must not hold, each with its place in the file, what must be true, and a cure. Raises OSError."""
    stat = path.stat()
    return _look(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)  # many texts may show one drawing
def _look(path: Path, *_: int) -> tuple[Finding, ...]:
    return tuple(_find(path.read_bytes()))


def _find(data: bytes) -> Iterator[Finding]:  # noqa: C901 a handler for each thing that a drawing may hold
    found: list[Finding] = []
    parser = expat.ParserCreate()

    def here() -> Place:
        return Place(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def tell(message: str, cure: str, place: Place | None = None) -> None:
        found.append((place or here(), message, cure))

    last = Place()  # of an element's start: a text is told of when it has ended

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal last
        last = here()
        if _local(name) in _ACTIVE:
            tell(f"A drawing must be drawn of shapes alone, without <{name}>.", "Take the element out, or export the drawing as a plain SVG.")
        for key, value in attributes.items():
            if _local(key).lower().startswith("on"):
                tell(f"A drawing must not run a script, as {key} does.", "Take the attribute out.")
            elif (_local(key) in ("href", "src") and not _INSIDE.match(value)) or _URL.search(value):
                tell(f"A drawing must load nothing from outside, as {key}=“{value[:60]}” does.", "Put what it needs into the drawing, or take the attribute out.")

    def text(words: str) -> None:
        if outside := _URL.search(words):
            tell(f"A drawing must load nothing from outside, as “{outside[0][:60]}” does.", "Take that style out.", last)

    def doctype(*_: object) -> None:
        tell("A drawing must not declare entities.", "Take the lines from <!DOCTYPE … to ]> out.")

    def instruction(target: str, _: str) -> None:
        tell(f"A drawing must not name instructions, as <?{target}?> does.", "Take the line out.")

    parser.StartElementHandler, parser.CharacterDataHandler, parser.ProcessingInstructionHandler = start, text, instruction
    parser.EntityDeclHandler = doctype
    parser.buffer_text = True
    with contextlib.suppress(expat.ExpatError):  # another rule refuses what can't be read
        parser.Parse(data, True)
    yield from found


def _local(name: str) -> str:
    return name.rpartition(":")[2]
