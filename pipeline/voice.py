"""Says things on standard error, and hands JSON to standard output. That nobody listens any more must not stop a build."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def say(text: str = "", end: str = "\n", stream: TextIO | None = None) -> None:
    """Print, on standard error unless told otherwise; where that can't be written (a closed pipe, a full disk), go on in silence."""
    stream = stream or sys.stderr
    try:
        print(text, end=end, file=stream, flush=True)
    except OSError:
        _silence(stream)


def hand_out(document: str) -> bool:
    """Print a document on standard output; return whether all of it could be written."""
    try:
        print(document, flush=True)
    except OSError as error:
        _silence(sys.stdout)
        say(f"Standard output can't be written ({error.strerror}): the JSON document is not whole.")
        return False
    return True


def _silence(stream: TextIO) -> None:
    """Let what is still in its buffer, and all that follows, go nowhere: at its end Python would try again and fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
