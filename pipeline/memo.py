"""What a build remembers of its texts, so that the next one can make a page anew without reading all others."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import NamedTuple

from pipeline.problem import Problem, Severity
from pipeline.read.body import Body
from pipeline.read.document import Document
from pipeline.read.library import Entry, Library
from pipeline.read.light import WORDS
from pipeline.read.located import Located
from pipeline.store.sealed import seal, unseal
from pipeline.terms import Terms

_KNOWN = {field.name for field in fields(Document)} - {"body", *WORDS}
_NO_BODY, _NOWHERE = Body(""), Located("", None)  # shared, so that they are kept once


@dataclass(frozen=True)
class Memo:
    """The name and the terms of the build, and its library without the words of its texts; the mark of each tells what other pages know of it."""

    build: str
    terms: Terms
    library: Library
    severities: Mapping[str, Severity]
    extra_keys: tuple[str, ...]
    keys: Mapping[str, bytes]  # by path, under which the store has the whole document

    def save(self, path: Path) -> None:
        """Keep the memo. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(seal(pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL)))
        part.replace(path)


class Change(NamedTuple):
    """What has changed beside a memo: the texts by their sources, all problems of the files at `paths`, and how many texts were converted from Markdown."""

    entries: Mapping[str, Entry]
    paths: set[str]
    problems: list[Problem]
    converted: int


def load_memo(path: Path, build: str) -> Memo | None:
    """The memo of this build at `path`, or None where there is none that can be read."""
    try:
        memo = pickle.loads(unseal(path.read_bytes()))  # noqa: S301 our own file
    except Exception:  # noqa: BLE001 whatever is wrong with it, the build does without
        return None
    return memo if isinstance(memo, Memo) and memo.build == build else None


def make_memo(build: str, terms: Terms, library: Library, severities: Mapping[str, Severity], extra_keys: tuple[str, ...], keys: Mapping[str, bytes]) -> Memo:
    """The memo of a build that has ended well."""
    light = tuple(map(_light, library.entries))
    return Memo(build, terms, replace(library, entries=light), severities, extra_keys, keys)


def _light(entry: Entry) -> Entry:
    """The entry without words, headings and places; of its headings it still knows the ids, which links may lead to."""
    known = {name: value for name, value in vars(entry.document).items() if name in _KNOWN}
    made = replace(entry, document=Document(**known, body=_NO_BODY, located=_NOWHERE))
    vars(made)["anchors"] = entry.anchors
    return made
