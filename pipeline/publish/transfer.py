"""Tells how far a transfer is: files, bytes, rate and the time that is left, on standard error."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from typing import TextIO

from pipeline.voice import say

_QUIET, _ON_TERMINAL, _ELSEWHERE = 1.0, 0.2, 10.0  # seconds before the first line, and between lines


class Transfer:
    """Counts what was sent. On a terminal one line is renewed; elsewhere a line is printed every ten seconds. Threads may share it."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self.stream, self.tty = stream, stream.isatty()
        self.files = self.bytes = self._all_files = self._all_bytes = 0
        self._started = time.monotonic()
        self._next, self._shown, self._lock = self._started + _QUIET, False, threading.Lock()

    def expect(self, files: int, size: int) -> None:
        """So many more files, of so many bytes together, are going to be sent."""
        self._all_files += files
        self._all_bytes += size

    def step(self, size: int) -> None:
        """One more file of `size` bytes has arrived."""
        with self._lock:
            self.files += 1
            self.bytes += size
            if (now := time.monotonic()) >= self._next:
                self._next = now + (_ON_TERMINAL if self.tty else _ELSEWHERE)
                self._show(now - self._started)

    def end(self) -> None:
        """Wipe the line."""
        if self._shown and self.tty:
            say("\r\033[K", end="", stream=self.stream)
            self._shown = False

    def line(self, seconds: float) -> str:
        """How far it is after so many seconds, such as “120 of 960 files, 1.2 MB of 9.6 MB, 400.0 kB/s, 21 s left”."""
        rate = self.bytes / seconds
        left = f", {(self._all_bytes - self.bytes) / rate:.0f} s left" if rate else ""
        return f"{self.files:,} of {self._all_files:,} files, {shown_size(self.bytes)} of {shown_size(self._all_bytes)}, {shown_size(rate)}/s{left}"

    def _show(self, seconds: float) -> None:
        line = f"{self.line(seconds)} …"
        if self.tty:  # a line that is wrapped could not be wiped
            line = f"\r\033[K{line[:shutil.get_terminal_size().columns - 1]}"
        say(line, end="" if self.tty else "\n", stream=self.stream)
        self._shown = True


def shown_size(size: float) -> str:
    """A count of bytes as people read it: “1.2 MB”."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:,.1f} {unit}"
    return f"{size:.0f} bytes"
