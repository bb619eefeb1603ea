"""Reads and checks the texts in which only words have changed, from a memo of all others."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

from pipeline.check.rule import RULES, Occasion
from pipeline.check.rules import check, inspection
from pipeline.memo import Change, Memo, load_memo
from pipeline.problem import Problem
from pipeline.progress import Progress
from pipeline.read.library import Entry
from pipeline.read.reading import Reading
from pipeline.store.records import Records
from pipeline.store.runs import Record


def reread(memo_path: Path, record: Record, changed: set[str], today: dt.date) -> Change | None:
    """What the changed texts are now; None where more than words may have changed, or something must be mended."""
    memo = load_memo(memo_path, record.memo)
    if memo is None:
        return None
    reading = Reading(memo.library.content, memo.extra_keys, Records(memo.terms.cache / "store.sqlite3"), Progress(), inspection())
    reading.facts, reading.earlier = memo.library.facts, memo.keys
    try:
        entries = _read_changed(memo, reading, changed)
        beside = _read_beside(memo, reading, entries) if entries else None
    finally:
        reading.records.close()
    if beside is None or not reading.is_lasting:
        return None
    whole = {**beside, **entries}
    library = replace(memo.library, entries=tuple(whole.get(entry.source, entry) for entry in memo.library.entries))
    problems = reading.problems + check(library, Occasion(today, memo.terms.production), memo.severities, reading.found, only=whole.values())
    paths = changed | {entry.document.path for entry in beside.values()}
    if any(problem.severity == "error" for problem in problems) or any(_is_sites(problem) for problem in record.problems if problem.path in paths):
        return None  # the long way tells it all
    return Change(entries, paths, problems, len(reading.converted))


def _read_changed(memo: Memo, reading: Reading, changed: set[str]) -> dict[str, Entry] | None:
    entries = {}
    for path in sorted(changed):
        entry = memo.library.by_source.get(os.path.relpath(path, memo.library.content))
        document = reading.document(Path(path)) if entry else None
        if document is None or entry.is_draft or document.mark != entry.document.mark:
            return None
        entries[entry.source] = replace(entry, document=document)
    return entries


def _read_beside(memo: Memo, reading: Reading, entries: dict[str, Entry]) -> dict[str, Entry] | None:
    """The texts in other languages that rules compare the changed ones with."""
    beside = {}
    for other in [other for entry in entries.values() for other in memo.library.editions(entry).values() if other.source not in entries]:
        document = reading.document(memo.library.content / other.source)
        if document is None:
            return None
        beside[other.source] = replace(other, document=document)
    return beside


def _is_sites(problem: Problem) -> bool:
    return problem.rule in RULES and RULES[problem.rule].scope == "site"
