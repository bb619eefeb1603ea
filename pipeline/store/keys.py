"""Keys: what a stage makes is known by what it is made from, our code and the libraries included.

Apart from the store, since a command in which nothing changed asks for the code's version and opens no store.
"""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from functools import cache
from pathlib import Path


def key_of(*parts: object) -> bytes:
    """The key of what is made from `parts`: each is told apart by its `repr`."""
    return hashlib.sha256(repr(parts).encode()).digest()


@cache
def code_version() -> str:
    """A digest of all that turns content into pages: our code, Python, and every installed library with its version."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    libraries = Path(sysconfig.get_paths()["purelib"])
    digest.update("\n".join(sorted(entry.name for entry in libraries.glob("*.dist-info"))).encode())
    return digest.hexdigest()


@cache
def version_of(library: str) -> str:
    """A library's version, as its folder of metadata is named: told without loading it."""
    return next((path.name for path in sorted(Path(sysconfig.get_paths()["purelib"]).glob(f"{library}-*.dist-info"))), "")
