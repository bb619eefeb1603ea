"""Markdown in, a body with typed holes out.

Lines are marked first (`marking`); then Python-Markdown makes a tree of them, in which our patterns (`inline`) and our digging put holes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from functools import cached_property
from html import unescape

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

from pipeline.problem import Place, Problem
from pipeline.read.body import Body
from pipeline.read.conversion import MARK, Conversion
from pipeline.read.digging import Dig
from pipeline.read.inline import CitationPattern, MarkedAutolink, NamePattern, RawHtmlPattern
from pipeline.read.located import INVISIBLE
from pipeline.read.marking import mark

_REFERENCE = re.compile(r"`+[^`\n]*`+|(&(?:#\w+|[A-Za-z]+);)")
_SIGNS_OF_CODE = ("```", "~~~", "    ", "\t")  # a block of code has one of them: a fence, or what it is set in by


class Converter:
    """Turns Markdown into bodies; made once a process, since making Python-Markdown's machinery costs a quarter of a text."""

    def __init__(self) -> None:
        self._text = Conversion()

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
        return markdown.Markdown(extensions=[TableExtension(), SaneListExtension(), *of_code, _Holes(lambda: self._text)], output_format="html")

    def convert(self, path: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """The body of Markdown that begins at `first_line` of the file at `path`, and what is wrong with it."""
        text = self._text = Conversion(path)
        lines = source.split("\n")
        for number, line in enumerate(lines, first_line) if INVISIBLE.search(source) else ():
            if odd := INVISIBLE.search(line):
                text.refuse(Place(number, odd.start() + 1), "invisible-sign", "The text must not hold control or private-use signs.", "Delete the invisible sign there.")
        if text.problems:
            return Body(""), text.problems
        machine = self._with_code if any(sign in source for sign in _SIGNS_OF_CODE) else self._plain
        machine.reset()
        html = machine.convert("\n".join(mark(lines, first_line, text)))
        if "&" in source:
            _refuse_references(text, lines, first_line, html)
        return Body(html, tuple(text.holes), tuple(text.outline)), text.problems


def _refuse_references(text: Conversion, lines: list[str], first_line: int, html: str) -> None:
    """Refuse invisible signs that are written by number or name: `&#x202e;`. In code, where they are seen, the HTML has `&amp;` for the first sign."""
    for number, line in enumerate(lines, first_line):
        for found in _REFERENCE.finditer(line) if "&" in line else ():
            if found[1] and found[1] in html and (INVISIBLE.search(sign := unescape(found[1])) or sign in {"", "\ufffd"}):
                text.refuse(Place(number, found.start() + 1), "invisible-sign", "The text must not hold control or private-use signs.", f"Delete “{found[1]}” there.")


class _Holes(Extension):
    """Registers our parts in Python-Markdown and takes raw HTML out of it; `current` tells the conversion that is under way."""

    def __init__(self, current: Callable[[], Conversion]) -> None:
        super().__init__()
        self.current = current

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 the library's name
        for registry, name in ((md.preprocessors, "html_block"), (md.inlinePatterns, "html"), (md.parser.blockprocessors, "setextheader")):
            registry.deregister(name)
        md.inlinePatterns.register(CitationPattern(self.current), "citation", 175)
        md.inlinePatterns.register(NamePattern(self.current), "clinic_name", 172)
        md.inlinePatterns.deregister("automail")  # it writes addresses as entities, which nothing could check
        md.inlinePatterns.register(MarkedAutolink(), "marked_autolink", 130)
        md.inlinePatterns.register(RawHtmlPattern(self.current), "raw_html_refused", 125)
        md.treeprocessors.register(_CleanCode(md), "clean_code", 31)
        md.treeprocessors.register(_PassOver(md), "pass_over", 21)
        md.treeprocessors.register(Dig(self.current), "dig", 15)
        md.postprocessors.register(_Tidy(md), "tidy", 5)
        for name, signs in _NEEDED.items():
            _spare(md.parser.blockprocessors[name], signs)


# Signs of which a block must hold one to be what Python-Markdown's pattern looks for: most blocks hold none.
_NEEDED = {"hashheader": "#", "hr": "-_*", "quote": ">"}


def _spare(processor: BlockProcessor, signs: str) -> None:
    """Spare the processor the blocks that hold none of the signs."""
    test = processor.test
    processor.test = lambda parent, block: any(sign in block for sign in signs) and test(parent, block)


class _CleanCode(Treeprocessor):
    """Wipes marks from indented code before it is highlighted."""

    def run(self, root: etree.Element) -> None:
        for code in root.iter("code"):
            if code.text:
                code.text = AtomicString(MARK.sub("", code.text))


class _PassOver(Treeprocessor):
    """Spares plain words the inline patterns: each of them looks for a sign that most paragraphs do not have."""

    _SIGNS = ("\\", "`", "[", "<", "&", "*", "_", "{", STX, "  \n")

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if (words := element.text) and not any(sign in words for sign in self._SIGNS):
                element.text = AtomicString(words)


class _Tidy(Postprocessor):
    """Wipes the marks that are left and frees blocks and lone pictures from their paragraphs."""

    _IN_PARAGRAPH = re.compile("<p>((?:\ue002/?\\d+\ue003\\s*)+)</p>")

    def run(self, text: str) -> str:
        return self._IN_PARAGRAPH.sub(r"\1", MARK.sub("", text))
