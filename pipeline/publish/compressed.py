"""Compressed copies of text files, which a server sends as they are: made once, by the best that each form can do."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable

_WORTH = 512  # bytes: a smaller file fits into one packet with its headers, compressed or not
_TEXT = ("text/", "application/json", "application/manifest+json", "application/xml", "application/atom+xml", "image/svg+xml")


def copies(data: bytes, media_type: str) -> dict[str, bytes]:
    """The compressed copies by suffix; none where they would not be smaller."""
    if len(data) < _WORTH or not media_type.startswith(_TEXT):
        return {}
    made = {".br": _brotli(data), ".gz": gzip.compress(data, 9, mtime=0)}
    return {suffix: copy for suffix, copy in made.items() if len(copy) < len(data)}


def holds(suffix: str, copy: bytes, sha256: str) -> bool:
    """Whether a compressed copy gives the bytes of that digest."""
    import brotli

    unpack: Callable[[bytes], bytes] = {".br": brotli.decompress, ".gz": gzip.decompress}[suffix]
    try:
        return hashlib.sha256(unpack(copy)).hexdigest() == sha256
    except (brotli.error, OSError, EOFError, ValueError):
        return False


def _brotli(data: bytes) -> bytes:
    import brotli

    return brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)
