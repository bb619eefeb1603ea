"""The size of pictures, read from their first bytes, so that a page keeps their place while they load."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as etree

from PIL import Image, UnidentifiedImageError

_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


class NotAPicture(ValueError):
    """The bytes are no picture that we can measure."""


def measure(name: str, data: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels. Raises NotAPicture."""
    if name.lower().endswith(".svg"):
        return _measure_svg(data)
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise NotAPicture(str(error)) from None


def _measure_svg(data: bytes) -> tuple[int, int]:
    try:
        root = etree.fromstring(data)  # noqa: S314 the picture is the clinic's own file
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
