"""The compressed copies that a build for the public puts beside its texts: whether one still fits its text."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable


def holds(suffix: str, copy: bytes, sha256: str) -> bool:
    """Whether a compressed copy gives the bytes of that digest."""
    import brotli

    unpack: Callable[[bytes], bytes] = {".br": brotli.decompress, ".gz": gzip.decompress}[suffix]
    try:
        return hashlib.sha256(unpack(copy)).hexdigest() == sha256
    except (brotli.error, OSError, EOFError, ValueError):
        return False
