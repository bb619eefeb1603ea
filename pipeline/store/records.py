"""A content-addressed store in one SQLite file: what a stage made, under a key of everything that it was made from.

A key that is there holds what a new making would give; so an entry is never wrong, only unused. A checksum tells of each value
that it is as it was put. The file may be deleted at any time, and a broken one is. Several builds may use it at once.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from pathlib import Path

_SCHEMA = "CREATE TABLE IF NOT EXISTS records (key BLOB PRIMARY KEY, value BLOB NOT NULL)"
_BATCH = 200  # values written in one transaction, so that another build need not wait long
_SLACK, _FEW = 4, 1000  # once the store holds so many times what a build uses, and more than a few, the rest is dropped
_WAIT = 10.0  # seconds for another build's transaction
_CHECK = 4  # bytes of a checksum

# Errors that say nothing against the file: another build is at work, or the disk is full, failing, or not to be written.
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM}


class Records:
    """Values by key. Neither reading nor writing ever fails a build: without the file everything is made anew."""

    def __init__(self, path: Path, forget: bool = False) -> None:
        self.path = path
        self._used: set[bytes] = set()
        self._uncommitted = 0
        self._forget = forget  # find nothing, but keep what is made anew
        self._process = os.getpid()
        self._connection = self._open()

    def has(self, key: bytes) -> bool:
        return (not self._forget or key in self._used) and bool(self._run("SELECT 1 FROM records WHERE key = ?", key))

    def get(self, key: bytes) -> bytes | None:
        """The value kept under `key`, or None."""
        rows = self._run("SELECT value FROM records WHERE key = ?", key) if not self._forget or key in self._used else []
        self._used.add(key)
        if not rows:
            return None
        kept = rows[0][0]
        if isinstance(kept, bytes) and kept[:_CHECK] == _checksum(key, kept[_CHECK:]):
            return kept[_CHECK:]
        self._connection = None
        self._remove()
        return None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self._used.add(key)
        self._run("INSERT OR REPLACE INTO records VALUES (?, ?)", key, _checksum(key, value) + value)
        self._uncommitted += 1
        if self._uncommitted >= _BATCH:
            self.commit()

    def drop_unused(self) -> None:
        """Drop what was neither found nor put, where it has become much: only for a build that has asked for all that the site is made of."""
        rows = self._run("SELECT COUNT(*) FROM records")
        if rows and rows[0][0] > _SLACK * len(self._used) + _FEW:
            self._run("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
            for key in self._used:
                self._run("INSERT INTO used VALUES (?)", key)
            self._run("DELETE FROM records WHERE key NOT IN (SELECT key FROM used)")

    def close(self) -> None:
        """Let go of the file."""
        self.commit()
        if self._connection:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(self.path, timeout=_WAIT)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = OFF")  # a loss by power failure is found as a broken file
                connection.execute(_SCHEMA)
            except OSError:
                return None
            except sqlite3.Error as error:
                if _passes(error):
                    return None
                self._remove()
            else:
                return connection
        return None

    def _run(self, statement: str, *values: bytes) -> list[tuple]:
        if self._process != os.getpid():  # forked: the connection is the parent's
            self._process, self._connection = os.getpid(), self._open()
        if self._connection is None:
            return []
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:  # go on without; where the file is broken, the next build begins a new one
            self._connection = None
            if not _passes(error):
                self._remove()
        return []

    def commit(self) -> None:
        """Let other processes find what was put."""
        self._uncommitted = 0
        if self._connection:
            with contextlib.suppress(sqlite3.Error):
                self._connection.commit()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                os.remove(f"{self.path}{suffix}")


def _checksum(key: bytes, value: bytes) -> bytes:
    return zlib.crc32(value, zlib.crc32(key)).to_bytes(_CHECK, "big")


def _passes(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _PASSING
