"""The assets of one build: bytes under names that hold their digest, so that a browser may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

FOLDER = "assets"
DIGEST_LENGTH = 12  # hexadecimal digits: 48 bits, ample for some thousand files


class Assets:
    """Gathers files while views are made; `base` is the path under which the site is served, without a last slash."""

    def __init__(self, content: Path, base: str = "") -> None:
        self.content, self.base = content, base
        self._files: dict[str, bytes] = {}
        self._urls: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> str:
        """Keep `data` as `/assets/NAME.DIGEST.SUFFIX` and return that address."""
        path = PurePosixPath(name)
        digest = hashlib.sha256(data).hexdigest()[:DIGEST_LENGTH]
        save_as = f"{FOLDER}/{path.stem}.{digest}{path.suffix.lower()}"
        self._files[save_as] = data
        return f"{self.base}/{save_as}"

    def add_content_file(self, path: str) -> str:
        """Keep the file at `path` under the content folder and return its address. Raises OSError."""
        if path not in self._urls:
            self._urls[path] = self.add(PurePosixPath(path).name, (self.content / path).read_bytes())
        return self._urls[path]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file as its path in the output and its bytes."""
        yield from sorted(self._files.items())
