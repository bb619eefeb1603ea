"""Tells how far a long run is: nothing in the first second, then a line that is renewed, on standard error."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from pipeline.voice import say

_QUIET, _INTERVAL = 1.0, 0.2  # seconds


class Progress:
    """Counts steps of named kinds. On a terminal the line is renewed in place; elsewhere one line is printed every ten seconds."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self.stream, self.tty = stream, stream.isatty()
        self.counts: dict[str, int] = {}
        self._next = time.monotonic() + _QUIET
        self._shown = False

    def step(self, kind: str) -> None:
        """One more page was read, checked or rendered."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        now = time.monotonic()
        if now >= self._next:
            self._next = now + (_INTERVAL if self.tty else 10)
            self._show()

    def end(self) -> None:
        """Wipe the line."""
        if self._shown and self.tty:
            say("\r\033[K", end="", stream=self.stream)
            self._shown = False

    def _show(self) -> None:
        line = ", ".join(f"{count:,} {kind}" for kind, count in self.counts.items())
        say(f"\r\033[K{line} …" if self.tty else f"{line} …", end="" if self.tty else "\n", stream=self.stream)
        self._shown = True
