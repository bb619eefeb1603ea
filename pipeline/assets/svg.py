"""Cleans a drawing: what its program left in the file, and no browser shows, is taken out. And paints it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.assets.colors import paint
from pipeline.check.drawings import KEPT, SVG, XLINK

if TYPE_CHECKING:
    import xml.etree.ElementTree as etree

_STYLE = f"{{{SVG}}}style"
_TEXTS = {_STYLE, *(f"{{{SVG}}}{name}" for name in ("text", "tspan", "textPath", "title", "desc"))}


def clean_drawing(data: bytes, colors: Mapping[str, str]) -> bytes:
    """The SVG without comments, editors' own elements and attributes, metadata, and white space between elements, in the colors that it asks for by name.

    They are filled in where it has been read: in the bytes, what is filled in could end a comment or a text that the checks passed over.
    """
    import xml.etree.ElementTree as etree  # few builds meet a drawing

    root = etree.fromstring(data)  # noqa: S314 it has passed the checks
    _clean(root)
    _paint(root, colors)
    etree.register_namespace("", SVG)
    etree.register_namespace("xlink", XLINK)
    return etree.tostring(root)


def _clean(element: etree.Element) -> None:
    for name in [name for name in element.attrib if not _is_ours(name)]:
        del element.attrib[name]
    if element.tag not in _TEXTS:
        element.text = None
    for child in list(element):
        if not _is_ours(child.tag) or child.tag == f"{{{SVG}}}metadata":
            element.remove(child)
            continue
        if element.tag not in _TEXTS:
            child.tail = None
        _clean(child)


def _paint(root: etree.Element, colors: Mapping[str, str]) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, paint(value, colors))
        if element.tag == _STYLE and element.text:
            element.text = paint(element.text, colors)


def _is_ours(name: str) -> bool:
    return name[1:].rpartition("}")[0] in KEPT
