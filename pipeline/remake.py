"""Makes the pages of texts in which only words have changed, from a memo of all others: Pelican need not run for that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.edition import Edition
from pipeline.memo import Change, Memo, load_memo
from pipeline.problem import Refused
from pipeline.progress import Progress
from pipeline.publish.hosts import host_files
from pipeline.read.library import Entry
from pipeline.render.compose import WITH_ARTICLES
from pipeline.render.compress import compress
from pipeline.render.tasks import article_tasks, page_task
from pipeline.render.templates import Templates
from pipeline.render.tree import OutputTree
from pipeline.report import Summary
from pipeline.store.runs import Record, Runs

_kept: list[object] = []  # the process ends after this: to take apart what was loaded takes as long as to make a page


def remake(runs: Runs, command: Sequence[str], record: Record, today: dt.date, reread: Callable[[], Change | None]) -> Summary | None:
    """The summary of a build that made only the changed texts' pages; None, with nothing done, where more may have changed.

    `reread` waits for what the changed texts are now: until then, all is got ready that does not depend on them.
    """
    memo = load_memo(runs.memo_path(command), record.memo)
    if memo is None:
        return None
    tree = OutputTree(Path(record.output))
    _kept.extend((memo, tree))
    try:
        tree.begin()
        read = reread() if tree.build == record.build else None  # else the output is not what the record says
        made = _print(tree, memo, today, read.entries) if read else None
    except Refused:
        made = None
    finally:
        tree.end()
    if made is None:
        return None
    problems = read.problems + [problem for problem in record.problems if problem.path not in read.paths]
    runs.save(command, replace(record, build=tree.build, summary={**record.summary, "problems": list(map(tuple, problems))}))
    return Summary(problems, record.summary["pages"], made, record.summary["pages"] - made, read=read.converted)


def _print(tree: OutputTree, memo: Memo, today: dt.date, changed: Mapping[str, Entry]) -> int | None:
    """How many files were made; None where that is not all that must be made."""
    if any(entry.slug in WITH_ARTICLES for entry in changed.values()):
        return None
    library = replace(memo.library, entries=tuple(changed.get(entry.source, entry) for entry in memo.library.entries))
    edition = Edition(memo.terms, library, today, Templates(memo.terms.theme / "templates", memo.terms.cache))
    press = edition.press(tree, Progress())
    tasks = [task for entry in changed.values() for task in (article_tasks(edition.composer, entry) if entry.kind == "article" else [page_task(edition.composer, entry)])]
    remade = {task.save_as for task in tasks}
    if not all(press.take_over(save_as) for save_as in tree.fingerprints if save_as not in remade):
        return None
    if edition.print(press, tasks, host_files(edition.composer, lambda: edition.style_digests)):
        return None
    if edition.terms.compress:
        compress(tree, edition.terms.jobs, Progress())
    tree.publish(press.fingerprints)
    return press.rendered
