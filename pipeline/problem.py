"""What is wrong with the content, as data: every stage yields problems, one reporter prints them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """A place in a source file: line and column, both counted from 1 in characters."""

    line: int = 1
    column: int = 1


class Problem(NamedTuple):
    """One thing that must be mended, and how.

    `path` is absolute or relative to the current folder; the reporter shortens it.
    `message` says what must be true, `cure` how to get there; both are whole sentences.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    cure: str
    severity: Severity = "error"

    def as_warning(self) -> Problem:
        """The same problem, no longer stopping the build."""
        return self._replace(severity="warning")


class Refused(Exception):
    """Raised by a stage that can't go on; carries every problem found so far."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.path}:{p.line}:{p.column}: {p.message}" for p in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean “x”? ` for the nearest known word, or nothing."""
    import difflib  # most builds have nothing to guess

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”? " if near else ""
