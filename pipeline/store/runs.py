"""What the last build of each command line saw and said: where nothing has changed since, the next one can say the same at once.

Uses the standard library alone, and little of it: every build waits for this.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.problem import Problem
from pipeline.store.sealed import dump, load
from pipeline.store.snapshot import Stamp

_SUFFIX = ".run"
_KEEP = 50  # command lines
_LEFT = 3600  # seconds after which a half-written file is nobody's


@dataclass
class Record:
    """One build: the folders and files that it was made from, their stamps when it began, its day, and what came of it.

    `span` is when the day began and ends where the clinic is, in seconds since the epoch, or None where the command line gave the day.
    `jobs` is how many processes it allowed, or None for one a core. `build` names the state of the output, `memo` the build whose memo
    tells of all texts, `code` the version of what made it; `summary` is what was reported.
    """

    roots: list[str]
    stamps: dict[str, Stamp]
    today: str
    span: tuple[float, float] | None
    output: str
    jobs: int | None
    build: str
    memo: str
    code: str
    summary: dict

    @property
    def problems(self) -> list[Problem]:
        """The problems that were reported."""
        return list(map(Problem._make, self.summary["problems"]))


class Runs:
    """The records under one folder, a file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, command: Sequence[str]) -> Record | None:
        """The record of this command line, given in the current folder."""
        try:
            return Record(**load(self._path(command).read_bytes()))
        except (OSError, ValueError, EOFError, TypeError):
            return None

    def memo_path(self, command: Sequence[str]) -> Path:
        """Where the memo of this command line belongs."""
        return self._path(command).with_suffix(".memo")

    def save(self, command: Sequence[str], record: Record) -> None:
        """Keep a record. Those of the command lines not given for longest go when a new one comes. Never fails a build."""
        path = self._path(command)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            is_new, part = not path.exists(), path.with_suffix(f".{os.getpid()}")
            part.write_bytes(dump(vars(record)))
            os.replace(part, path)
            if is_new:
                self._tidy()

    def _tidy(self) -> None:
        for old in sorted(self.folder.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True)[_KEEP:]:
            old.unlink()
            old.with_suffix(".memo").unlink(missing_ok=True)
        for left in self.folder.glob("*.*"):  # by builds that were killed
            if left.suffix not in {_SUFFIX, ".memo"} and left.stat().st_mtime < time.time() - _LEFT:
                left.unlink()

    def _path(self, command: Sequence[str]) -> Path:
        name = hashlib.sha256(repr([os.getcwd(), *command]).encode()).hexdigest()[:32]
        return self.folder / f"{name}{_SUFFIX}"


def is_same_day(record: Record) -> bool:
    """Whether the build would be for the same day now."""
    return record.span is None or record.span[0] <= time.time() < record.span[1]


def span_of(day: dt.date, zone: str) -> tuple[float, float]:
    """When a day begins and ends in a time zone, in seconds since the epoch."""
    from zoneinfo import ZoneInfo  # takes a while to load, and few builds need it

    begins, ends = (dt.datetime.combine(one, dt.time(), ZoneInfo(zone)) for one in (day, day + dt.timedelta(days=1)))
    return begins.timestamp(), ends.timestamp()
