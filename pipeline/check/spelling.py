"""Spelling: slips that are known as such, by typos (https://github.com/crate-ci/typos), which lists them with what was meant.

It is a program of its own. So each word is asked about once in a process, and the words of many texts together.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text, found_in
from pipeline.problem import Place
from pipeline.read.body import Picture
from pipeline.read.folded import fold
from pipeline.read.prose import Once
from pipeline.store.sealed import dump, load

CHECKER = Path(sys.prefix) / "bin" / "typos"
SETTINGS = Path(__file__).resolve().parent.parent.parent / "pyproject.toml"  # names words that are right: [tool.typos.default.extend-words]
_WORDS = Once(re.compile(r"(?<![\w-])[A-Za-z]{3,}(?![\w-])").findall)
_LETTERS = re.compile(r"[A-Za-z]{3,}")  # the same, with those that markup touches
_FOUND = 2  # the exit code that tells of misspelled words
_SECONDS = 60  # far more than it needs for all words of English
_known: set[str] = set()  # each word asked about, now or by an earlier process
_asked: set[str] = set()  # those of them that no later process knows of yet
_wrong: dict[str, tuple[str, ...]] = {}  # those of them that are misspelled, with what was meant
_right: set[str] = set()  # parts of texts between spaces in which no word is misspelled
_broken: list[str] = []  # why the checker can't be asked


@rule("spelling", "warning")
def check_spelling(text: Text) -> Iterator[Found]:
    """A word should not be a known misspelling of another; English texts alone are checked."""
    if text.meta.lang != "en":
        return
    pictures = [(fold(hole.alt), hole.place) for hole in text.body.holes if isinstance(hole, Picture)]
    chunks = text.chunks.union(*(alt.split() for alt, _ in pictures)) - _right
    words = set(_WORDS.in_all(chunks))
    learn(words)
    if not (_broken or words & _wrong.keys()):
        _right.update(chunks)
        return
    if _broken:
        yield Found(Place(), f"No text is checked for spelling: {_broken[0]}.", "Delete the folder .venv: the next command makes it anew.", path=str(CHECKER))
    if wrong := sorted(words & _wrong.keys()):
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(wrong)})(?![\w-])")
        places = [*((match[0], place) for _, match, place in found_in(text, pattern)), *((match[0], place) for alt, place in pictures for match in pattern.finditer(alt))]
        for word, place in places:
            yield Found(place, f"“{word}” should be spelled as readers know it.", f"Write {' or '.join(f'“{meant}”' for meant in _wrong[word])}.")


def learn(words: set[str]) -> None:
    """Ask about all words that were not asked about before. Abbreviations in capitals are none."""
    new = [word for word in words - _known if not word.isupper()]
    if not new or _broken:
        return
    import subprocess  # most builds know all words

    settings = ("--config", SETTINGS) if SETTINGS.exists() else ("--isolated",)
    try:
        done = subprocess.run([CHECKER, *settings, "--format", "json", "-"], input="\n".join(new), capture_output=True, text=True, check=False, timeout=_SECONDS)
        if done.returncode not in {0, _FOUND}:
            _broken.append(f"the checker ends with “{' '.join(done.stderr.split())}”")
            return
    except (OSError, subprocess.TimeoutExpired) as error:
        _broken.append(f"the checker can't be run ({type(error).__name__})")
        return
    _known.update(new)
    _asked.update(new)
    for told in map(json.loads, done.stdout.splitlines()):
        if told["type"] == "typo" and told["typo"] == new[told["line_num"] - 1]:
            _wrong[told["typo"]] = tuple(told["corrections"])


def learn_files(files: Iterable[bytes]) -> None:
    """Ask about the words of many files at once, before each is checked by itself."""
    chunks: set[str] = set()
    for raw in files:
        chunks.update(raw.decode("utf-8", "replace").split())
    learn(set(_LETTERS.findall(" ".join(chunks))))


def is_able() -> bool:
    """Whether the checker can be asked."""
    return not _broken


def remember() -> bytes | None:
    """All that is known of words, for later processes; None where they know it already."""
    if not _asked:
        return None
    _asked.clear()
    return dump((sorted(_known), _wrong))


def recall(value: bytes) -> None:
    """Know what an earlier process knew: to ask takes longer than to check a text."""
    known, wrong = load(value)
    _known.update(known)
    _wrong.update(wrong)


@cache
def version() -> str:
    """Changes with what the checker finds: the program, and the words that are known to be right."""
    settings = SETTINGS.read_bytes() if SETTINGS.exists() else b""
    program = CHECKER.stat().st_mtime_ns if CHECKER.exists() else None
    return f"{program} {hashlib.sha256(settings).hexdigest()}"
