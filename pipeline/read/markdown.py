"""Markdown in, a body with typed holes out.

Python-Markdown's tree has no positions. So a preprocessor writes a mark, a number between two private-use signs,
at each spot that a message may have to name; what reads the spot takes its mark away, and the rest are wiped.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field
from functools import cached_property

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import slugify_unicode, unique
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

from pipeline.problem import Place, Problem, did_you_mean
from pipeline.read.body import (
    Block,
    Body,
    Citation,
    Claim,
    Heading,
    Hole,
    Insert,
    Link,
    Name,
    Picture,
    SectionStart,
    Term,
    end_token,
    token,
    without_tokens,
)
from pipeline.read.claims import CLAIMS, Unclear, gather_claims, read_claim

SECTION_LEVEL = 2
BLOCKS = ("key-points", "non-urgent", "urgent", "emergency", "do", "dont", "inset", "warning")
FIT_A_PHONE = 2  # columns of a table: of three, each has less room than a long word
NEEDS_TITLE = ("non-urgent", "urgent", "emergency")

INSERTS = ("evidence", "numbers", "glossary")
GLOSSARY = "glossary:"  # begins the address of a link to a term

CLINIC = "{clinic}"  # stands for the clinic's name, also in titles and summaries

# Ids that the theme's own parts have: a heading of such words gets another.
_THEMES_IDS = re.compile(r"main|contents|references|evidence|changes|glossary|(?:reference|cite|term|claim)-.*")
_M_OPEN, _M_CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_M_OPEN}(\\d+){_M_CLOSE}")
# Control signs but for the tab, our own marks, and signs that nobody sees but that turn or split words.
_PRIVATE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\ue003]")
_FENCE = re.compile(r"^(`{3,}|~{3,})")
_CONTAINER = re.compile(r"^ {0,3}:::+\s*(\S*)\s*(.*?)\s*$")
_INSERT = re.compile(r"^\{([a-z-]+)(?: +([^{}\s]+))?\}\s*$")
_SPOTS = re.compile(
    r"(?P<code>`+[^`\n]*`+)"
    r"|(?P<before>(?<!\\)<)(?=[A-Za-z/!?])"
    r"|(?P<after>\]\(\s*<?|\[(?=@)|^ {0,3}\[[^\[\]]+\]:\s*<?|^#{1,6}(?!#))")
_MAY_HAVE_SPOTS = re.compile(r"[`<\[\]#]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_NO_HEADING = re.compile(r"\s*(?:$|[#>|]|[-*+]\s|\d+[.)]\s|:::)")
_HEADING_ID = re.compile(r"[ \t]*\{#([^{}\s]*)\}[ \t]*$")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SIGNS_OF_CODE = ("```", "~~~", "    ", "\t")  # a block of code has one of them: a fence, or what it is set in by
_TOKEN_ALONE = re.compile(token(0).replace("0", r"(\d+)"))
_CITE_ITEM = re.compile(r"@([\w:.#$%&+?~/-]*\w)(?:,\s*([^@]+))?")


@dataclass
class _Text:
    """What one conversion gathers."""

    path: str = ""
    places: list[Place] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, place: Place, rule: str, message: str, cure: str) -> None:
        self.problems.append(Problem(self.path, place.line, place.column, rule, message, cure))

    def plain(self, element: etree.Element) -> str:
        """The element's words, without marks and holes but for the clinic's name."""
        words = "".join(element.itertext())
        for index, hole in enumerate(self.holes):
            if isinstance(hole, (Name, Term)):
                words = words.replace(token(index), CLINIC if isinstance(hole, Name) else hole.text)
        return _MARK.sub("", without_tokens(words))

    def dig(self, hole: Hole) -> int:
        self.holes.append(hole)
        return len(self.holes) - 1


class Converter:
    """Turns Markdown into bodies; made once a process, since making Python-Markdown's machinery costs a quarter of a text."""

    def __init__(self) -> None:
        self._text = _Text()

    @cached_property
    def _plain(self) -> markdown.Markdown:
        return self._make()

    @cached_property
    def _with_code(self) -> markdown.Markdown:
        from markdown.extensions.codehilite import (
            CodeHiliteExtension,  # what colors code takes longer to load than a page to make
        )
        from markdown.extensions.fenced_code import FencedCodeExtension

        return self._make(FencedCodeExtension(), CodeHiliteExtension(css_class="code", guess_lang=False))

    def _make(self, *of_code: Extension) -> markdown.Markdown:
        # As objects: to find them by name, Python-Markdown reads about every package that is installed.
        return markdown.Markdown(extensions=[TableExtension(), SaneListExtension(), *of_code, _Holes(self)], output_format="html")

    @property
    def text(self) -> _Text:
        return self._text

    def convert(self, path: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """The body of Markdown that begins at `first_line` of the file at `path`, and what is wrong with it."""
        text = self._text = _Text(path)
        lines = source.split("\n")
        for number, line in enumerate(lines, first_line) if _PRIVATE.search(source) else ():
            if odd := _PRIVATE.search(line):
                text.refuse(Place(number, odd.start() + 1), "invisible-sign", "The text must not hold control or private-use signs.", "Delete the invisible sign there.")
        if text.problems:
            return Body(""), text.problems
        machine = self._with_code if any(sign in source for sign in _SIGNS_OF_CODE) else self._plain
        machine.reset()
        html = machine.convert("\n".join(_mark(lines, first_line, text)))
        return Body(html, tuple(text.holes), tuple(text.outline)), text.problems


def _mark(lines: list[str], first_line: int, text: _Text) -> list[str]:
    """The lines with marks, and with the fences of blocks as paragraphs of their own; code is left alone."""
    out: list[str] = []
    fence, open_blocks = "", []
    for number, line in enumerate(lines, first_line):
        if fence or (start := _FENCE.match(line)):
            if not fence:
                fence = start[1]
            elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            out.append(line)
        elif container := _CONTAINER.match(line):
            out += ["", *_fence_block(container, Place(number, 1), open_blocks, text), ""]
        elif (insert := _INSERT.match(line)) and line.strip() != CLINIC:
            out += ["", *_place_insert(insert, Place(number, 1), text), ""]
        else:
            if _UNDERLINE.fullmatch(line) and number > first_line and not _NO_HEADING.match(lines[number - first_line - 1]):
                text.refuse(Place(number, 1), "heading-underlined", "A heading must be written with signs before it, not underlined.",
                            f"Write “## {lines[number - first_line - 1].strip()}” and delete this line; for a line across the page, leave an empty line above it.")
            out.append(_SPOTS.sub(lambda spot, n=number: _mark_spot(spot, n, text), line) if _MAY_HAVE_SPOTS.search(line) else line)
    for index in reversed(open_blocks):
        place = text.holes[index].place
        text.refuse(place, "block-end", f"The block “{text.holes[index].kind}” must end.", "Write ::: on a line of its own after its last line.")
        out += ["", end_token(index), ""]
    return out


def _mark_spot(spot: re.Match, line: int, text: _Text) -> str:
    if spot["code"]:
        return spot[0]
    at = spot.start() if spot["before"] or spot["after"].startswith(("#", "[@")) or spot["after"] == "[" else spot.end()
    text.places.append(Place(line, at + 1))
    mark = f"{_M_OPEN}{len(text.places) - 1}{_M_CLOSE}"
    return mark + spot[0] if spot["before"] else spot[0] + mark


def _fence_block(container: re.Match, place: Place, open_blocks: list[int], text: _Text) -> list[str]:
    kind, title = container[1], container[2]
    if not kind:
        if not open_blocks:
            text.refuse(place, "block-end", "A block must begin before it ends.", "Delete this ::: or write “::: kind” above the block.")
            return []
        index = open_blocks.pop()
        if isinstance(claim := text.holes[index], Claim):
            text.holes[index] = claim._replace(end=place)
        return [end_token(index)]
    if kind in CLAIMS:
        open_blocks.append(text.dig(_claim(kind, title, place, text)))
        return [token(open_blocks[-1])]
    if kind not in BLOCKS:
        text.refuse(place, "block-kind", f"“{kind}” must be a kind of block.", did_you_mean(kind, (*BLOCKS, *CLAIMS)) + f"The kinds are: {', '.join((*BLOCKS, *CLAIMS))}.")
    if kind in NEEDS_TITLE and not title:
        text.refuse(place, "block-title", f"The block “{kind}” must have a title.", f"Write it behind the kind: “::: {kind} Call us today if”.")
    index = text.dig(Block(kind, title, 0, place))
    open_blocks.append(index)
    return [token(index)]


def _claim(kind: str, title: str, place: Place, text: _Text) -> Claim:
    try:
        return read_claim(kind, title, place)
    except Unclear as unclear:
        text.refuse(place, "claim-syntax", *unclear.args)
        return Claim(kind, "", "", "", None, place)


def _place_insert(insert: re.Match, place: Place, text: _Text) -> list[str]:
    kind, name = insert[1], insert[2] or ""
    if kind not in INSERTS:
        text.refuse(place, "insert-kind", f"“{{{kind}}}” must be something that can be inserted.", did_you_mean(kind, INSERTS) + f"Known are: {', '.join(INSERTS)}.")
    elif bool(name) != (kind == "numbers"):
        message = "must name one of the front matter's numbers" if kind == "numbers" else "takes no name"
        text.refuse(place, "insert-kind", f"“{{{kind}}}” {message}.", "Write {numbers name}." if kind == "numbers" else f"Write {{{kind}}}.")
    return [token(text.dig(Insert(kind, name, 0, place)))]


class _Holes(Extension):
    """Registers our parts in Python-Markdown and takes raw HTML out of it."""

    def __init__(self, converter: Converter) -> None:
        super().__init__()
        self.converter = converter

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 the library's name
        for registry, name in ((md.preprocessors, "html_block"), (md.inlinePatterns, "html"), (md.parser.blockprocessors, "setextheader")):
            registry.deregister(name)
        md.inlinePatterns.register(_CitationPattern(self.converter), "citation", 175)
        md.inlinePatterns.register(_NamePattern(self.converter), "clinic_name", 172)
        md.inlinePatterns.deregister("automail")  # it writes addresses as entities, which nothing could check
        md.inlinePatterns.register(_MarkedAutolink(rf"{_M_OPEN}(\d+){_M_CLOSE}<((?:https?|mailto|tel):[^<>]*|[^\s<>@]+@[^\s<>@]+)>"), "marked_autolink", 130)
        md.inlinePatterns.register(_RawHtmlPattern(self.converter), "raw_html_refused", 125)
        md.treeprocessors.register(_CleanCode(md), "clean_code", 31)
        md.treeprocessors.register(_PassOver(md), "pass_over", 21)
        md.treeprocessors.register(_Dig(self.converter), "dig", 15)
        md.postprocessors.register(_Tidy(md), "tidy", 5)
        for name, signs in _NEEDED.items():
            _spare(md.parser.blockprocessors[name], signs)


# Signs of which a block must hold one to be what Python-Markdown's pattern looks for: most blocks hold none.
_NEEDED = {"hashheader": "#", "hr": "-_*", "quote": ">"}


def _spare(processor: BlockProcessor, signs: str) -> None:
    """Spare the processor the blocks that hold none of the signs."""
    test = processor.test
    processor.test = lambda parent, block: any(sign in block for sign in signs) and test(parent, block)


class _CitationPattern(InlineProcessor):
    """`[@a; @b, p. 4]`."""

    def __init__(self, converter: Converter) -> None:
        super().__init__(rf"\[{_M_OPEN}(\d+){_M_CLOSE}(@[^\[\]]*)\]")
        self.converter = converter

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:  # noqa: N802, ARG002 the library's names
        text = self.converter.text
        place, items = text.places[int(m[1])], []
        for part in m[2].split(";"):
            if item := _CITE_ITEM.fullmatch(part.strip()):
                items.append((item[1], (item[2] or "").strip()))
            else:
                text.refuse(place, "citation-syntax", f"“{part.strip()}” must be a citation.", "Write [@id], [@a; @b] or [@id, p. 4]: two sources with a semicolon between them.")
        return token(text.dig(Citation(tuple(items), place))), m.start(0), m.end(0)


class _NamePattern(InlineProcessor):
    """`{clinic}`."""

    def __init__(self, converter: Converter) -> None:
        super().__init__(re.escape(CLINIC))
        self.converter = converter

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:  # noqa: N802, ARG002 the library's names
        return token(self.converter.text.dig(Name())), m.start(0), m.end(0)


class _MarkedAutolink(InlineProcessor):
    """`<https://…>` or `<desk@clinic.example>`, with its mark handed on to the link's address."""

    def handleMatch(self, m: re.Match, data: str) -> tuple[etree.Element, int, int]:  # noqa: N802, ARG002 the library's names
        scheme = "" if ":" in m[2] else "mailto:"
        element = etree.Element("a", href=m[0][: m[0].index("<")] + scheme + m[2])
        element.text = AtomicString(m[2])
        return element, m.start(0), m.end(0)


class _RawHtmlPattern(InlineProcessor):
    """Raw HTML would slip past every check and rule of the theme: refuse it, but leave `<https://…>` be."""

    def __init__(self, converter: Converter) -> None:
        super().__init__(rf"{_M_OPEN}(\d+){_M_CLOSE}<(?!(?:https?|mailto|tel):|[^\s<>@]+@)(/?[A-Za-z][^<>]*>?|!--.*?-->|[!?][^<>]*>?)")
        self.converter = converter

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:  # noqa: N802, ARG002 the library's names
        text = self.converter.text
        name = (re.match(r"/?[A-Za-z][\w-]*|!--", m[2]) or [m[2]])[0]
        text.refuse(text.places[int(m[1])], "raw-html", f"The text must be Markdown; “<{name}” is HTML.", "Write it in Markdown, or put it between backticks to show it as code.")
        return "", m.start(0), m.end(0)


class _CleanCode(Treeprocessor):
    """Wipes marks from indented code before it is highlighted."""

    def run(self, root: etree.Element) -> None:
        for code in root.iter("code"):
            if code.text:
                code.text = AtomicString(_MARK.sub("", code.text))


class _PassOver(Treeprocessor):
    """Spares plain words the inline patterns: each of them looks for a sign that most paragraphs do not have."""

    _SIGNS = ("\\", "`", "[", "<", "&", "*", "_", "{", STX, "  \n")

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if (words := element.text) and not any(sign in words for sign in self._SIGNS):
                element.text = AtomicString(words)


class _Dig(Treeprocessor):
    """Reads marks, makes holes of links and pictures, ids and outline of headings, and blocks of tables."""

    def __init__(self, converter: Converter) -> None:
        super().__init__()
        self.converter = converter

    def run(self, root: etree.Element) -> None:
        text, ids, level = self.converter.text, set(), 1
        for parent in list(root.iter()):
            for element in list(parent):
                tag = element.tag
                if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                    level = self._heading(element, ids, text)
                    if level == SECTION_LEVEL:
                        _insert_behind(parent, element, token(text.dig(SectionStart(element.get("id")))))
                elif tag == "p" and (block := _TOKEN_ALONE.fullmatch(element.text or "")) and not len(element):
                    index = int(block[1])
                    if isinstance(hole := text.holes[index], (Block, Insert)):
                        text.holes[index] = hole._replace(level=min(level + 1, 6))
                elif tag == "a":
                    self._link(parent, element, text)
                elif tag == "img":
                    self._picture(parent, element, text)
                elif tag == "table":
                    self._table(parent, element, level, text)
        gather_claims(root, text.holes, text.plain)

    @staticmethod
    def _heading(element: etree.Element, ids: set[str], text: _Text) -> int:
        place = Place()
        if element.text and (mark := _MARK.match(element.text)):
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
    def _link(parent: etree.Element, element: etree.Element, text: _Text) -> None:
        target, place = _take_mark(element.get("href", ""), text)
        words = " ".join(text.plain(element).split())
        if target.startswith(GLOSSARY):
            _replace(parent, element, token(text.dig(Term(target.removeprefix(GLOSSARY), words, place))))
        else:
            element.set("href", token(text.dig(Link(target, text.plain(element), place))))
            if target.startswith(("tel:", "sms:")) and parent.tag == "p" and len(parent) == 1 and not f"{parent.text or ''}{element.tail or ''}".strip():
                parent.set("class", "action")  # a call by itself: the theme makes a button of it

    @staticmethod
    def _picture(parent: etree.Element, element: etree.Element, text: _Text) -> None:
        source, place = _take_mark(element.get("src", ""), text)
        alone = parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip() and not (element.tail or "").strip()
        hole = token(text.dig(Picture(source, element.get("alt", ""), place, alone)))
        _replace(parent, element, hole)

    @staticmethod
    def _table(parent: etree.Element, element: etree.Element, level: int, text: _Text) -> None:
        index, caption = text.dig(Block("table", "", level, Place())), text.outline[-1].text if text.outline else ""
        text.holes[index] = Block("table", caption, level, text.outline[-1].place if text.outline else Place())
        for cell in element.iter():
            if align := cell.attrib.pop("style", "").removeprefix("text-align: ").rstrip(";"):
                cell.set("class", f"align-{align}")  # a style attribute would need a hole in the content security policy
            if cell.tag == "th":
                cell.set("scope", "col")
        heads = [" ".join(text.plain(head).split()) for head in element.iter("th")]
        if len(heads) > FIT_A_PHONE:
            element.set("class", "rows")
            for row in element.iter("tr"):
                for head, cell in list(zip(heads, row.findall("td"), strict=False))[1:]:
                    cell.set("data-label", head.replace(CLINIC, token(text.dig(Name()))) if CLINIC in head else head)  # where each row is a card, a cell says which column it stands in
        at = list(parent).index(element)
        for offset, sign in ((0, token(index)), (2, end_token(index))):
            fence = etree.Element("p")
            fence.text = sign
            parent.insert(at + offset, fence)


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


def _take_mark(address: str, text: _Text) -> tuple[str, Place]:
    mark = _MARK.search(address)
    return _MARK.sub("", address), text.places[int(mark[1])] if mark else Place()


class _Tidy(Postprocessor):
    """Wipes the marks that are left and frees blocks and lone pictures from their paragraphs."""

    _IN_PARAGRAPH = re.compile("<p>((?:\ue002/?\\d+\ue003\\s*)+)</p>")

    def run(self, text: str) -> str:
        return self._IN_PARAGRAPH.sub(r"\1", _MARK.sub("", text))
