"""Prints problems: for a terminal with the source's line and a caret, as JSON, or as GitHub's annotations."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pipeline.problem import Problem

_COLORS = {"error": "\033[1;31m", "warning": "\033[1;33m", "dim": "\033[2m", "bold": "\033[1m", "off": "\033[0m"}


@dataclass(frozen=True)
class Summary:
    """What a run did: counts of pages, and wall seconds."""

    problems: Sequence[Problem]
    pages: int = 0
    rendered: int = 0
    reused: int = 0
    seconds: float = 0.0

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Without doubles, errors of a file before its warnings only by their place."""
    return sorted(set(problems), key=lambda problem: (problem.path, problem.line, problem.column, problem.rule, problem.message))


def as_json(summary: Summary) -> str:
    """One JSON document, as the contract in docs/commands.md has it."""
    problems = [{"path": shown_path(p.path), "line": p.line, "column": p.column, "rule": p.rule, "severity": p.severity,
                 "message": p.message, "cure": p.cure} for p in in_order(summary.problems)]
    return json.dumps({"problems": problems, "pages": summary.pages, "rendered": summary.rendered, "reused": summary.reused,
                       "seconds": round(summary.seconds, 3)}, ensure_ascii=False, indent=1)


def print_problems(problems: Iterable[Problem], stream: TextIO) -> None:
    """Every problem with its excerpt, then, in GitHub's CI, each once more as an annotation."""
    color = _COLORS if _wants_color(stream) else dict.fromkeys(_COLORS, "")
    ordered = in_order(problems)
    for problem in ordered:
        where = f"{shown_path(problem.path)}:{problem.line}:{problem.column}"
        sign = "" if problem.severity == "error" else "warning: "
        print(f"{color['bold']}{where}:{color['off']} {color[problem.severity]}{sign}{color['off']}{problem.message} "
              f"{problem.cure} {color['dim']}({problem.rule}){color['off']}", file=stream)
        for line in _excerpt(problem):
            print(f"{color['dim']}{line}{color['off']}", file=stream)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in ordered:
            print(_annotation(problem), file=stream)


def shown_path(path: str) -> str:
    """The path from the current folder, as an editor would type it."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return path


def _excerpt(problem: Problem) -> list[str]:
    try:
        line = Path(problem.path).read_text(encoding="utf-8-sig").splitlines()[problem.line - 1]
    except (OSError, UnicodeDecodeError, IndexError):
        return []
    start = max(0, problem.column - 60)
    shown = line[start:start + 100].replace("\t", " ")
    number = f"{problem.line:>5} | "
    return [number + shown, " " * (len(number) + problem.column - 1 - start) + "^"]


def _annotation(problem: Problem) -> str:
    text = f"{problem.message} {problem.cure} ({problem.rule})".replace("%", "%25").replace("\n", "%0A")
    return f"::{problem.severity} file={shown_path(problem.path)},line={problem.line},col={problem.column}::{text}"


def _wants_color(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ
