"""The head of a picture: its kind and its size, from its first bytes, before anything decodes it.

Pillow would tell the same, and take longer to load than an edit takes to build.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

KINDS = {".avif": "AVIF", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WebP", ".svg": "SVG"}
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")
_HEAD = 65_536  # bytes in which an AVIF tells its size, and an SVG begins
_NO_SIZE = {0xC4, 0xC8, 0xCC}  # JPEG markers among those of frames (C0 to CF) that bring tables


class NotAPicture(ValueError):
    """The bytes are no picture that browsers show, or tell no size."""


@dataclass(frozen=True)
class Header:
    """`kind` is a value of KINDS; width and height are pixels as stored, so before a photo is turned upright."""

    kind: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read_header(path: Path) -> Header:
    """The header of the picture at `path`, whatever the file is called. Raises NotAPicture, OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        try:
            header = _header(head, file)
        except (struct.error, IndexError):
            header = None
    if header is None or not header.pixels:
        raise NotAPicture("its first bytes are not those of a picture that browsers show")
    return header


def _header(head: bytes, file: BinaryIO) -> Header | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return Header("PNG", *struct.unpack(">II", head[16:24]))
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(file)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    if head[4:8] == b"ftyp" and b"avif" in head[8:8 + int.from_bytes(head[:4], "big")]:
        sizes = [struct.unpack(">II", head[at.end() + 4:at.end() + 12]) for at in re.finditer(b"ispe", head)]
        return Header("AVIF", *max(sizes)) if sizes else None
    if b"<svg" in head:
        file.seek(0)
        return Header("SVG", *measure_svg(file.read()))
    return None


def _jpeg(file: BinaryIO) -> Header | None:
    """From the first frame, past what cameras and editors put before it."""
    file.seek(2)
    while (marker := file.read(2)) and marker[0] == 0xFF:
        if marker[1] == 0xFF:  # a byte that fills
            file.seek(-1, 1)
            continue
        length = struct.unpack(">H", file.read(2))[0]
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in _NO_SIZE:
            height, width = struct.unpack(">xHH", file.read(5))
            return Header("JPEG", width, height)
        file.seek(length - 2, 1)
    return None


def _webp(head: bytes) -> Header | None:
    """The container's specification (RFC 9649) has three ways to tell the size."""
    match head[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", head[26:30])
            return Header("WebP", width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            return Header("WebP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            return Header("WebP", int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1)
    return None


def measure_svg(data: bytes) -> tuple[int, int]:
    """Width and height of a drawing in CSS pixels. Raises NotAPicture."""
    import xml.etree.ElementTree as etree  # few builds meet a drawing

    try:
        root = etree.fromstring(data)  # noqa: S314 expat expands no outside entity, and limits the others
    except etree.ParseError as error:
        raise NotAPicture(str(error)) from None
    box = (root.get("viewBox") or "").replace(",", " ").split()
    for sizes in ([root.get("width", ""), root.get("height", "")], box[2:]):
        found = [_LENGTH.fullmatch(size) for size in sizes]
        if len(found) == 2 and all(found):
            width, height = (round(float(length[1])) for length in found)
            if width and height:
                return width, height
    raise NotAPicture("an SVG must have a width and a height, or a viewBox, in numbers")
