"""Related articles: those that share most tags, then the topic, then those nearest in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.read.library import Entry

SHOWN = 3
_REACH = 4  # neighbours looked at on each side, in each list: the work stays the same however many articles there are


class Related:
    """Lists of articles by tag and topic, each in order of date, so that near ones are found without a search."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lists: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
        self._found: dict[str, list[Entry]] = {}
        self._places: dict[tuple[tuple[str, str, str], str], int] = {}
        for entry in sorted(entries, key=lambda entry: (entry.document.meta.date, entry.source)):
            for key in _keys(entry):
                self._places[key, entry.source] = len(self._lists[key])
                self._lists[key].append(entry)

    def to(self, entry: Entry) -> list[Entry]:
        """Up to three other articles in the same language, the nearest kin first."""
        if (known := self._found.get(entry.source)) is not None:
            return known
        shared: dict[str, int] = defaultdict(int)
        found: dict[str, Entry] = {}
        for key in _keys(entry):
            place = self._places.get((key, entry.source))
            if place is None:
                continue
            for other in self._lists[key][max(0, place - _REACH):place + _REACH + 1]:
                if other.source != entry.source:
                    found[other.source] = other
                    shared[other.source] += 2 if key[0] == "tag" else 1
        day = entry.document.meta.date
        nearest = sorted(found.values(), key=lambda other: (-shared[other.source], abs(other.document.meta.date - day), other.source))[:SHOWN]
        self._found[entry.source] = nearest
        return nearest


def _keys(entry: Entry) -> list[tuple[str, str, str]]:
    meta = entry.document.meta
    return [("topic", entry.lang, meta.topic), *(("tag", entry.lang, tag.casefold()) for tag in dict.fromkeys(meta.tags))]
