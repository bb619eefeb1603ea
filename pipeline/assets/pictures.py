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
    sizes = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
    if all(sizes):
        return round(float(sizes[0][1])), round(float(sizes[1][1]))
    if len(box) == 4:
        return round(float(box[2])), round(float(box[3]))
    raise NotAPicture("an SVG must have a width and a height, or a viewBox")
