"""Tables: every row has a cell for each head, since a page shows no more of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.folded import BLANK

_NO_BAR = re.compile(r"\\.|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")  # what a bar may stand in without parting cells: an escape, or code
_BEFORE = " \t>"  # what may stand before a row: it is set in, or quoted


class _Cell(NamedTuple):
    offset: int
    words: str


@rule("table-cells")
def check_cells(text: Text) -> Iterator[Found]:
    """Every row of a table must have as many cells as the table has heads."""
    heads, framed, last = 0, False, 0  # of the table that goes on up to line `last`
    for row in text.passages:
        if row.kind != "row":
            if heads and row.kind != "fence" and row.line == last + 1:
                yield Found(row.place(0), "A table must end with an empty line: these words would be a row of it.", "Leave an empty line below the table.")
            heads = 0
            continue
        if _is_rule(text, row.line):
            continue  # in a quotation, it is a passage as well
        if _is_rule(text, row.line + 1):
            framed = "|" in (row.raw.strip(_BEFORE)[0], row.raw.rstrip()[-1])
            heads, last = len(_cells(row.raw, framed)), row.line + 1
            if len(_cells(_line(text, last), framed)) != heads:
                yield Found(Place(last, 1), "The line below a table's heads must have as many cells as there are heads; else all would be shown as it is typed.",
                            f"Write {'| --- ' * heads}| instead.")
                heads = 0
        elif heads and row.line == last + 1:
            cells, last = _cells(row.raw, framed), row.line
            if more := [cell for cell in cells[heads:] if cell.words.strip()]:
                yield Found(row.place(more[0].offset), f"A row must have as many cells as its table has heads, {heads}: “{more[0].words.strip()}” would be left out.",
                            "Add a head for it, or put it into another cell. Write \\| for a bar that parts no cells.")
            elif len(cells) < heads:
                yield Found(row.place(0), f"A row should have as many cells as its table has heads, {heads}; this one has {len(cells)}.", "Write a bar for each cell that is empty, at its place.", severity="warning")
        else:
            heads = 0


def _line(text: Text, line: int) -> str:
    return "".join(text.lines[line - text.document.first_line:][:1])


def _is_rule(text: Text, line: int) -> bool:
    """Whether the line is the one between a table's heads and its rows, also in a quotation."""
    signs = set(_line(text, line).strip(_BEFORE))
    return "-" in signs and signs <= set("|:- \t")


def _cells(line: str, framed: bool) -> list[_Cell]:
    """The cells of a line as Python-Markdown parts them; the bars around a line part none where the heads are `framed` by such."""
    plain = _NO_BAR.sub(lambda found: BLANK * len(found[0]), line) if "`" in line or "\\" in line else line
    start, end = len(line) - len(line.lstrip(_BEFORE)), len(plain.rstrip())
    if framed:
        start += plain.startswith("|", start)
        end -= plain.endswith("|", start, end)
    cells = []
    for part in plain[start:end].split("|"):
        cells.append(_Cell(start, line[start:start + len(part)]))
        start += len(part) + 1
    return cells
