"""Tells how far a long run is: nothing in the first second, then a line that is renewed, on standard error."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from pipeline.voice import say

_QUIET, _INTERVAL, _ELSEWHERE = 1.0, 0.2, 10.0  # seconds before the first line, between two on a terminal, and in a file or pipe

_SURE = 0.05  # of a stage's steps; before, results have come in batches too few to tell how long the rest takes


class Progress:
    """Counts steps of named kinds. On a terminal the line is renewed in place; elsewhere one line is printed every ten seconds."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.tty = self.stream.isatty()
        self.counts: dict[str, int] = {}
        self._stage, self._total, self._begun = "", 0, time.monotonic()
        self._next = self._begun + _QUIET
        self._shown = False

    def begin(self, kind: str, total: int) -> None:
        """So many steps of a kind follow."""
        self._stage, self._total, self._begun = kind, total, time.monotonic()

    def step(self, kind: str, count: int = 1) -> None:
        """Some pages more were read, checked, rendered or reused."""
        self.counts[kind] = self.counts.get(kind, 0) + count
        now = time.monotonic()
        if now >= self._next:
            self._next = now + (_INTERVAL if self.tty else _ELSEWHERE)
            self._show(now)

    def end(self) -> None:
        """Wipe the line."""
        if self._shown and self.tty:
            say("\r\033[K", end="", stream=self.stream)
            self._shown = False

    def line(self, now: float) -> str:
        """How far the run is at a time of `time.monotonic`, such as “900 read, 900 checked, 120 of 960 rendered; about 4 s left”."""
        counts = [f"{count:,}{f' of {self._total:,}' if kind == self._stage and count < self._total else ''} {kind}" for kind, count in self.counts.items() if count]
        done, left = self.counts.get(self._stage, 0), ""
        if self._total * _SURE <= done < self._total:
            left = f"; about {(now - self._begun) / done * (self._total - done):.0f} s of this left"
        return ", ".join(counts) + left

    def _show(self, now: float) -> None:
        line = f"{self.line(now)} …"
        if self.tty:  # a line that is wrapped could not be wiped
            from shutil import get_terminal_size

            line = f"\r\033[K{line[:get_terminal_size().columns - 1]}"
        say(line, end="" if self.tty else "\n", stream=self.stream)
        self._shown = True
