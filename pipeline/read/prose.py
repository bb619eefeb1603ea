"""Prose: the words of a text without its Markdown, where every character still knows its line and column.

Markup is blanked out, not cut out: so a place in the prose is a place in the file. Rules that look for words look at it folded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from pipeline.problem import Place
from pipeline.read.code import code_lines
from pipeline.read.folded import BLANK, JOINT, fold

Kind = Literal["heading", "paragraph", "item", "row", "fence", "front"]

_CONTAINER = re.compile(r" {0,3}:::+\s*(\S*)")
_START = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(#{1,6}(?!#))[ \t]*|([-*+]|\d{1,9}[.)])[ \t]+|(\|))?")
_LEADS = frozenset(">#-*+|")  # what _START finds something in begins with one of these, or a digit
# A link's address, and an insert, as Markdown and our reader know them: what only looks like one is shown, and so is prose.
_NO_PROSE = re.compile(r""" {0,3}\[[^\[\]]+\]:[ \t]*\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$|\{(?!clinic\})[a-z-]+(?: +[^{} ]+)?\}\s*$""")
_TABLE_RULE = re.compile(r" {0,3}(?=.*\|)[|: \t-]*-[|: \t-]*$")  # the line between a table's heads and its rows
_MARKUP = re.compile(
    r"(?<![\\`])(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)"  # code, as Markdown knows it
    r"|\[@[^\[\]\n]*\]"  # citation
    r"|!\[[^\[\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # picture
    r"|<(?:https?|mailto|tel):[^<>\n]*>"
    r"|[ \t]*\{#[^{}\s]*\}[ \t]*$"  # a heading's id
    r"|(?P<joint>\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\[\]\n]*\]|\[(?!(?:…|\.\.\.)\])|(?<!\[…)(?<!\[\.\.\.)\]"  # link
    r"|(?<!\\)\*+|(?<!\w)_+|_+(?!\w)|\\(?=\W))")
_STARTS = re.compile(r"[\s>#|*+\d-]")
_SIGNS_OF_MARKUP = ("`", "[", "]", "<", "*", "_", "\\", "{#")  # one is in all that _MARKUP finds
_UP_TO_STOP = re.compile(rf"[^.!?…]*([.!?…]*)[\"”’')\]{BLANK}{JOINT}]*")  # up to the end, where no more stop comes: a search for one would take longer
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|Dr|Mr|Mrs|Ms|No|St|U\.S|Jr|Sr|approx|Dra|Sra|Srta|EE|UU|p\. ?ej|[ap]\.\s?m|aprox)|\b[A-Z])\.$")
_CITATION_BEHIND = re.compile(rf" {BLANK}+(?=\s|$)")  # belongs to the sentence before it, also behind a space
_GOES_ON = re.compile(rf"[\s{BLANK}{JOINT}]+[a-zà-öø-ÿ]")  # no sentence begins with a small letter
_NOTHING = f" \t\n{BLANK}{JOINT}"
_find_words = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ÿ]+)*").findall


class Once(dict[str, list[str]]):
    """What `find` finds in a chunk, a part of a text that holds no space. Every text has many of the same: each is looked at once in a process."""

    def __init__(self, find: Callable[[str], list[str]]) -> None:
        super().__init__()
        self.find = find
        self._without: set[str] = set()

    def __missing__(self, chunk: str) -> list[str]:
        found = self[chunk] = self.find(chunk)
        return found

    def in_all(self, chunks: Iterable[str]) -> Iterator[str]:
        """What is found in the chunks, one after the other."""
        return chain.from_iterable(map(self.__getitem__, chunks))

    def is_in(self, chunks: frozenset[str]) -> bool:
        """Whether anything is found in one of the chunks."""
        new = chunks - self._without
        if found := any(self.in_all(new)):
            return found
        self._without |= new
        return False


_WORDS = Once(_find_words)


def words_in(text: str) -> list[str]:
    """The words of a text, as they are written; numbers are none."""
    return list(_WORDS.in_all(text.split()))


@dataclass(frozen=True)
class Sentence:
    """One sentence, with markup taken out; `offset` is where it begins in its passage."""

    text: str
    passage: Passage
    offset: int

    @property
    def place(self) -> Place:
        """Where it begins in the file."""
        return self.passage.place(self.offset)

    @cached_property
    def words(self) -> list[str]:
        """Its words, as they are written; numbers are none."""
        return words_in(self.text)


@dataclass(frozen=True)
class Passage:
    """A heading, paragraph, list item, table row, the line that starts or ends a block (`fence`), or a value of the front matter.

    `text` has the file's characters with markup as BLANK or JOINT; `level` is a heading's, `raw` the lines as they are.
    """

    kind: Kind
    text: str
    raw: str
    line: int
    level: int = 0

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def place(self, offset: int) -> Place:
        """The place in the file of a character of the text."""
        row = bisect_right(self._starts, offset) - 1
        return Place(self.line + row, offset - self._starts[row] + 1)

    @cached_property
    def folded(self) -> str:
        """The text as a reader sees it."""
        return fold(self.text)

    @cached_property
    def chunks(self) -> list[str]:
        """The text, cut at every space."""
        return self.text.split()

    @property
    def last_line(self) -> int:
        return self.line + self.text.count("\n")

    @cached_property
    def words(self) -> str:
        """The text without markup, on one line."""
        return " ".join(without_markup(self.text).split())

    @cached_property
    def parts(self) -> list[tuple[int, int]]:
        """Where each sentence starts and ends; what ends without a full stop is one as well."""
        text, parts, start = self.text, [], 0
        for found in _UP_TO_STOP.finditer(text):
            stop, end = found.start(1), found.end()
            if found[1] and (end == len(text) or text[end].isspace()) and not _ABBREVIATION.search(text, max(start, stop - 8), stop + 1) and not _GOES_ON.match(text, end):
                behind = _CITATION_BEHIND.match(text, end)
                end = behind.end() if behind else end
                parts.append((start, end))
                start = end
        if text[start:].strip(_NOTHING):
            parts.append((start, len(text)))
        return parts

    def sentences(self) -> Iterator[Sentence]:
        """Its sentences, each with its place."""
        for start, end in self.parts:
            yield self.sentence(start, end)

    def sentence(self, start: int, end: int) -> Sentence:
        """The sentence of one part."""
        part = self.text[start:end]
        return Sentence(" ".join(without_markup(part).split()), self, start + len(part) - len(part.lstrip(_NOTHING)))


def without_markup(text: str) -> str:
    """The text of a passage without what stands for markup, and without the bars of a table."""
    return text.replace(BLANK, "").replace(JOINT, "").replace("|", "")


def read_prose(source: str, first_line: int = 1) -> tuple[Passage, ...]:  # noqa: C901 a branch for each kind of line
    """The passages of Markdown that begins at `first_line` of its file. Code is left out."""
    passages: list[Passage] = []
    open_kind, lines, start = "", [], 0
    rows = source.split("\n")
    code = code_lines(rows)
    in_list = in_table = False

    def close() -> None:
        nonlocal lines, open_kind
        if lines:
            raw = "\n".join(lines)
            passages.append(Passage(open_kind, _blank(raw), raw, start))
        lines, open_kind = [], ""

    for number, line in enumerate(rows, first_line):
        if number - first_line in code:
            close()
            continue
        lead = line.lstrip()[:1]
        heading, item, row = _START.match(line).groups() if lead in _LEADS or lead.isdecimal() else (None, None, None)
        deep = line.startswith(("    ", "\t"))
        if lead and not (lines or deep):
            in_list = bool(item)
        in_table = "|" in line and (in_table or bool(_TABLE_RULE.match("".join(rows[number - first_line + 1:number - first_line + 2]))))
        if not lead or (lead in "[{" and _NO_PROSE.match(line)) or (deep and not (lines or in_list or item)):
            close()
            continue
        if lead == ":" and (container := _CONTAINER.match(line)):
            close()
            title = line[container.end():].lstrip()
            passages.append(Passage("fence", BLANK * (len(line) - len(title)) + title, line, number))
        elif heading:
            close()
            passages.append(Passage("heading", _blank(line), line, number, len(heading)))
        elif row or in_table:
            close()
            if line.strip().strip("|:- "):
                passages.append(Passage("row", _blank(line), line, number))
        else:
            if item:
                close()
            if not lines:
                open_kind, start = "item" if item or (deep and in_list) else "paragraph", number
            lines.append(line)
    close()
    return tuple(passages)


def _blank(text: str) -> str:
    """The text with its markup blanked out, character by character."""
    if _STARTS.match(text) or "\n" in text:
        text = "\n".join(BLANK * (begin := _START.match(line)).end() + line[begin.end():] for line in text.split("\n"))
    return _MARKUP.sub(_blank_out, text) if any(sign in text for sign in _SIGNS_OF_MARKUP) else text


def _blank_out(found: re.Match) -> str:
    return (JOINT if found["joint"] else BLANK) * len(found[0])
