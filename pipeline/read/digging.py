"""The digging of holes: Python-Markdown's tree in, the same with tokens for links, terms, pictures, sections and tables, and headings with ids, out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown.extensions.toc import slugify_unicode, unique
from markdown.treeprocessors import Treeprocessor

from pipeline.problem import Place
from pipeline.read.body import (
    CLINIC,
    Block,
    Citation,
    Claim,
    Heading,
    Insert,
    Link,
    Name,
    Picture,
    SectionStart,
    Term,
    end_token,
    token,
    tokens,
    without_tokens,
)
from pipeline.read.claims import gather_claims
from pipeline.read.conversion import MARK, Conversion

SECTION_LEVEL = 2
FIT_A_PHONE = 2  # columns of a table: of three, each has less room than a long word
FIT_A_SCREEN = {"words": 5, "figures": 7}  # of more, some stand outside the widest frame that a text has
FIGURE = 12  # signs of a cell that is read at a glance: 29, 1.5 to 2.8, no figure
GLOSSARY = "glossary:"  # begins the address of a link to a term

# Ids that the theme's own parts have: a heading of such words gets another.
_THEMES_IDS = re.compile(r"main|contents|references|evidence|changes|glossary|fda-status|(?:reference|cite|term|claim)-.*")
_HEADING_ID = re.compile(r"[ \t]*\{#([^{}\s]*)\}[ \t]*$")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOKEN_ALONE = re.compile(token(0).replace("0", r"(/?)(\d+)"))


class Dig(Treeprocessor):
    """Reads marks, makes holes of links and pictures, ids and outline of headings, and blocks of tables."""

    def __init__(self, current: Callable[[], Conversion]) -> None:
        super().__init__()
        self.current = current

    def run(self, root: etree.Element) -> None:  # noqa: C901 a branch for each kind of element
        text, ids, level, blocks = self.current(), set(), 1, 0
        for parent in list(root.iter()):
            for element in list(parent):
                tag = element.tag
                if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                    level = self._heading(element, ids, text)
                    if blocks or parent is not root:
                        text.refuse(text.outline[-1].place, "heading-nested", "A heading must not stand in a block, a quotation or a list: it begins a part of the text.",
                                    "Move it out of there, or write its words in bold; a block's title stands behind its kind.")
                    if level == SECTION_LEVEL:
                        _insert_behind(parent, element, token(text.dig(SectionStart(element.get("id")))))
                elif tag == "p" and (alone := _TOKEN_ALONE.fullmatch(element.text or "")) and not len(element):
                    ends, index = bool(alone[1]), int(alone[2])
                    if isinstance(hole := text.holes[index], (Block, Claim)):
                        blocks += -1 if ends else 1
                    if isinstance(hole, (Block, Insert)) and not ends:
                        text.holes[index] = hole._replace(level=min(level + 1, 6))
                elif tag == "a":
                    self._link(parent, element, text)
                elif tag == "img":
                    self._picture(parent, element, text)
                elif tag == "table":
                    self._table(parent, element, level, text)
        gather_claims(root, text.holes, text.plain)

    @staticmethod
    def _heading(element: etree.Element, ids: set[str], text: Conversion) -> int:
        place = Place()
        if element.text and (mark := MARK.match(element.text)):
            place = text.places[int(mark[1])]
            element.text = element.text[mark.end():].lstrip()
        own = _take_id(element)
        plain = " ".join(text.plain(element).split())
        level = int(element.tag[1])
        if level == 1:
            text.refuse(place, "one-h1", "A text must not have a heading of the first level: the title is it.", "Start with two signs: “## …”.")
        name = slugify_unicode(plain.replace(CLINIC, "clinic"), "-") or "section"
        if own is not None and not _ID.fullmatch(own):
            text.refuse(place, "heading-id", f"“{own}” must be an id of small letters, digits and hyphens.", f"Write “{{#{name}}}”, or leave it out.")
        elif own in ids:
            text.refuse(place, "heading-id", f"The id “{own}” must be this heading's alone.", "Give one of the two another id.")
        elif own:
            name = own
        element.set("id", unique(f"section-{name}" if _THEMES_IDS.fullmatch(name) else name, ids))
        text.outline.append(Heading(level, element.get("id"), plain, place))
        return level

    @staticmethod
    def _link(parent: etree.Element, element: etree.Element, text: Conversion) -> None:
        target, place = _take_mark(element.get("href", ""), text)
        words = " ".join(text.plain(element).split())
        if target.startswith(GLOSSARY):
            _replace(parent, element, token(text.dig(Term(target.removeprefix(GLOSSARY), words, place))))
        else:
            element.set("href", token(text.dig(Link(target, text.plain(element), place))))
            if target.startswith(("tel:", "sms:")) and parent.tag == "p" and len(parent) == 1 and not f"{parent.text or ''}{element.tail or ''}".strip():
                parent.set("class", "action")  # a call by itself: the theme makes a button of it

    @staticmethod
    def _picture(parent: etree.Element, element: etree.Element, text: Conversion) -> None:
        source, place = _take_mark(element.get("src", ""), text)
        alone = parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip() and not (element.tail or "").strip()
        alt = element.get("alt", "")
        for hole in (text.holes[index] for _, index in tokens(alt)):
            if isinstance(hole, Citation):
                text.refuse(hole.place, "picture-alt", "A picture's words must not cite: nobody is shown the number there.", "Put the citation behind what the text says of the picture.")
        _replace(parent, element, token(text.dig(Picture(source, text.plain_words(alt), place, alone))))

    @staticmethod
    def _table(parent: etree.Element, element: etree.Element, level: int, text: Conversion) -> None:
        index, caption = text.dig(Block("table", "", level, Place())), text.outline[-1].text if text.outline else ""
        for cell in element.iter():
            if align := cell.attrib.pop("style", "").removeprefix("text-align: ").rstrip(";"):
                cell.set("class", f"align-{align}")  # a style attribute would need a hole in the content security policy
            if cell.tag == "th":
                cell.set("scope", "col")
            elif cell.tag == "td" and _is_cited_alone(cell, text):
                cell.set("class", " ".join(filter(None, (cell.get("class"), "sources"))))
        heads = [" ".join(text.plain(head).split()) for head in element.iter("th")]
        has_figures = _has_figures(element, text)
        kind = "cards" if len(heads) > FIT_A_SCREEN["figures" if has_figures else "words"] else "table"
        text.holes[index] = Block(kind, caption, level, text.outline[-1].place if text.outline else Place())
        wide = len(heads) > FIT_A_PHONE
        if wide:
            element.set("class", "rows rows--figures" if has_figures else "rows")
        for first, *others in filter(None, (row.findall("td") for row in element.iter("tr"))):
            if "".join(first.itertext()).strip():
                first.tag = "th"  # it names its row
                first.set("scope", "row")
            for head, cell in zip(heads[1:], others, strict=False) if wide else ():
                # Where each row is a card, a cell says which column it stands in.
                cell.set("data-label", head.replace(CLINIC, token(text.dig(Name()))) if CLINIC in head else head)
        at = list(parent).index(element)
        for offset, sign in ((0, token(index)), (2, end_token(index))):
            fence = etree.Element("p")
            fence.text = sign
            parent.insert(at + offset, fence)


def _is_cited_alone(cell: etree.Element, text: Conversion) -> bool:
    """Whether a cell holds citations and nothing else: their numbers are all there is to read and to press."""
    holes = [text.holes[index] for _, index in tokens(cell.text or "")]
    return bool(holes) and not len(cell) and not without_tokens(cell.text).strip() and all(isinstance(hole, Citation) for hole in holes)


def _has_figures(table: etree.Element, text: Conversion) -> bool:
    """Whether a table is one of numbers: behind the name of each row stand short cells, one of them a number, and sources."""
    cells = [" ".join(text.plain(cell).split()) for row in table.iter("tr") for cell in row.findall("td")[1:]]
    return all(len(cell) <= FIGURE for cell in cells) and any(sign.isdecimal() for cell in cells for sign in cell)


def _replace(parent: etree.Element, element: etree.Element, hole: str) -> None:
    """Put the token of a hole in the place of an element."""
    before = list(parent).index(element)
    parent.remove(element)
    tail = hole + (element.tail or "")
    if before:
        parent[before - 1].tail = (parent[before - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _insert_behind(parent: etree.Element, element: etree.Element, hole: str) -> None:
    """Put the token of a hole into a paragraph of its own behind an element."""
    paragraph = etree.Element("p")
    paragraph.text = hole
    parent.insert(list(parent).index(element) + 1, paragraph)


def _take_id(heading: etree.Element) -> str | None:
    """The id that an editor gave the heading behind its words: `## Depresión {#depression}`."""
    last = heading[-1] if len(heading) else None
    words = (heading.text if last is None else last.tail) or ""
    if not (found := _HEADING_ID.search(words)):
        return None
    if last is None:
        heading.text = words[:found.start()]
    else:
        last.tail = words[:found.start()]
    return found[1]


def _take_mark(address: str, text: Conversion) -> tuple[str, Place]:
    mark = MARK.search(address)
    return MARK.sub("", address), text.places[int(mark[1])] if mark else Place()
