"""Lists, tables, blocks and code that Markdown does not take for such: they run into the text around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.check.rule import Found
from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.body import Block
from pipeline.read.prose import Passage

UNSEEN = re.compile(r"<(code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)  # of HTML
_FENCE = re.compile(r"(`{3,}|~{3,})")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|1[.)])[ \t]+")
_BULLET = r"[ ]{0,3}(?:[-+](?=[^\W\d_])|\*(?=[^\W\d_][^*\n]*$)|[•▪◦·](?=\s*\w))"
_NO_SPACE = re.compile(rf"^{_BULLET}.*\n(?={_BULLET})", re.MULTILINE)
_BLOCK = re.compile(r"^(?! {0,3}:::).*?(:::)", re.MULTILINE)


def find_blocks(text: Text) -> Iterator[Found]:
    """What looks like a list, a table, a block or code to its writer, and is none."""
    yield from _find_lists(text)
    yield from _find_tables(text)
    if ":::" in text.document.source:
        yield from _find_colons(text)
    if "```" in text.document.source or "~~~" in text.document.source:
        yield from _find_code(text)


def _find_lists(text: Text) -> Iterator[Found]:
    for index, (above, item) in enumerate(pairwise(text.passages), 1):
        if item.kind == "item" and above.kind == "paragraph" and above.last_line + 1 == item.line and _is_list(text, above, index):
            yield Found(item.place(0), "A list must stand apart: these lines would run into the one above.", "Leave an empty line above the list.")
    last = 0
    for match in _NO_SPACE.finditer(text.document.source):
        before, line = last, text.document.first_line + text.document.source.count("\n", 0, match.start())
        last = line
        if line != before + 1 and any(passage.line <= line < passage.last_line for passage in text.passages):
            yield Found(Place(line, 1), "A list must be written with signs and spaces: these lines would run into one.", "Begin each line with a hyphen and a space.")


def _is_list(text: Text, above: Passage, index: int) -> bool:
    """Whether the item at the index is meant as one, not a line of the paragraph above that begins with a dash or a number."""
    item, following = text.passages[index], text.passages[index + 1:index + 2]
    if not _ITEM.match(item.raw) or not above.raw.rpartition("\n")[2].strip(" \t>"):  # in a quotation, a line of its sign alone parts them
        return False
    more = any(other.kind == "item" and other.line == item.last_line + 1 for other in following)
    return more or above.words.endswith(":") or (item.raw.lstrip(" >")[0] in "-*+" and " - " not in item.raw.lstrip(" >")[2:])


def _find_tables(text: Text) -> Iterator[Found]:
    for index, row in enumerate(text.passages):
        above = text.passages[index - 1] if index else None
        if row.kind != "row" or (above and above.kind == "row" and above.line == row.line - 1) or text.is_table_rule(row.line - 1):
            continue
        at = row.line - text.document.first_line
        first, second = (line.strip() for line in [*text.lines[at:at + 2], ""][:2])
        if text.is_table_rule(row.line + 1):
            if above and above.kind in {"paragraph", "item"} and above.last_line == row.line - 1:
                yield Found(row.place(0), "A table must stand apart: these lines would run into the one above.", "Leave an empty line above the table.")
        elif all(len(line) > 1 and line[0] == line[-1] == "|" for line in (first, second)):
            yield Found(row.place(0), "A table must have a line between its heads and its rows.", f"Write {'| --- ' * max(1, first.count('|') - 1)}| below this line.")


def _find_colons(text: Text) -> Iterator[Found]:
    places = [hole.place for hole in text.body.holes if isinstance(hole, Block) and ":::" in hole.title]
    if ":::" in text.body.html and ":::" in UNSEEN.sub("", text.body.html):
        code = ""
        for number, line in enumerate(text.lines, text.document.first_line):
            if fence := _FENCE.match(line):
                code = "" if code and line.startswith(code) else code or fence[1]
            elif not code and (found := _BLOCK.match(line)) and "`" not in line:
                places.append(Place(number, found.start(1) + 1))
    for place in places:
        yield Found(place, "A block must begin and end with ::: at the start of a line; here it would be shown to readers.", "Move it to the start of a line of its own, or leave it out.")


def _find_code(text: Text) -> Iterator[Found]:
    """The fence that reading (`pipeline.read.marking`) finds no end of."""
    code, opened = "", 0
    for number, line in enumerate(text.lines, text.document.first_line):
        if code and line.strip().startswith(code) and not line.strip().strip(code[0]):
            code = ""
        elif not code and (fence := _FENCE.match(line)):
            code, opened = fence[1], number
    if code:
        yield Found(Place(opened, 1), "Code must end: all below is taken for code.", f"Write {code} on a line of its own behind it; within a sentence, write one ` on both sides.")
