"""Readers who follow every link and look at every asset of a site, while versions of it come and go."""

from __future__ import annotations

import hashlib
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.small_site import Fetch, links_of, version_of

_PATIENCE = 5.0  # seconds for a page that is going to go
_ASSET = re.compile(r"/assets/\w+\.([0-9a-f]{12})\.\w+")


def reader_of_folder(folder: Path) -> Fetch:
    """What a web server sends that is set up as docs/publishing.md says."""

    def fetch(url: str) -> bytes | None:
        path = url.lstrip("/") + ("index.html" if url.endswith("/") else "")
        root = folder if path.startswith("assets/") else folder / "current"
        try:
            return (root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    return fetch


@dataclass
class Seen:
    """What readers met; the lists name what should not have been."""

    reads: int = 0
    withdrawn: int = 0  # links to pages that had gone since the page that leads there was read
    broken_links: list[str] = field(default_factory=list)
    broken_assets: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)


class Reader(threading.Thread):
    """Goes from page to page until told to stop. `digests` has the SHA-256 of each page by version and address."""

    def __init__(self, fetch: Fetch, digests: Mapping[int, Mapping[str, str]], seed: int) -> None:
        super().__init__(daemon=True)
        self.fetch, self.digests, self.seen, self.enough = fetch, digests, Seen(), threading.Event()
        self.error: BaseException | None = None
        self._dice = random.Random(seed)

    def run(self) -> None:
        """Read on and on."""
        try:
            while not self.enough.is_set():
                self._walk()
        except Exception as error:  # noqa: BLE001 told by who asks for it
            self.error = error

    def finish(self) -> Seen:
        """Stop, and tell what was met."""
        self.enough.set()
        self.join()
        if self.error:
            raise self.error
        return self.seen

    def _read(self, url: str) -> bytes | None:
        self.seen.reads += 1
        return self.fetch(url)

    def _walk(self) -> None:
        """From the home page some twenty links far."""
        url = "/"
        for _ in range(20):
            page = self._read(url)
            if page is None:  # it was there a moment ago, unless it is where all begin
                self.seen.broken_links += [url] if url == "/" else []
                return
            if self.enough.is_set():
                return
            if url != "/404.html" and hashlib.sha256(page).hexdigest() == self.digests[version_of(page)]["/404.html"]:
                self.seen.withdrawn += 1  # on its way out it says that it is not there
                return
            self._look_at(url, page)
            links = [link for link in links_of(page) if not link.startswith("/assets/")]
            following = self._dice.choice(links)
            if self._read(following) is None:
                self._judge(url, page, following)
                return
            url = following

    def _look_at(self, url: str, page: bytes) -> None:
        version = version_of(page)
        if hashlib.sha256(page).hexdigest() != self.digests[version].get(url):
            self.seen.mixed.append(f"{url} says version {version}, and is not that version's")
        for address in links_of(page):
            if named := _ASSET.fullmatch(address):
                asset = self._read(address)
                if asset is None or hashlib.sha256(asset).hexdigest()[:12] != named[1]:
                    self.seen.broken_assets.append(f"{address} on {url} of version {version}")
                elif f"version {version // 3:06}" not in asset.decode():
                    self.seen.mixed.append(f"{url} of version {version} shows an asset of another")

    def _judge(self, source: str, page: bytes, link: str) -> None:
        """A link led nowhere. That is excused only where the page that it stands on has changed or gone by now, and has not that link any more."""
        until = time.monotonic() + _PATIENCE
        while (again := self._read(source)) == page and self._read(link) is None and time.monotonic() < until:
            time.sleep(0.01)  # both may be about to go
        if again == page or (again is not None and link in links_of(again) and self._read(link) is None and self._read(source) == again):
            self.seen.broken_links.append(f"{link} on {source} of version {version_of(page)}")
        else:
            self.seen.withdrawn += 1


def watch(fetch: Fetch, digests: Mapping[int, Mapping[str, str]], work: Callable[[], None], readers: int = 2, least: int = 0) -> Seen:
    """Let readers read while `work` is done, and on until they have made `least` reads."""
    all_readers = [Reader(fetch, digests, seed) for seed in range(readers)]
    for reader in all_readers:
        reader.start()
    try:
        work()
        while sum(reader.seen.reads for reader in all_readers) < least and not any(reader.error for reader in all_readers):
            all_readers[0].join(0.1)
    finally:
        found = [reader.finish() for reader in all_readers]
    return Seen(sum(seen.reads for seen in found), sum(seen.withdrawn for seen in found),
                *([one for seen in found for one in getattr(seen, name)] for name in ("broken_links", "broken_assets", "mixed")))
