"""What a build is refused by the machine that it runs on, in plain words: a full disk is nobody's bug and needs no traceback."""

from __future__ import annotations

import errno
import os

from pipeline.problem import Problem

# Of each error of the system: what must be true, and how to get there.
_WORDS = {
    errno.ENOSPC: ("The disk must have room: it is full", "Make room, then build again."),
    errno.EDQUOT: ("The disk must have room for you: your quota is used up", "Make room, then build again."),
    errno.EIO: ("The disk must read and write without errors, and it reports one", "Look after the disk, then build again."),
    errno.EROFS: ("The folder must be writable: its disk is mounted for reading alone", "Choose another folder, with --output for the site, or mount the disk for writing."),
    errno.EACCES: ("You must have the right to read and write here", "Give yourself the right, or choose another folder, with --output for the site."),
    errno.EXDEV: ("The output folder must be one that can be moved", "Delete it, or choose another with --output, then build again."),
    errno.ENOLCK: ("The file system must let a build lock a file, so that two don't meet", "Choose a folder on another disk with --output."),
    errno.EMFILE: ("The build must be allowed to open as many files as it needs", "Raise the limit with `ulimit -n 1024`, then build again."),
    errno.ENOMEM: ("The machine must have memory enough", "End other programs, or build with --jobs 1."),
    errno.ECHILD: ("Every process of the build must be left to end, and one was killed", "If memory was short, end other programs or build with --jobs 1; else build again."),
}
_WORDS[errno.EPERM] = _WORDS[errno.EACCES]
_WORDS[errno.ENFILE], _WORDS[errno.EAGAIN] = _WORDS[errno.EMFILE], _WORDS[errno.ENOMEM]  # EAGAIN: no process may be forked


def refusal(error: OSError) -> Problem | None:
    """The problem that an error of the system is, told of the folder of the file that it names; None for one that may be a mistake of ours."""
    if error.errno not in _WORDS:
        return None
    wanted, cure = _WORDS[error.errno]
    file = error.filename2 or error.filename
    named = f" ({os.path.relpath(file)})" if isinstance(file, str) else ""
    folder = os.path.dirname(os.path.abspath(file)) if named else os.getcwd()
    return Problem(folder, 1, 1, "system", f"{wanted}{named}.", cure)
