"""Inline patterns for Python-Markdown: citations, the clinic's name, bare addresses; and raw HTML, which is refused."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from pipeline.read.body import CLINIC, Citation, Name, token
from pipeline.read.conversion import CLOSES, OPENS, Conversion

_NOTE_CURE = "Take it out: readers may come to see it. A note for editors can stand in the front matter, on a line of its own that starts with “#”."
_CITE_ITEM = re.compile(r"@([\w:.#$%&+?~/-]*\w)(?:,\s*([^@]+))?")


class CitationPattern(InlineProcessor):
    """`[@a; @b, p. 4]`."""

    def __init__(self, current: Callable[[], Conversion]) -> None:
        super().__init__(rf"\[{OPENS}(\d+){CLOSES}(@[^\[\]]*)\]")
        self.current = current

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:  # noqa: N802, ARG002 the library's names
        text = self.current()
        place, items = text.places[int(m[1])], []
        for part in m[2].split(";"):
            if item := _CITE_ITEM.fullmatch(part.strip()):
                items.append((item[1], (item[2] or "").strip()))
            else:
                text.refuse(place, "citation-syntax", f"“{part.strip()}” must be a citation.", "Write [@id], [@a; @b] or [@id, p. 4]: two sources with a semicolon between them.")
        return token(text.dig(Citation(tuple(items), place))), m.start(0), m.end(0)


class NamePattern(InlineProcessor):
    """`{clinic}`."""

    def __init__(self, current: Callable[[], Conversion]) -> None:
        super().__init__(re.escape(CLINIC))
        self.current = current

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:  # noqa: N802, ARG002 the library's names
        return token(self.current().dig(Name())), m.start(0), m.end(0)


class MarkedAutolink(InlineProcessor):
    """`<https://…>` or `<desk@clinic.example>`, with its mark handed on to the link's address."""

    def __init__(self) -> None:
        super().__init__(rf"{OPENS}(\d+){CLOSES}<((?:https?|mailto|tel):[^<>]*|[^\s<>@]+@[^\s<>@]+)>")

    def handleMatch(self, m: re.Match, data: str) -> tuple[etree.Element, int, int]:  # noqa: N802, ARG002 the library's names
        scheme = "" if ":" in m[2] else "mailto:"
        element = etree.Element("a", href=m[0][: m[0].index("<")] + scheme + m[2])
        element.text = AtomicString(m[2])
        return element, m.start(0), m.end(0)


class RawHtmlPattern(InlineProcessor):
    """Raw HTML would slip past every check and rule of the theme: refuse it, but leave `<https://…>` be."""

    def __init__(self, current: Callable[[], Conversion]) -> None:
        super().__init__(rf"{OPENS}(\d+){CLOSES}<(?!(?:https?|mailto|tel):|[^\s<>@]+@)(/?[A-Za-z][^<>]*>?|!--.*?-->|[!?][^<>]*>?)")
        self.current = current

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:  # noqa: N802, ARG002 the library's names
        text = self.current()
        name = (re.match(r"/?[A-Za-z][\w-]*|!--", m[2]) or [m[2]])[0]
        text.refuse(text.places[int(m[1])], "raw-html", f"The text must be Markdown; “<{name}” is HTML.", _NOTE_CURE if name == "!--" else "Write it in Markdown, or put it between backticks to show it as code.")
        return "", m.start(0), m.end(0)
