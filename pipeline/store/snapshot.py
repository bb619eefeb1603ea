"""A snapshot of files: the stat and the digest of each, so that the next build can tell what changed without reading much.

A file whose stat is as it was is taken for unchanged, unless it was written so shortly before the snapshot that a later write
could have left the same stat (git calls such an entry racy): then, and where the stat differs, its bytes decide.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import translate

_RACY = 2_000_000_000  # nanoseconds: the coarsest time stamps of file systems in use (FAT) count two seconds
IGNORED = (".*", "*~", "#*#", "~$*", "*.pyc", "__pycache__")  # as IGNORE_FILES in pelicanconf.py; a test compares them
_is_ignored = re.compile("|".join(map(translate, IGNORED))).match

# size, modification and change time in nanoseconds, inode, SHA-256, and whether the stat may be trusted
Stamp = tuple[int, int, int, int, str, bool]


def take(paths: Iterable[str], before: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The stamp of every file under `paths`; digests are taken over from `before` where the stat lets no doubt.

    Raises OSError where a file can't be read.
    """
    return {file: _stamp(file, stat, before.get(file)) for path in paths for file, stat in _walk(path)}


def differences(now: Mapping[str, Stamp], before: Mapping[str, Stamp]) -> set[str]:
    """The files that are new, gone, or hold other bytes than before."""
    return {file for file in now.keys() | before.keys() if file not in now or file not in before or now[file][4] != before[file][4]}


def files(path: str) -> Iterator[str]:
    """Every file under `path` that a snapshot sees."""
    return (file for file, _ in _walk(path))


def _stamp(file: str, stat: os.stat_result, known: Stamp | None) -> Stamp:
    seen = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    if known is not None and known[5] and tuple(known[:4]) == seen:
        return known
    now = time.time_ns()  # before the bytes are read: what is written later than this counts as later
    with open(file, "rb") as opened:
        digest = hashlib.sha256(opened.read()).hexdigest()
    settled = max(stat.st_mtime_ns, stat.st_ctime_ns) + _RACY < now
    return (*seen, digest, settled)


def is_ignored(name: str) -> bool:
    """Whether a file or folder is nobody's text: hidden, or left by an editor or a system. Pelican gets the same list of patterns."""
    return bool(_is_ignored(name))


def find_loops(path: str, above: tuple[str, ...] = ()) -> Iterator[str]:
    """Every folder under `path` that is a link back to one above it: who follows it comes to no end."""
    real = os.path.realpath(path)
    if real in above:
        yield path
    elif os.path.isdir(path):
        for entry in os.scandir(path):
            if not is_ignored(entry.name) and entry.is_dir():
                yield from find_loops(entry.path, (*above, real))


def _walk(path: str, above: tuple[str, ...] = ()) -> Iterator[tuple[str, os.stat_result]]:
    """Every file under `path`, links followed as Pelican follows them; a link that leads nowhere or back up is passed over."""
    if os.path.isfile(path):
        yield path, os.stat(path)
        return
    real = os.path.realpath(path)
    if real in above or not os.path.isdir(path):
        return
    for entry in os.scandir(path):
        if is_ignored(entry.name):
            continue
        if entry.is_dir():
            yield from _walk(entry.path, (*above, real))
        elif not entry.is_symlink() or os.path.exists(entry.path):
            yield entry.path, entry.stat()
