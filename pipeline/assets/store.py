"""The assets of one build: bytes under names that hold their digest, so that a browser may keep them for ever."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pipeline.assets.pictures import Pictures, Version, Wanted
from pipeline.assets.svg import clean_drawing

FOLDER = "assets"
_SUFFIXES = {"avif": "avif", "jpeg": "jpg", "png": "png"}
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")  # what means something in an address or in a list of them, or is written in more than one way
DIGEST_LENGTH = 12  # hexadecimal digits: 48 bits, ample for some thousand files


class Assets:
    """Gathers files while views are made; `base` is the path under which the site is served, without a last slash.

    `cache` is the folder that builds share.
    """

    def __init__(self, content: Path, cache: Path, base: str = "", colors: Mapping[str, str] | None = None) -> None:
        self.content, self.base, self.colors = content, base, colors or {}
        self.pictures = Pictures(content, cache / "pictures")
        self._used: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> str:
        """Keep `data` as `/assets/NAME.DIGEST.SUFFIX` and return that address: what it can't hold as it is becomes a hyphen."""
        path = PurePosixPath(name)
        digest = hashlib.sha256(data).hexdigest()[:DIGEST_LENGTH]
        stem = _UNSAFE.sub("-", path.stem)
        save_as = f"{FOLDER}/{stem}.{digest}{path.suffix.lower()}"
        self._used[save_as] = data
        return f"{self.base}/{save_as}"

    def add_at(self, save_as: str, data: bytes) -> None:
        """Keep `data` at a path of the output that others have fixed."""
        self._used[save_as] = data

    def add_content_file(self, path: str) -> str:
        """Keep the file at `path` under the content folder and return its address. Raises OSError.

        A drawing is cleaned, and gets the brand's colors where it asks for them by name.
        """
        data = (self.content / path).read_bytes()
        if path.lower().endswith(".svg"):
            data = clean_drawing(data, self.colors)
        return self.add(PurePosixPath(path).name, data)

    def add_picture(self, wanted: Wanted) -> list[tuple[Version, str]]:
        """Keep every version of a picture, and return them with their addresses, the widest first. Raises NotAPicture, OSError."""
        stem = PurePosixPath(wanted.path).stem
        return [(version, self.add(f"{stem}-{version.width}.{_SUFFIXES[version.kind]}", data)) for version, data in self.pictures.versions(wanted)]

    def digest(self, path: str) -> str:
        """The digest of a file under the content folder. Raises OSError."""
        if path not in self._digests:
            self._digests[path] = hashlib.sha256((self.content / path).read_bytes()).hexdigest()
        return self._digests[path]

    @contextmanager
    def watch(self) -> Iterator[dict[str, bytes]]:
        """Gather what is added in the meantime: each file's path in the output and its bytes."""
        before, self._used = self._used, {}
        try:
            yield self._used
        finally:
            self._used = before

    def files(self) -> dict[str, bytes]:
        """What was added while nobody watched: the files that every page uses."""
        return self._used
