"""What a tree of the output holds, told quickly: a folder whose list of files is as it was need not be read again, only each file looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR
from typing import IO

Row = tuple[str, int, int]  # a file's digest, its size in bytes, and when it was written, in nanoseconds
Record = tuple[Mapping[str, Row], Mapping[str, int]]  # a tree's rows, and when each folder's list of files last changed; 0 where that is in doubt

_TOP = ""  # the name of the tree's own folder; those below it end in a slash


class Tree:
    """One of the two trees: its folder, and the files there that are as they were written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, Row] = {}
        self.strays: set[str] = set()  # files that no build has written, or that were changed since
        self.foreign: list[str] = []  # those of them that somebody else has put there
        self.folders: dict[str, int] = {_TOP: 0}  # as in a record
        self._touched: set[str] = set()  # folders in which this build has made or deleted something

    @property
    def identity(self) -> str:
        stat = self.folder.stat()
        return f"{stat.st_dev}:{stat.st_ino}"

    def look(self, records: Mapping[str, Record], clock: int = 0) -> None:
        """Compare what is there with the records of all trees: people write into an output folder, and through a hard link into both trees.

        `clock` is the file system's time, in nanoseconds, at some moment before now; without it the next look reads the same folders.
        """
        if not self.folder.is_dir():
            return
        known, folders = records.get(self.identity, ({}, self.folders))
        self.folders = {name: now if now == changed else 0 for name, changed in folders.items() if (now := self._changed(name))}
        if len(self.folders) < len(folders):  # what is below a folder that is gone is not ours, whatever stands in its place
            for name in sorted(self.folders):  # those above come before those below
                if folder_of(name) not in self.folders:
                    del self.folders[name]
        for save_as, stat in self.files(known, clock):
            row = known.get(save_as)
            if row and (row[1], row[2]) == (stat.st_size, stat.st_mtime_ns):
                self.rows[save_as] = row
            else:
                self.strays.add(save_as)
        self.folders.update(dict.fromkeys(map(folder_of, self.strays), 0))  # no record will have them: the next look must find them again
        self.foreign = sorted(self.strays - known.keys()) if known else []

    def add(self, save_as: str, row: Row) -> None:
        """Know a file that this build has made here, and with it perhaps folders."""
        self.rows[save_as] = row
        self.strays.discard(save_as)
        self._touch(save_as)

    def remove(self, save_as: str) -> None:
        """Delete a file, and the folders that are empty then."""
        self.rows.pop(save_as, None)
        self._touch(save_as)
        path = self.folder / save_as
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.folder:
                break
            try:
                folder.rmdir()
            except OSError:
                break

    def record(self, clock: int) -> Record:
        """What the next look may rely on. `clock` as in a look."""
        for name in self._touched:
            self._rely_on(name, clock)
        self._touched.clear()
        return self.rows, self.folders

    def clear(self) -> None:
        """Make the folder anew, without a file."""
        if self.folder.exists():
            import shutil  # few builds need it: it brings every kind of archive along

            shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.strays, self.foreign, self.folders, self._touched = set(), [], {_TOP: 0}, {_TOP}

    def _touch(self, name: str) -> None:
        while name:
            name = folder_of(name)
            self._touched.add(name)

    def _rely_on(self, name: str, clock: int) -> None:
        """A folder that changed before the clock's moment would show another time, were it changed again; one that changed since may do so unseen (git calls that racy)."""
        changed = self._changed(name)
        self.folders[name] = changed if changed < clock else 0

    def _changed(self, name: str) -> int:
        """When a folder's list of files last changed, in nanoseconds; 0 if it is no longer there. A link is no folder, but for the tree's own."""
        try:
            stat = os.lstat(f"{self.folder}/{name[:-1]}") if name else self.folder.stat()
        except (FileNotFoundError, NotADirectoryError):
            return 0
        return stat.st_ctime_ns if S_ISDIR(stat.st_mode) else 0

    def files(self, known: Mapping[str, Row], clock: int = 0) -> Iterator[tuple[str, os.stat_result]]:
        """Every file below the folder, with its stat; those that are `known` in folders that did not change come first."""
        for save_as in known:
            if self.folders.get(folder_of(save_as)):
                yield save_as, os.lstat(f"{self.folder}/{save_as}")
        pending = [name for name, changed in self.folders.items() if not changed]
        while pending:
            above = pending.pop()
            self._rely_on(above, clock)
            for entry in _entries(f"{self.folder}/{above}"):
                name = above + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    yield name, entry.stat(follow_symlinks=False)
                elif (name := f"{name}/") not in self.folders:
                    self.folders[name] = 0
                    pending.append(name)


def folder_of(name: str) -> str:
    """The folder that a file or folder of a tree is in."""
    return name[:name.rfind("/", 0, -1) + 1]


def clock_of(file: IO) -> int:
    """The time, in nanoseconds, that the file system of an open file gives to what changes now."""
    os.utime(file.fileno())
    return os.fstat(file.fileno()).st_ctime_ns


def _entries(path: str) -> list[os.DirEntry]:
    """What is in a folder; nothing if it is no longer there."""
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
