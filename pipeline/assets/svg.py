"""Cleans a drawing: what its program left in the file, and no browser shows, is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xml.etree.ElementTree as etree

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_OURS = ("", f"{{{_SVG}}}", f"{{{_XLINK}}}", "{http://www.w3.org/XML/1998/namespace}")
_TEXTS = {f"{{{_SVG}}}{name}" for name in ("text", "tspan", "textPath", "style", "title", "desc")}


def clean_drawing(data: bytes) -> bytes:
    """The SVG without comments, editors' own elements and attributes, metadata, and white space between elements."""
    import xml.etree.ElementTree as etree  # few builds meet a drawing

    root = etree.fromstring(data)  # noqa: S314 it has passed the checks
    _clean(root)
    etree.register_namespace("", _SVG)
    etree.register_namespace("xlink", _XLINK)
    return etree.tostring(root)


def _clean(element: etree.Element) -> None:
    for name in [name for name in element.attrib if not _is_ours(name)]:
        del element.attrib[name]
    if element.tag not in _TEXTS:
        element.text = None
    for child in list(element):
        if not _is_ours(child.tag) or child.tag == f"{{{_SVG}}}metadata":
            element.remove(child)
            continue
        if element.tag not in _TEXTS:
            child.tail = None
        _clean(child)


def _is_ours(name: str) -> bool:
    return name[: name.find("}") + 1] in _OURS
