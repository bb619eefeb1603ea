"""A release: every file of a finished output with what it must be served as, under an id that its content alone decides."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.publish.headers import is_asset, rules_for
from pipeline.render.compress import COPIES

_ID_LENGTH = 12  # hexadecimal digits: 48 bits, ample for all releases that a clinic will ever make
NOT_FOUND = "404.html"
_LAST = ("index.html", NOT_FOUND)  # lead to all other pages, so they change after them


@dataclass(frozen=True)
class File:
    """One file as visitors get it: digest and size in bytes of its content, media type and cache rule."""

    sha256: str
    size: int
    type: str
    cache: str


@dataclass(frozen=True)
class Release:
    """Files by their path in the output; the titles of those that editors wrote; how many of these are articles."""

    files: Mapping[str, File]
    titles: Mapping[str, str] = field(default_factory=dict)
    articles: int = 0

    @cached_property
    def id(self) -> str:
        rows = [[path, file.sha256, file.type, file.cache] for path, file in sorted(self.files.items())]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:_ID_LENGTH]

    @cached_property
    def pages(self) -> frozenset[str]:
        """Everything but the assets: what is gone when its release is."""
        return frozenset(path for path in self.files if not is_asset(f"/{path}"))

    @cached_property
    def assets(self) -> frozenset[str]:
        """The files named by their digest, which outlive their release."""
        return frozenset(self.files) - self.pages

    def as_json(self) -> bytes:
        """The manifest."""
        files = {path: asdict(file) for path, file in sorted(self.files.items())}
        return json.dumps({"id": self.id, "articles": self.articles, "titles": dict(sorted(self.titles.items())), "files": files}, ensure_ascii=False, indent=1).encode()


def make_release(folder: Path, titles: Mapping[str, str] | None = None, articles: int = 0, without: Collection[str] = ()) -> Release:
    """The release that a finished output is, but for the files `without`; compressed copies are no part of it, since they say nothing new. Raises OSError."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not (path.suffix in COPIES and path.with_suffix("").exists()))
    files = {name: _look_at(path, name) for path in paths if (name := path.relative_to(folder).as_posix()) not in without}
    return Release(files, {path: title for path, title in (titles or {}).items() if path in files}, articles)


def read_release(manifest: bytes) -> Release:
    """The release of a manifest. Raises ValueError, KeyError or TypeError where it is none."""
    data = json.loads(manifest)
    release = Release({path: File(**file) for path, file in data["files"].items()}, data["titles"], data["articles"])
    if release.id != data["id"]:
        raise ValueError("the manifest's id is not that of its files")
    return release


def steps(paths: Iterable[str]) -> list[list[str]]:
    """The order in which files other than assets go live: pages, then those that lead to all of them, then what robots read."""
    ordered: list[list[str]] = [[], [], []]
    for path in sorted(paths):
        ordered[2 if path.endswith((".xml", ".txt")) else 1 if path in _LAST else 0].append(path)
    return [step for step in ordered if step]


def url_of(path: str) -> str:
    """The address, from the site's root, under which visitors know a file."""
    return "/" + (path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path)


def _look_at(path: Path, save_as: str) -> File:
    data, rules = path.read_bytes(), rules_for(f"/{save_as}")
    return File(hashlib.sha256(data).hexdigest(), len(data), rules["Content-Type"], rules["Cache-Control"])
