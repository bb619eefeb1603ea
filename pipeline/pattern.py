"""A regular expression that is compiled when it is first used: to compile all of them takes longer than to make a page, and most texts need few."""

from __future__ import annotations

import re
from typing import Any


class Pattern:
    """Like what `re.compile` returns. Raises re.error at its first use where the expression is none."""

    def __init__(self, expression: str, flags: int = 0) -> None:
        self._expression, self._wanted = expression, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._expression, self._wanted)
        for each in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split", "pattern", "groups"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
