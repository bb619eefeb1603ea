"""The text's build: headings in order, tables with heads, nothing left unwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text, found_in
from pipeline.pattern import Pattern
from pipeline.read.body import CLOSE, OPEN, Block
from pipeline.read.prose import Passage

_SEVEN = "#######"
_TOO_DEEP = re.compile(rf"^{_SEVEN}#*[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_EMPTY = re.compile(rf"{OPEN}(\d+){CLOSE}\s*{OPEN}/\1{CLOSE}")  # where a block begins, and ends at once
_SIGNS = ("todo", "tbd", "tbc", "fixme", "lorem", "written", "confirmed", "added", "insert")
_UNWRITTEN_ES = Pattern(r"\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|\b(?i:lorem\s+ipsum|por\s+(?:escribir|confirmar))\b|\?{3,}|\[(?:…|\.\.\.)\]")  # “todo” is a word
_UNWRITTEN = Pattern(r"\b(?:TODO|TBD|TBC|FIXME|XXX+|lorem\s+ipsum|to\s+be\s+(?:written|confirmed|added)|insert\s+(?:\w+\s+){0,2}here)\b|\?{3,}|\[(?:…|\.\.\.)\]", re.IGNORECASE)

# “To be confirmed” is a note where it stands alone: it begins a sentence, a cell, a parenthesis or what a colon announces, or ends a sentence without need of more.
_BEGINS = Pattern(r"(?:^|[.!?:(|\[\0–—]|\s-)\s*[“‘\"]?$")
_ENDS = Pattern(r"[”’\"]?\s*(?:$|[.!?;)|\]\0])")
_NEEDED = Pattern(r"\b(?:needs?|needed|ha(?:s|ve|d|ving)|yet|ought|expected|likely|unlikely|wants?|wanted|able|going|remains?|seems?|appears?|hopes?|waits?|supposed|enough|ready)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OF_MORE = Pattern(r"\s+[^.!?,|)\0]+,")  # “To be added to the list, call us.”
_REACH = 80  # characters


@rule("heading-order")
def check_headings(text: Text) -> Iterator[Found]:
    """Headings must go down one level at a time, from the second."""
    last = 1
    for passage in text.passages if _SEVEN in text.document.source else ():
        for match in _TOO_DEEP.finditer(passage.raw) if passage.kind == "paragraph" else ():
            yield Found(passage.place(match.start()), "A heading must have at most six signs before its words.", f"Write “## {match[1]}”, or as many signs as its level needs.")
    for heading in text.body.outline:
        if heading.text.startswith("#"):
            continue  # it has more signs than there are levels
        if heading.level > last + 1:
            yield Found(heading.place, f"A heading below level {last} must be of level {last + 1}; this one is of level {heading.level}.", f"Write “{'#' * (last + 1)} {heading.text}”.")
        last = heading.level


@rule("heading-empty")
def check_filled(text: Text) -> Iterator[Found]:
    """A heading must have words, and a text below it."""
    passages = text.passages
    for index, passage in enumerate(passages):
        if passage.kind != "heading":
            continue
        after = passages[index + 1] if index + 1 < len(passages) else None
        if not passage.words:
            yield Found(passage.place(0), "A heading must have words.", "Write them behind the signs, or delete the line.")
        elif (after is None or (after.kind == "heading" and after.level <= passage.level)) and not _holds(text, passage.line, after.line if after else None):
            yield Found(passage.place(0), f"Below the heading “{passage.words}” there must be a text.", "Write it, or delete the heading.")


@rule("table-heads")
def check_tables(text: Text) -> Iterator[Found]:
    """Every column of a table must have a head."""
    rows = [passage for passage in text.passages if passage.kind == "row"]
    for index, row in enumerate(rows):
        first = index == 0 or (rows[index - 1].line < row.line - 1 and not text.is_table_rule(row.line - 1))
        if first and any(not cell.strip() for cell in row.raw.strip().strip("|").split("|")):
            yield Found(row.place(0), "Every column of a table must have a head, for those who hear it read out.", "Write what stands in the column.")


@rule("block-empty")
def check_blocks(text: Text) -> Iterator[Found]:
    """A block must say something."""
    for match in _EMPTY.finditer(text.body.html):
        if isinstance(block := text.body.holes[int(match[1])], Block):
            yield Found(block.place, f"The block “{block.kind}” must have words.", "Write them between its first line and :::, or delete both lines.")


@rule("text-unwritten")
def check_written(text: Text) -> Iterator[Found]:
    """Nothing may be left to be written: no TODO, no TBD, no filler."""
    if not (text.has(_SIGNS) or text.has({"escribir", "confirmar"}) or any(sign in text.folded for sign in ("???", "[...]", "XXX", "xxx"))):
        return
    for passage, match, place in found_in(text, _UNWRITTEN_ES if text.meta.lang == "es" else _UNWRITTEN):
        if match[0].startswith("[") and _is_quoted(match, passage):
            continue
        if match[0][:2].casefold() == "to" and match[0][2:3].isspace() and not _is_note(match):
            continue
        yield Found(place, f"“{match[0]}” must give way to the text that is meant.", "Write it, or delete the line; “status: draft” keeps a text from being published.")


@rule("text-empty")
def check_empty(text: Text) -> Iterator[Found]:
    """A published text must have words."""
    if not text.document.source.strip() and text.meta.status != "draft":
        yield Found(text.place("title"), "The text must have words below its front matter.", "Write it, or set “status: draft”.")


def _holds(text: Text, start: int, end: int | None) -> bool:
    """Whether anything but blank lines stands between two lines, such as code or an insert."""
    lines = text.document.source.split("\n")[start - text.document.first_line + 1:end and end - text.document.first_line]
    return any(line.strip() for line in lines)


def _is_note(match: re.Match) -> bool:
    """Whether “to be confirmed” is a note to oneself, and no part of a sentence, as in “may need to be confirmed”."""
    before, after = match.string[max(0, match.start() - _REACH):match.start()], match.string[match.end():match.end() + _REACH]
    if _BEGINS.search(before):
        return not _OF_MORE.match(after)
    return bool(_ENDS.match(after)) and not _NEEDED.search(before)


def _is_quoted(match: re.Match, passage: Passage) -> bool:
    """Whether “[…]” stands for words that a quotation leaves out: between quotation marks, or in a block of quotation, beside other words."""
    before, after = match.string[:match.start()].rpartition("\0")[2], match.string[match.end():].partition("\0")[0]
    if passage.raw.lstrip().startswith(">"):
        return any(map(str.isalnum, before)) and any(map(str.isalnum, after))
    for opening, closing in ("“”", "«»", '""'):
        start, end = before.rfind(opening), after.find(closing)
        if -1 not in (start, end) and (opening == closing or closing not in before[start:]) and any(map(str.isalnum, before[start:] + after[:end])):
            return opening != closing or before.count(opening) % 2 == 1
    return False
