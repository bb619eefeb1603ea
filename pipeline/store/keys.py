"""Keys: what a stage makes is known by what it is made from, our code and the libraries included.

Apart from the store, since a command in which nothing changed asks for the code's version and opens no store.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def key_of(*parts: object) -> bytes:
    """The key of what is made from `parts`: each is told apart by its `repr`."""
    return hashlib.sha256(repr(parts).encode()).digest()


@cache
def code_version() -> str:
    """A digest of all that turns content into pages: our code, Python, and every installed library with its version."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(f"{folder}/{name}" for folder, _, names in os.walk(_OURS) for name in names if name.endswith(".py")):
        with open(path, "rb") as file:
            digest.update(file.read())
    digest.update("\n".join(sorted(_libraries())).encode())
    return digest.hexdigest()


@cache
def version_of(library: str) -> str:
    """A library's version, as its folder of metadata is named: told without loading it."""
    return min((name for name in _libraries() if name.startswith(f"{library}-")), default="")


def _libraries() -> Iterator[str]:
    """Every installed library and its version, as its folder of metadata is named."""
    for folder in filter(os.path.isdir, sys.path):
        yield from (name for name in os.listdir(folder) if name.endswith(".dist-info"))
