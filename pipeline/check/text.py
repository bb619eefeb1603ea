"""A text as rules look at it: its document, cut into sections once for all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, chain

from pipeline.check.front import read_front
from pipeline.problem import Place
from pipeline.read.body import Body, Link
from pipeline.read.document import Document
from pipeline.read.folded import Folded
from pipeline.read.library import Entry
from pipeline.read.located import Values
from pipeline.read.prose import Once, Passage, read_prose

SECTION_LEVEL = 2
_BETWEEN = " \0 "  # parts passages: no pattern for words runs across it
PROSE = ("heading", "paragraph", "item", "row", "fence")  # all kinds of passages but those of the front matter
_LOWER_WORDS = Once(lambda chunk: re.findall(r"[a-záéíóúüñ]+", chunk.lower()))
_CONTACT = re.compile(r"pages/(?:[a-z]{2}/)?contact\.md$|/contact/$")


@dataclass(frozen=True)
class Section:
    """What stands under one heading of the second level, or before the first (then `heading` is None)."""

    heading: Passage | None
    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        return self.heading.words if self.heading else "the opening"

    @cached_property
    def spoken(self) -> tuple[Passage, ...]:
        """The paragraphs and list items: not headings, nor tables."""
        return tuple(passage for passage in self.passages if passage.kind in {"paragraph", "item"})

    @property
    def chunks(self) -> Iterator[str]:
        """Its paragraphs and list items, cut at every space."""
        return chain.from_iterable(passage.chunks for passage in self.spoken)

    @property
    def first_line(self) -> int:
        return self.heading.line if self.heading else 0


@dataclass(frozen=True, eq=False)
class Text:
    """A document, and what several rules want to know of it. Rules of scope page get its entry, too."""

    document: Document
    entry: Entry | None = None

    @property
    def meta(self) -> Values:
        return self.document.meta

    @property
    def body(self) -> Body:
        return self.document.body

    @property
    def is_article(self) -> bool:
        return self.document.is_article

    @property
    def is_withdrawn(self) -> bool:
        return self.meta.status == "withdrawn"

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The words of the text, each with its place."""
        return read_prose(self.document.source, self.document.first_line)

    @cached_property
    def front(self) -> tuple[Passage, ...]:
        """The words of its front matter that visitors see."""
        return read_front(self.document)

    @cached_property
    def seen(self) -> tuple[Passage, ...]:
        """All that visitors see."""
        return (*self.front, *self.passages)

    @cached_property
    def folded(self) -> str:
        """All that visitors see, folded: one string, so that a pattern runs over it once."""
        return _BETWEEN.join(passage.folded for passage in self.seen)

    @cached_property
    def lowered(self) -> str:
        """The same in small letters. In rare scripts it has another length."""
        return self.folded.lower()

    @cached_property
    def unfolded(self) -> str:
        """All that visitors see, as it is written but without markup."""
        return _BETWEEN.join(passage.text for passage in self.seen)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each passage that is seen starts in what is folded."""
        return [0, *accumulate(len(passage.folded) + len(_BETWEEN) for passage in self.seen)][:-1]

    def seen_at(self, offset: int) -> tuple[Passage, Place]:
        """The passage that a character of `folded` came from, and its place in the file."""
        index = bisect_right(self._starts, offset) - 1
        passage, inside = self.seen[index], offset - self._starts[index]
        return passage, passage.place(inside if passage.folded is passage.text else Folded(passage.text).origin(inside))

    @cached_property
    def sequence(self) -> list[str]:
        """All that visitors see, cut at every space."""
        return self.folded.split()

    @cached_property
    def chunks(self) -> frozenset[str]:
        """The same, each once."""
        return frozenset(self.sequence)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that visitors see, in small letters."""
        return frozenset(_LOWER_WORDS.in_all(self.chunks))

    def has(self, words: Iterable[str]) -> bool:
        """Whether visitors see one of the words."""
        return not self.vocabulary.isdisjoint(words)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        return tuple(hole for hole in self.body.holes if isinstance(hole, Link))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts under headings of the second level, the opening first."""
        parts: list[tuple[Passage | None, list[Passage]]] = [(None, [])]
        for passage in self.passages:
            if passage.kind == "heading" and passage.level <= SECTION_LEVEL:
                parts.append((passage, []))
            else:
                parts[-1][1].append(passage)
        return tuple(Section(heading, tuple(inside)) for heading, inside in parts if heading or inside)

    def section_at(self, line: int) -> Section:
        """The section that the line of the file stands in."""
        return self.sections[max(0, bisect_right([section.first_line for section in self.sections], line) - 1)]

    @cached_property
    def lines(self) -> list[str]:
        return self.document.source.split("\n")

    def is_table_rule(self, line: int) -> bool:
        """Whether the line is the one between a table's heads and its rows."""
        signs = set(self.lines[line - self.document.first_line].strip()) if line - self.document.first_line < len(self.lines) else set()
        return "-" in signs and signs <= set("|:- ")

    def place(self, *key: str | int) -> Place:
        """Where the front matter's value stands."""
        return self.document.located.place(*key)


def leads_to_contact(target: str) -> bool:
    """Whether a link leads to the clinic's contact page, in any language."""
    return bool(_CONTACT.search(target))


@cache
def words_of(phrase: str) -> frozenset[str]:
    """The words of a phrase, as a text's vocabulary has them."""
    return frozenset(_LOWER_WORDS.in_all(phrase.split()))


def found_in(text: Text, pattern: re.Pattern, *kinds: str) -> Iterator[tuple[Passage, re.Match, Place]]:
    """Each match of the pattern in what visitors see, with its place; `kinds` are those of passages, else all."""
    for match in pattern.finditer(text.folded):
        passage, place = text.seen_at(match.start())
        if not kinds or passage.kind in kinds:
            yield passage, match, place


def find_words(text: Text, pattern: re.Pattern, words: Iterable[str], *kinds: str) -> Iterator[tuple[Passage, re.Match, Place]]:
    """What `found_in` finds with a pattern all of whose matches begin with one of the words, in small letters: to look for plain words is far quicker."""
    lowered, end = text.lowered, 0
    if len(lowered) != len(text.folded):
        yield from found_in(text, pattern, *kinds)
        return
    for start in sorted(set(chain.from_iterable(_places(lowered, word) for word in words))):
        if start >= end and (match := pattern.match(text.folded, start)):
            end = match.end()
            passage, place = text.seen_at(start)
            if not kinds or passage.kind in kinds:
                yield passage, match, place


def _places(text: str, word: str) -> Iterator[int]:
    """Where the word stands."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


_latest: list[Text] = []  # all rules look at one document in turn


def text_of(document: Document) -> Text:
    """The document as a text, the same for all rules that need no entry."""
    if not (_latest and _latest[0].document is document):
        _latest[:] = [Text(document)]
    return _latest[0]
