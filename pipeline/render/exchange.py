"""Lets two folders change places in a single step."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2
_CANT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders of one file system. Raises OSError.

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
    if code not in _CANT:
        raise OSError(code, os.strerror(code), str(other))
    import shutil

    aside = _aside(one)
    shutil.rmtree(aside, ignore_errors=True)
    os.rename(other, aside)
    try:
        os.rename(one, other)
    except OSError:
        os.rename(aside, other)
        raise
    os.rename(aside, one)


def recover(one: Path, other: Path) -> None:
    """Put back the folder that an exchange in two steps had moved away when it was killed."""
    if _aside(one).is_dir() and not other.exists():
        os.rename(_aside(one), other)


def _aside(one: Path) -> Path:
    return one.with_name(one.name + ".old")
