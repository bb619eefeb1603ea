"""Prints problems: for a terminal with the source's line and a caret, as JSON, or as GitHub's annotations."""

from __future__ import annotations

import heapq
import json
import os
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TextIO

from pipeline.problem import Problem, Refused
from pipeline.voice import hand_out, say

_COLORS = {"error": "\033[1;31m", "warning": "\033[1;33m", "dim": "\033[2m", "bold": "\033[1m", "off": "\033[0m"}

SHOWN_WARNINGS = 10  # by a build: it is no time to read hundreds


class Summary(NamedTuple):
    """What a run did: counts of pages, wall seconds, and how many texts it converted from Markdown."""

    problems: Sequence[Problem]
    pages: int = 0
    rendered: int = 0
    reused: int = 0
    seconds: float = 0.0
    read: int = 0

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Without doubles, by path and place."""
    return sorted(set(problems))


def print_summary(summary: Summary, json: bool, checked_only: bool = False) -> int:
    """Print the problems and one closing line on standard error; with `json`, one JSON document on standard output as well.

    Returns the exit code: 1 with errors, and where the document could not be written.
    """
    print_problems(summary.problems, sys.stderr, warnings=None if checked_only else SHOWN_WARNINGS)
    told = not json or hand_out(as_json(summary))
    if summary.problems:
        say(f"{shown_count(summary.errors, 'error')}, {shown_count(summary.warnings, 'warning')}.")
    if not summary.errors:
        done = "Nothing must be mended:" if checked_only else f"{shown_count(summary.pages, 'page')}: {summary.rendered:,} made, {summary.reused:,} as they were, {shown_count(summary.read, 'text')} read,"
        say(f"{done} in {summary.seconds:.1f} s.")
    elif not checked_only:
        say("Nothing was built; the last good output is as it was.")
    return 1 if summary.errors or not told else 0


def as_json(summary: Summary) -> str:
    """One JSON document, as the contract in docs/commands.md has it."""
    problems = [{"path": shown_path(p.path), "line": p.line, "column": p.column, "rule": p.rule, "severity": p.severity,
                 "message": p.message, "cure": p.cure} for p in in_order(summary.problems)]
    return json.dumps({"problems": problems, "pages": summary.pages, "rendered": summary.rendered, "reused": summary.reused,
                       "seconds": round(summary.seconds, 3)}, ensure_ascii=False, indent=1)


def print_problems(problems: Iterable[Problem], stream: TextIO, warnings: int | None = None) -> None:
    """Every problem with its excerpt, and, in GitHub's CI, each once more as an annotation; of the warnings no more than `warnings`."""
    color = _COLORS if _wants_color(stream) else dict.fromkeys(_COLORS, "")
    _lines.cache_clear()
    problems = set(problems)
    mild = [problem for problem in problems if problem.severity == "warning"]
    shown = mild if warnings is None else heapq.nsmallest(warnings, mild)
    left_out = len(mild) - len(shown)
    ordered = sorted([*(problem for problem in problems if problem.severity == "error"), *shown])
    for problem in ordered:
        where = f"{shown_path(problem.path)}:{problem.line}:{problem.column}"
        sign = "" if problem.severity == "error" else "warning: "
        say(f"{color['bold']}{where}:{color['off']} {color[problem.severity]}{sign}{color['off']}{problem.message} "
            f"{problem.cure} {color['dim']}({problem.rule}){color['off']}", stream=stream)
        for line in _excerpt(problem, colored=bool(color["off"])):
            say(line, stream=stream)
    if left_out:
        say(f"… and {shown_count(left_out, 'more warning')}: the command check shows them all.", stream=stream)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in ordered:
            say(_annotation(problem), stream=stream)


def shown_path(path: str) -> str:
    """The path from the current folder, as an editor would type it."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return path


def _excerpt(problem: Problem, colored: bool) -> list[str]:
    """The source's line, as far as it fits, and a caret below the column."""
    try:
        lines = _lines(problem.path)
        line = lines[problem.line - 1]
    except (Refused, IndexError):
        return []
    start = max(0, problem.column - 60)
    shown = line[start:start + 100].replace("\t", " ")
    number, caret = f"{problem.line:>5} | ", " " * (8 + problem.column - 1 - start) + "^"
    if not colored:
        return [number + shown, caret]
    return [f"{_COLORS['dim']}{number}{_COLORS['off']}{_highlight(shown, Path(problem.path).suffix, lines[:problem.line])}",
            f"{_COLORS[problem.severity]}{caret}{_COLORS['off']}"]


@lru_cache(maxsize=1)  # problems come file by file
def _lines(path: str) -> list[str]:
    from pipeline.read.located import read_text  # most builds have nothing to show

    return read_text(Path(path)).split("\n")


def _highlight(line: str, suffix: str, before: Sequence[str]) -> str:
    """The line in Pygments' colours: front matter as YAML, text as Markdown."""
    from pygments import highlight
    from pygments.formatters import TerminalFormatter
    from pygments.lexers import get_lexer_by_name

    in_front = suffix == ".md" and before[0].rstrip() == "---" and not any(row.rstrip() == "---" for row in before[1:])
    name = "yaml" if in_front else {".md": "markdown", ".yaml": "yaml", ".json": "json", ".py": "python", ".html": "jinja", ".css": "css"}.get(suffix, "text")
    return highlight(line, get_lexer_by_name(name, stripnl=False, ensurenl=False), TerminalFormatter())


def _annotation(problem: Problem) -> str:
    """A workflow command of GitHub Actions, escaped as its toolkit does."""
    text = f"{problem.message} {problem.cure} ({problem.rule})".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = shown_path(problem.path).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace(":", "%3A").replace(",", "%2C")
    return f"::{problem.severity} file={file},line={problem.line},col={problem.column}::{text}"


def shown_count(number: int, noun: str, many: str | None = None) -> str:
    """A count as people read it: “1 error”, “1,200 errors”; `many` is the plural, where it is another than with an s."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def _wants_color(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ
