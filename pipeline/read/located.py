"""What is loaded, with its places, and the text of a file: all that must be known of YAML once it has been parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pipeline.problem import Place, Problem, Refused

# Control signs but for the tab, our own marks, halves of a sign, and signs that nobody sees but that turn or split words.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\ue003\ud800-\udfff]")


class Values(SimpleNamespace):
    """Values that have been validated, by name, without what validated them: pydantic takes longer to load than a text to read."""


@dataclass(frozen=True)
class Located:
    """Loaded data and where each part of it stands.

    `places` maps a path of keys and indexes, such as `("phones", 0, "number")`, to the value's line and column; `keys` to the
    key's. They are plain pairs: every text brings twenty, which the store keeps, and few are ever asked for.
    """

    path: str
    data: Any
    places: dict[tuple, tuple[int, int]] = field(default_factory=dict)
    keys: dict[tuple, tuple[int, int]] = field(default_factory=dict)

    def value(self, path: Iterable[str | int]) -> Any:
        """The value at `path`."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def place(self, *path: str | int) -> Place:
        """The place of the value at `path`, else of the nearest part around it."""
        return self._nearest(self.places, path)

    def key_place(self, *path: str | int) -> Place:
        """The place of the key at `path`, else of the nearest part around it."""
        return Place(*self.keys[path]) if path in self.keys else self.place(*path)

    @staticmethod
    def _nearest(places: dict[tuple, tuple[int, int]], path: tuple) -> Place:
        while path and path not in places:
            path = path[:-1]
        return Place(*places.get(path, ()))


def read_text(path: Path) -> str:
    """The file's text with LF line ends and no byte-order mark. Raises Refused where it is not UTF-8."""
    try:
        return decode(path, path.read_bytes())
    except OSError as error:
        raise Refused([unreadable(path, error)]) from None


def unreadable(path: Path, error: OSError) -> Problem:
    """The problem that a file which can't be read is."""
    reason = (error.strerror or str(error)).lower()
    return Problem(str(path), 1, 1, "file", f"The file must be readable: {reason}.", "Put the file there, or let it be read.")


def decode(path: Path, raw: bytes) -> str:
    """The text of a file's bytes, as `read_text` gives it. Raises Refused where they are not UTF-8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"The file must be UTF-8 text; byte {raw[error.start]:#04x} is not."
        raise Refused([Problem(str(path), line, column, "encoding", message, "Save it again as UTF-8.")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def strings(data: Any, at: tuple = ()) -> Iterator[tuple[tuple, str]]:
    """Every text among loaded values, in the order of the file, with its path."""
    if isinstance(data, str):
        yield at, data
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from strings(value, (*at, key))
