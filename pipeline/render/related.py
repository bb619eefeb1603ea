"""Related articles: those that share most tags, then the topic, then those nearest in time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from pipeline.read.library import Entry

SHOWN = 3
_REACH = 4  # neighbours looked at on each side, in each list: the work stays the same however many articles there are


class Related:
    """Lists of articles by tag and topic, each in order of date, so that near ones are found without a search."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lists: dict[tuple[str, str, str], list[tuple[dt.date, str, Entry]]] = defaultdict(list)
        self._found: dict[str, list[Entry]] = {}
        for row in sorted((entry.document.meta.date, entry.source, entry) for entry in entries):  # no two have one source
            for key in _keys(row[2]):
                self._lists[key].append(row)

    def to(self, entry: Entry) -> list[Entry]:
        """Up to three other articles in the same language, the nearest kin first."""
        if (known := self._found.get(entry.source)) is not None:
            return known
        shared: dict[str, int] = defaultdict(int)
        found: dict[str, Entry] = {}
        day = entry.document.meta.date
        for key in _keys(entry):
            rows = self._lists[key]
            place = bisect_left(rows, (day, entry.source))
            if rows[place:place + 1] != [(day, entry.source, entry)]:  # it is hidden: who comes to it is led no further
                continue
            for _, source, other in rows[max(0, place - _REACH):place + _REACH + 1]:
                if source != entry.source:
                    found[source] = other
                    shared[source] += 2 if key[0] == "tag" else 1
        nearest = sorted(found.values(), key=lambda other: (-shared[other.source], abs(other.document.meta.date - day), other.source))[:SHOWN]
        self._found[entry.source] = nearest
        return nearest


def _keys(entry: Entry) -> list[tuple[str, str, str]]:
    meta = entry.document.meta
    return [("topic", entry.lang, meta.topic), *(("tag", entry.lang, tag.casefold()) for tag in dict.fromkeys(meta.tags))]
