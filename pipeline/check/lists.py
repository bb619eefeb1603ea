"""Lists: what belongs to a point is set in far enough for Python-Markdown to take it for such, and numbers are shown as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.blocks import is_list
from pipeline.check.rule import Found, rule
from pipeline.check.text import Text
from pipeline.read.prose import Passage

STEP = 4  # spaces by which Python-Markdown knows what belongs to a point
_LEAST = 2  # spaces from which on other programs do, and so an editor means it
_START = re.compile(r"((?: {0,3}>[ \t]?)*)([ \t]*)(?:(?:[-*+]|(\d{1,9})\.)([ \t]+|$))?")


@dataclass
class _Point:
    """A point that others may still belong to, `count` in its list; `even` while all have had the first's number, which means: count for me.

    `floor` is in how many lists the lines begin that it stands in without an empty one above.
    """

    indent: int
    first: int | None
    floor: int
    count: int = 1
    even: bool = True

    @property
    def shown(self) -> int:
        """How many lists it is shown within."""
        return self.indent // STEP

    @property
    def is_numbered(self) -> bool:
        return self.first is not None


@rule("list-shape")
def check_lists(text: Text) -> Iterator[Found]:
    """A list must be shown as it is written: what belongs to a point is set in by four spaces, and numbers follow each other."""
    points: list[_Point] = []  # each belongs to the one before it
    quotes, last = 0, 0
    for index, passage in enumerate(text.passages):
        if not points and passage.kind != "item":
            continue
        start = _START.match(passage.raw)
        level = start[1].count(">")
        if points and last + 1 < passage.line:
            _close_between(text, points, last, passage.line)
        if level != quotes or passage.kind == "fence":
            points.clear()
        direct = bool(points) and last + 1 == passage.line and bool(text.passages[index - 1].raw.rpartition("\n")[2].strip(" \t>"))
        quotes, last = level, passage.last_line
        yield from _look_at(text, index, start, points, direct)


def _look_at(text: Text, index: int, start: re.Match, points: list[_Point], direct: bool) -> Iterator[Found]:
    """What is wrong with a passage below or beside the points; it becomes the last of them if it is one. It begins with `start`; `direct` tells that no line parts it from them."""
    passage = text.passages[index]
    quote, spaces, number, is_point = start.groups()
    indent = len(spaces.expandtabs(STEP))
    floor = points[-1].floor if direct else indent // STEP
    beside = _close(points, indent)
    meant, shown = len(points), indent // STEP
    if is_point is None:
        if shown < meant and passage.kind != "heading" and not passage.kind == text.passages[index - 1].kind == "row":
            yield Found(passage.place(len(quote + spaces)), "What belongs to a point of a list must be set in by four spaces; here it would break the list apart.",
                        f"Set it in by {STEP * meant} spaces, or by none if it does not belong to the point.")
    elif points or beside or not shown:  # else it is code
        point = _Point(indent, int(number) if number else None, floor)
        if direct and (beside or points[-1]).is_numbered != point.is_numbered and (shown == meant if beside else number not in {None, "1"}) and not is_list(text, text.passages[index - 1], index):
            points += [beside] if beside else []  # words that go on in a new line, which begins like a point
        else:
            yield from _judge(passage, point, beside, meant, direct)
            points.append(point)


def _close_between(text: Text, points: list[_Point], last: int, line: int) -> None:
    """Close the points that are ended by what stands between two passages and is none, such as code."""
    for between in text.lines[last + 1 - text.document.first_line:line - text.document.first_line]:
        if between.strip():
            wide = between.expandtabs(STEP)
            _close(points, len(wide) - len(wide.lstrip()))


def _close(points: list[_Point], indent: int) -> _Point | None:
    """Close the points that what is set in so far does not belong to; return the one that it stands beside, if any."""
    beside = None
    while points and indent < points[-1].indent + _LEAST:
        beside = points.pop()
    return beside


def _judge(passage: Passage, point: _Point, beside: _Point | None, meant: int, direct: bool) -> Iterator[Found]:
    """What is wrong with a point that is meant to stand in as many lists, beside the point above it in its own. Of a list, the first is named."""
    place = passage.place(len(passage.raw) - len(passage.raw.lstrip(" \t>")))
    if point.shown != meant:
        if beside is None or beside.shown != point.shown:
            yield Found(place, "A list within a list must be set in by four spaces, for each list that it stands in; this point would be shown elsewhere.",
                        f"Set it in by {STEP * meant} spaces, and so every point of its list." if meant else "Delete the spaces in front of it.")
    elif beside and direct and beside.is_numbered != point.is_numbered:
        yield Found(place, "A list of another kind must stand apart: these lines would run into the point above.", f"Leave an empty line above it, or set it in by {STEP * (meant + 1)} spaces if it belongs to the point.")
    elif point.shown < point.floor:
        point.floor = point.shown
        yield Found(place, "A point that ends a list within another must stand apart where an empty line is above that list: it would be shown within it.", "Leave an empty line above it.")
    elif beside and beside.is_numbered and point.is_numbered:
        expected = beside.first + beside.count
        even = beside.even and point.first == beside.first
        if even or point.first == expected:
            point.first, point.count, point.even = beside.first, beside.count + 1, even
        else:
            yield Found(place, f"“{point.first}.” would be shown as {expected}, since the list above goes on.", f"Write “{expected}.”, or a heading or words between two lists.")
