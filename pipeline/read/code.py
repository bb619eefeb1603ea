"""Code between fences: which lines of a text readers are shown as code, told exactly as Python-Markdown tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LIKE_A_FENCE = re.compile(r"(`{3,}|~{3,})")
_START = re.compile(r"""(?:`{3,}|~{3,})[ \t]*(?:\{.*\}|(?:\.?[\w#.+-]*[ \t]*)(?:hl_lines=(?P<quote>["']).*?(?P=quote)[ \t]*)?)""")


class Code(NamedTuple):
    """One block of code: its fence, and the indexes of its lines. What is wrong with it: it has no right start or no end, or a line in it looks like one."""

    fence: str
    first: int
    last: int
    starts: bool
    ends: bool
    no_ends: tuple[int, ...]


def find_code(lines: Sequence[str]) -> Iterator[Code]:
    """All code between fences; where an end is missing, all below is taken for code."""
    at = 0
    while at < len(lines):
        if fence := _LIKE_A_FENCE.match(lines[at]):
            code = _find_end(lines, at, fence[1])
            yield code
            at = code.last
        at += 1


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of the lines that are code, fences included."""
    return frozenset(at for code in find_code(lines) for at in range(code.first, code.last + 1))


def _find_end(lines: Sequence[str], first: int, fence: str) -> Code:
    """An end is the same fence, at the start of a line and alone on it: a longer or an indented one is none."""
    starts, no_ends = bool(_START.fullmatch(lines[first])), []
    for at in range(first + 1, len(lines)):
        words = lines[at].strip()
        if lines[at].rstrip(" \t") == fence:
            return Code(fence, first, at, starts, True, tuple(no_ends))
        if words.startswith(fence) and not words.strip(fence[0]):
            no_ends.append(at)
    return Code(fence, first, len(lines) - 1, starts, False, tuple(no_ends))
