"""Answers a build in which little or nothing has changed, and a check of single texts, before invoke, Pelican, and most of us, is loaded.

Nothing changed: the output is what it was, and so is all there is to say. Only words inside texts changed: those pages are made
anew by the same rules, composer and press, and all other files are taken over; every other page is the same by construction.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
import time
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.render.tree import OutputTree
from pipeline.report import Summary, print_summary
from pipeline.store.keys import code_version
from pipeline.store.runs import Record, Runs, is_same_day, span_of
from pipeline.store.snapshot import Stamp, differences, take

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
_BUILD = ({"--json", "--production"}, {"--content", "--output", "--site-url", "--today", "--jobs"})  # the flags that stand alone, and those with a value
_CHECK = ({"--json"}, {"--path", "--content", "--today"})
MOST = 50  # changed texts; with more, reading the memo brings nothing


def command_line() -> tuple[str, ...] | None:
    """The command that runs, as it was given; None where our functions are called by other code."""
    return tuple(sys.argv[1:]) if Path(sys.argv[0]).name in {"tasks.py", "invoke", "inv"} else None


@cache
def answer(command: tuple[str, ...]) -> int | None:
    """The exit code, with the summary printed, where a short way leads to what the long one would; else None.

    Asked again in the same process, it says the same without another look. A command line that names another task, too, is left to invoke.
    """
    if command[:1] == ("check",):
        return _check(command[1:])
    if command[:1] != ("build",) or _pairs(command[1:], *_BUILD) is None:
        return None
    started = time.perf_counter()
    gc.disable()  # what is loaded for an answer is loaded once, and then the process ends
    try:
        summary = _find(Runs(CACHE / "runs"), command)
    except Exception:  # noqa: BLE001 what an earlier build left is not as it was written, or else the long way will meet it again, and tell
        summary = None
    finally:
        gc.enable()
    if summary is None:
        return None
    return print_summary(summary._replace(seconds=time.perf_counter() - started), json="--json" in command)


def _check(words: Sequence[str]) -> int | None:
    flags = read_flags(words)
    if not flags or not flags["paths"]:
        return None
    return check_texts(**flags)


def check_texts(paths: Sequence[str], content: str | None = None, today: str | None = None, json: bool = False) -> int | None:
    """The exit code of a check of single texts, with the summary printed; None where it would not tell all."""
    started = time.perf_counter()
    if today is not None and not is_day(today):
        return None  # the long way says so
    from pipeline.check.single import check_texts as find

    day = dt.date.fromisoformat(today) if today else None
    try:
        problems = find([Path(path).resolve() for path in paths], Path(content or ROOT / "content").resolve(), ROOT, day)
    except Exception:  # noqa: BLE001 the long way will meet it again, and tell
        return None
    if problems is None:
        return None
    return print_summary(Summary(problems, seconds=time.perf_counter() - started), json, checked_only=True)


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar, as year-month-day, with a year and more of the calendar behind it."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text < "9998"
    except ValueError:
        return False


def read_flags(words: Sequence[str]) -> dict[str, Any] | None:
    """The flags of a plainly written check; None where it takes invoke to understand or to refuse them."""
    pairs = _pairs(words, *_CHECK)
    if pairs is None:
        return None
    last = dict(pairs)
    return {"paths": [value for name, value in pairs if name == "--path"], "content": last.get("--content"), "today": last.get("--today"), "json": "--json" in last}


def _pairs(words: Sequence[str], alone: Container[str], valued: Container[str]) -> list[tuple[str, str]] | None:
    """Each flag with its value; None where a word is neither, or a flag other than `--path` is there twice."""
    pairs: list[tuple[str, str]] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in valued:
            value = value if equals else next(rest, "")
            if not value or value.startswith("-"):
                return None
        elif word not in alone:
            return None
        if name != "--path" and name in dict(pairs):
            return None
        pairs.append((name, value))
    return pairs


def _find(runs: Runs, command: Sequence[str]) -> Summary | None:
    record = runs.load(command)
    if record is None or record.code != code_version() or not is_same_day(record):
        return None
    stamps = take(record.roots, record.stamps)
    if changed := differences(stamps, record.stamps):
        return _remake(runs, command, record, stamps, changed)
    summary = _unchanged(record)
    if summary and stamps != record.stamps:  # some were read again, and need not be the next time
        runs.save(command, replace(record, stamps=stamps))
    return summary


def _unchanged(record: Record) -> Summary | None:
    if not OutputTree(Path(record.output)).is_of(record.build):
        return None
    return Summary(record.problems, record.summary["pages"], 0, record.summary["pages"])


def _remake(runs: Runs, command: Sequence[str], record: Record, stamps: dict[str, Stamp], changed: set[str]) -> Summary | None:
    """Make the changed texts' pages, if nothing but their words changed and nothing about them must be mended."""
    if len(changed) > MOST or not all(path.endswith(".md") and path in record.stamps and path in stamps for path in changed):
        return None
    from pipeline.parallel import aside

    record, today = replace(record, stamps=stamps), dt.date.fromisoformat(record.today)
    with aside(lambda: _reread(runs.memo_path(command), record, changed, today), record.jobs) as reread:
        from pipeline.remake import remake  # takes as long to load as what is done aside

        return remake(runs, command, record, today, reread)


def _reread(memo_path: Path, record: Record, changed: set[str], today: dt.date) -> Any:
    from pipeline.reread import reread

    return reread(memo_path, record, changed, today)


class Look:
    """A look at all that a build is made from, taken before it begins, to be remembered when it has ended well."""

    def __init__(self, command: Sequence[str], settings: dict) -> None:
        self.command, self.runs = command, Runs(CACHE / "runs")
        self.given = settings["BUILD_DATE"] is not None
        self.jobs = settings["JOBS"]
        self.output = settings["OUTPUT_PATH"]  # as it is now: while Pelican runs, it names the next tree
        self.roots = [settings["PATH"], settings["THEME"], str(ROOT / "pelicanconf.py"), str(ROOT / "publishconf.py"), str(ROOT / "pyproject.toml")]
        known = self.runs.load(command)
        try:
            self.stamps = take(self.roots, known.stamps if known else {})
        except (AttributeError, LookupError, TypeError):  # the record is not as it was written
            self.stamps = take(self.roots, {})

    def remember(self, today: str, zone: str, build: str, summary: Summary, save_memo: Callable[[Path, str], None]) -> None:
        """Keep what the build came to, its memo first: no record may lead to another's. `build` is the name that the output's tree gave it."""
        save_memo(self.runs.memo_path(self.command), build)
        rows = list(map(tuple, summary.problems))
        self.runs.save(self.command, Record(
            roots=self.roots, stamps=self.stamps, today=today, span=None if self.given else span_of(dt.date.fromisoformat(today), zone), output=self.output,
            jobs=self.jobs, build=build, memo=build, code=code_version(), summary={"problems": rows, "pages": summary.pages}))
