"""Sealed files: what a build keeps for the next one, with a checksum, so that what is not as it was written counts as not there.

Plain values (numbers, text, lists, tuples, maps) are written as Python's own code is, which is far quicker than JSON, and runs nothing when it is read.
"""

from __future__ import annotations

import marshal
import zlib
from typing import Any

_CHECK = 4  # bytes of the checksum


def seal(data: bytes) -> bytes:
    """The data with its checksum before it."""
    return zlib.crc32(data).to_bytes(_CHECK, "big") + data


def unseal(sealed: bytes) -> memoryview:
    """The data that was sealed. Raises ValueError where it is not as it was."""
    data = memoryview(sealed)[_CHECK:]
    if zlib.crc32(data).to_bytes(_CHECK, "big") != sealed[:_CHECK]:
        raise ValueError("a sealed file is not as it was written")
    return data


def dump(value: Any) -> bytes:
    """A plain value, sealed. Raises ValueError where it is not plain."""
    return seal(marshal.dumps(value))


def load(sealed: bytes) -> Any:
    """The value that was dumped. Raises ValueError, EOFError or TypeError where there is none, or another Python wrote it."""
    return marshal.loads(unseal(sealed))  # noqa: S302 our own file, and plain values run nothing
