"""Makes the pages of texts in which only words have changed, from a memo of all others: Pelican need not run for that."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.check.rule import RULES, Occasion
from pipeline.check.rules import check, inspection
from pipeline.edition import Edition
from pipeline.memo import Memo, load_memo
from pipeline.problem import Problem, Refused
from pipeline.progress import Progress
from pipeline.publish.hosts import host_files
from pipeline.read.library import Entry
from pipeline.read.reading import Reading
from pipeline.render.compose import WITH_ARTICLES
from pipeline.render.compress import compress
from pipeline.render.tasks import article_tasks, page_task
from pipeline.render.templates import Templates
from pipeline.render.tree import OutputTree
from pipeline.report import Summary
from pipeline.store.records import Records
from pipeline.store.runs import Record, Runs


def remake(runs: Runs, command: Sequence[str], record: Record, changed: set[str], today: dt.date) -> Summary | None:
    """The summary of a build that made only the changed texts' pages; None, with nothing done, where more may have changed."""
    memo = load_memo(runs.memo_path(command), record.memo)
    read = _read(memo, changed) if memo else None
    if read is None:
        return None
    entries, beside, problems, found, converted = read
    whole = {**beside, **entries}
    library = replace(memo.library, entries=tuple(whole.get(entry.source, entry) for entry in memo.library.entries))
    problems += check(library, Occasion(today, memo.terms.production), memo.severities, found, only=whole.values())
    looked_at = changed | {entry.document.path for entry in beside.values()}
    old = list(map(Problem._make, record.summary["problems"]))
    if any(problem.severity == "error" for problem in problems) or any(problem.path in looked_at and _is_sites(problem) for problem in old):
        return None  # the long way tells it all
    problems += [problem for problem in old if problem.path not in looked_at]
    tree = OutputTree(Path(record.output))
    try:
        made = _print(tree, record, Edition(memo.terms, library, today, Templates(memo.terms.theme / "templates", memo.terms.cache)), entries.values())
    except Refused:
        made = None
    finally:
        tree.end()
    if made is None:
        return None
    runs.save(command, replace(record, build=tree.build, summary={**record.summary, "problems": list(map(tuple, problems))}))
    return Summary(problems, record.summary["pages"], made, record.summary["pages"] - made, read=converted)


def _read(memo: Memo, changed: set[str]) -> tuple[dict[str, Entry], dict[str, Entry], list[Problem], dict[str, list[Problem]], int] | None:
    """The changed texts, those in other languages that rules compare them with, and what was found wrong in reading and by rules for one text."""
    content = memo.library.content
    reading = Reading(content, memo.extra_keys, Records(memo.terms.cache / "store.sqlite3"), Progress(), inspection())
    reading.facts, reading.earlier = memo.library.facts, memo.keys
    entries: dict[str, Entry] = {}
    beside: dict[str, Entry] = {}
    try:
        for path in sorted(changed):
            entry = memo.library.by_source.get(os.path.relpath(path, content))
            document = reading.document(Path(path)) if entry else None
            if document is None or entry.slug in WITH_ARTICLES or entry.is_draft or document.mark != entry.document.mark:
                return None
            entries[entry.source] = replace(entry, document=document)
        for other in [other for entry in entries.values() for other in memo.library.editions(entry).values() if other.source not in entries]:
            document = reading.document(content / other.source)
            if document is None:
                return None
            beside[other.source] = replace(other, document=document)
    finally:
        reading.records.close()
    if not reading.is_lasting:
        return None
    return entries, beside, reading.problems, reading.found, len(reading.converted)


def _is_sites(problem: Problem) -> bool:
    return problem.rule in RULES and RULES[problem.rule].scope == "site"


def _print(tree: OutputTree, record: Record, edition: Edition, entries: Sequence[Entry]) -> int | None:
    """How many files were made; None where the output is not what the record says."""
    tree.begin()
    if tree.build != record.build:
        return None
    press = edition.press(tree, Progress())
    tasks = [task for entry in entries for task in (article_tasks(edition.composer, entry) if entry.kind == "article" else [page_task(edition.composer, entry)])]
    remade = {task.save_as for task in tasks}
    if not all(press.take_over(save_as) for save_as in tree.fingerprints if save_as not in remade):
        return None
    if edition.print(press, tasks, host_files(edition.composer, lambda: edition.style_digests)):
        return None
    if edition.terms.compress:
        compress(tree, edition.terms.jobs, Progress())
    tree.publish(press.fingerprints)
    return press.rendered
