"""Pictures as pages show them: each made once, in the widths that the layout uses, and kept for all builds."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.parallel import each
from pipeline.progress import Progress
from pipeline.read.picture import NotAPicture
from pipeline.store.keys import key_of, version_of

# In pixels. The text's column is 37rem wide, 592 pixels: the largest serves a screen of double density, 960 a phone of triple
# density, 640 phones of lower density and a plain screen, the others small and old phones.
WIDTHS = (320, 480, 640, 960, 1184)
MAX_BYTES = 500_000_000  # of the store
LEFTOVER = 3600  # seconds after which what a killed build left is swept away
RECIPE = 1  # raise it when pictures are to be made in another way than before
_LIST = "versions.json"


class Wanted(NamedTuple):
    """A picture to be shown: its path under the content folder, and the ratio of width to height that it is cut to, or 0."""

    path: str
    ratio: float = 0.0


class Version(NamedTuple):
    """One file that a picture was made into; `kind` is avif, jpeg or png."""

    kind: str
    width: int
    height: int

    @property
    def file(self) -> str:
        return f"{self.width}.{self.kind}"


class Pictures:
    """The store, under `folder`: a folder for each picture, named by the digest of all that it was made from.

    Several builds may use it at once; it may be deleted at any time. `content` is where the sources are.
    """

    def __init__(self, content: Path, folder: Path) -> None:
        self.content, self.folder = content, folder

    def make(self, wanted: Iterable[Wanted], jobs: int | None, progress: Progress) -> None:
        """Make every picture that is not there yet, in several processes. One that can't be made is passed over."""
        missing = [one for one in dict.fromkeys(wanted) if self._listed(self._key(one)) is None]
        if not missing:
            return
        from pipeline.assets.develop import develop, widths_of  # brings Pillow, which most builds do without

        pieces = []
        for one in missing:
            with contextlib.suppress(NotAPicture, OSError):
                pieces += [(one, width) for width in widths_of(self.content / one.path, one.ratio, WIDTHS)]
        made: dict[Wanted, list] = {one: [] for one, _ in pieces}
        left = Counter(one for one, _ in pieces)

        def work(index: int) -> list[tuple[Version, bytes]]:
            one, width = pieces[index]
            with contextlib.suppress(NotAPicture, OSError):
                return self._develop(develop, one, width)
            return []

        progress.begin("pictures made", len(pieces))
        for index, versions in each(work, len(pieces), jobs, least=1):
            one = pieces[index][0]
            made[one] += versions
            left[one] -= bool(versions)
            if not left[one]:
                self._keep(self._key(one), made.pop(one))
            progress.step("pictures made")
        self._sweep({self._key(one) for one in missing})

    def versions(self, wanted: Wanted) -> Sequence[tuple[Version, bytes]]:
        """The versions of a picture, the widest first, made now if they are not there. Raises NotAPicture, OSError."""
        key = self._key(wanted)
        with contextlib.suppress(OSError):  # another build may sweep at the moment
            if (listed := self._listed(key)) is not None:
                os.utime(self.folder / key)  # tells what is used
                return [(version, (self.folder / key / version.file).read_bytes()) for version in listed]
        from pipeline.assets.develop import develop, widths_of

        widths = widths_of(self.content / wanted.path, wanted.ratio, WIDTHS)
        return self._keep(key, [version for width in widths for version in self._develop(develop, wanted, width)])

    def _develop(self, develop: Callable, one: Wanted, width: int) -> list[tuple[Version, bytes]]:
        return [(Version(*shape), data) for *shape, data in develop(self.content / one.path, one.ratio, width)]

    @cache  # noqa: B019 there is one object a build
    def _key(self, wanted: Wanted) -> str:
        source = hashlib.sha256((self.content / wanted.path).read_bytes()).hexdigest()
        return key_of(source, wanted.ratio, WIDTHS, RECIPE, version_of("pillow")).hex()[:32]

    def _listed(self, key: str) -> list[Version] | None:
        try:
            versions = [Version(*row) for row in json.loads((self.folder / key / _LIST).read_bytes())]
        except (OSError, ValueError, TypeError):
            return None
        return versions if all((self.folder / key / version.file).exists() for version in versions) else None

    def _keep(self, key: str, versions: list[tuple[Version, bytes]]) -> list[tuple[Version, bytes]]:
        """Put what was made in its place, in one step; another build may have been faster."""
        ordered = sorted(versions, key=lambda each: (-each[0].width, each[0].kind))
        waiting = self.folder / f".{key}.{os.getpid()}"
        with contextlib.suppress(OSError):  # a full disk only makes the next build slower
            waiting.mkdir(parents=True, exist_ok=True)
            for version, data in ordered:
                (waiting / version.file).write_bytes(data)
            (waiting / _LIST).write_text(json.dumps([(version.kind, version.width, version.height) for version, _ in ordered]), encoding="utf-8")
            if self._listed(key) is None:
                shutil.rmtree(self.folder / key, ignore_errors=True)
                waiting.rename(self.folder / key)
        shutil.rmtree(waiting, ignore_errors=True)
        return ordered

    def _sweep(self, used: set[str]) -> None:
        """Drop what was used longest ago where the store has become large, and what killed builds left."""
        kept = []
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            with contextlib.suppress(OSError):
                age = folder.stat().st_mtime
                if folder.name.startswith("."):
                    if age < time.time() - LEFTOVER:
                        shutil.rmtree(folder, ignore_errors=True)
                else:
                    kept.append((folder.name in used, age, sum(file.stat().st_size for file in folder.iterdir()), folder))
        total = sum(size for _, _, size, _ in kept)
        for is_used, _, size, folder in sorted(kept):
            if is_used or total <= MAX_BYTES:
                return
            shutil.rmtree(folder, ignore_errors=True)
            total -= size
