"""The text's build: headings in order, tables with heads, nothing left unwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text, found_in

_SIGNS = ("todo", "tbd", "tbc", "fixme", "lorem", "written", "confirmed", "added", "insert")
_UNWRITTEN_ES = re.compile(r"\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|\b(?i:lorem\s+ipsum|por\s+(?:escribir|confirmar))\b|\?{3,}|\[(?:…|\.\.\.)\]")  # “todo” is a word
_UNWRITTEN = re.compile(r"\b(?:TODO|TBD|TBC|FIXME|XXX+|lorem\s+ipsum|to\s+be\s+(?:written|confirmed|added)|insert\s+(?:\w+\s+){0,2}here)\b|\?{3,}|\[(?:…|\.\.\.)\]", re.IGNORECASE)


@rule("heading-order")
def check_headings(text: Text) -> Iterator[Found]:
    """Headings must go down one level at a time, from the second."""
    last = 1
    for heading in text.body.outline:
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


@rule("text-unwritten")
def check_written(text: Text) -> Iterator[Found]:
    """Nothing may be left to be written: no TODO, no TBD, no filler."""
    if not (text.has(_SIGNS) or text.has({"escribir", "confirmar"}) or any(sign in text.folded for sign in ("???", "[...]", "XXX", "xxx"))):
        return
    for _, match, place in found_in(text, _UNWRITTEN_ES if text.meta.lang == "es" else _UNWRITTEN):
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
