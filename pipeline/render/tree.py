"""The output folder, whole or not at all: a build fills a tree beside it, and one step puts the tree in its place."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from pathlib import Path

from pipeline.problem import Problem, Refused

_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


class OutputTree:
    """The next tree of an output folder. One build at a time: a second one waits and says so."""

    def __init__(self, output: Path, keep_out: tuple[Path, ...] = ()) -> None:
        self.output = output
        self.next = output.with_name(f".{output.name}.next")
        self._state = output.with_name(f".{output.name}.lock")
        self._refuse_foreign(keep_out)
        self._lock = None

    def begin(self) -> Path:
        """Take the lock and return an empty folder to fill."""
        self.output.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self._state.open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another build of {self.output.name}/ is running; waiting for it to end …", file=sys.stderr)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        shutil.rmtree(self.next, ignore_errors=True)
        self.next.mkdir()
        return self.next

    def publish(self) -> None:
        """Put the filled tree in the output folder's place in one step."""
        if self.output.is_dir() and not self.output.is_symlink():
            exchange(self.next, self.output)
        else:
            os.replace(self.next, self.output)

    def end(self) -> None:
        """Take away what is left beside the output folder and give the lock back."""
        shutil.rmtree(self.next, ignore_errors=True)
        if self._lock:
            self._lock.close()
            self._lock = None

    def _refuse_foreign(self, keep_out: tuple[Path, ...]) -> None:
        """Never replace a folder that holds somebody's work."""
        output = self.output.resolve()
        if any(output == kept or output in kept.parents or kept in output.parents for kept in (path.resolve() for path in keep_out)):
            self._refuse("The output folder must not hold, or lie within, the content, the theme or the code.")
        if output.exists() and not output.is_dir():
            self._refuse("The output must be a folder, not a file.")
        if output.is_dir() and any(output.iterdir()) and not self._state.exists():
            self._refuse("The output folder must be empty or made by an earlier build: this one holds other files.")

    def _refuse(self, message: str) -> None:
        raise Refused([Problem(str(self.output), 1, 1, "output-folder", message, "Choose another folder with --output, or empty this one yourself.")])


def exchange(one: Path, other: Path) -> None:
    """Let two folders of one file system change places in a single step. Raises OSError.

    Linux has renameat2(2) for it, macOS renamex_np(2). Where the file system can't, the old folder is moved away and the new
    one moved in: two steps, the closest that is left.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(os.fsencode(one), os.fsencode(other), _RENAME_SWAP)
    else:
        ctypes.set_errno(errno.ENOSYS)
        failed = -1
    if not failed:
        return
    code = ctypes.get_errno()
    if code not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        raise OSError(code, os.strerror(code), str(other))
    aside = one.with_name(one.name + ".old")
    shutil.rmtree(aside, ignore_errors=True)
    os.rename(other, aside)
    os.rename(one, other)
    os.rename(aside, one)
