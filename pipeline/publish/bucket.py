"""The target `s3://bucket/prefix`: any store that speaks S3, usually behind a CDN.

    PREFIX/…                         what visitors get
    PREFIX.releases/objects/SHA256   the bytes of every file of every kept release, assets apart
    PREFIX.releases/manifests/ID     what each release is made of
    PREFIX.releases/record, lock

Bytes are first brought beside the site, where nobody sees them; going live only copies inside the store. A link never leads
to what is not there: new pages come before those that lead to them; pages that are gone first become the page for wrong
addresses, and are deleted when no page leads there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.publish.changes import pages_of
from pipeline.publish.headers import FOR_HOSTS, is_asset
from pipeline.publish.lease import SECONDS, Lease
from pipeline.publish.record import Record, read_record
from pipeline.publish.release import NOT_FOUND, File, Release, read_release, steps
from pipeline.publish.store import WORKERS, Listed, Store
from pipeline.publish.transfer import Transfer
from pipeline.publish.trouble import TargetTrouble

BESIDE = ".releases"  # what the prefix of a site gets to be that of its kept releases


class BucketTarget:
    """Keeps releases beside a prefix of a bucket, and makes one of them live under it."""

    takes_copies = False  # a CDN compresses
    passes_over = FOR_HOSTS  # a store sends headers of its own

    def __init__(self, url: str, bucket: str, prefix: str, lease_seconds: float = SECONDS, store: Store | None = None) -> None:
        self.url, self.lease_seconds = url, lease_seconds
        self.site, self.home = f"{prefix}/" if prefix else "", f"{prefix}{BESIDE}/"
        self.store = store or Store(bucket, url)

    def look(self) -> None:
        """See that the bucket can be reached and listed, and that no other target lies around this one or within it. Raises TargetTrouble."""
        is_new = not self.store.list(self.home, most=1)
        folders = self.site.split("/")[:-1]
        for outer in ("/".join(folders[:depth]) for depth in range(len(folders))):
            if self.store.list(f"{outer}{BESIDE}/", most=1):
                raise self._refusal("within", outer)
        if is_new:  # later ones have been refused, each as it came
            for inner in sorted(_targets_among(self.store.list(self.site))):
                raise self._refusal("around", self.site + inner)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the target meanwhile. Raises Locked."""
        with Lease(self.store, f"{self.home}lock", self.lease_seconds):
            yield

    def record(self) -> Record:
        """What was published here. Raises TargetTrouble."""
        held = self.store.read(f"{self.home}record")
        try:
            return read_record(held.data) if held else Record()
        except (ValueError, KeyError, TypeError) as error:
            raise TargetTrouble(f"{self.home}record of {self.url} must be as publishing wrote it: {error}. Put it back from a backup, or publish to a new prefix.") from None

    def write_record(self, record: Record) -> None:
        self.store.put(f"{self.home}record", record.as_json())

    def release(self, release_id: str) -> Release | None:
        """A kept release, or None. Raises TargetTrouble."""
        held = self.store.read(f"{self.home}manifests/{release_id}")
        try:
            return read_release(held.data) if held else None
        except (ValueError, KeyError, TypeError) as error:
            raise TargetTrouble(f"{self.home}manifests/{release_id} of {self.url} must be as publishing wrote it: {error}. Publish again, or roll back to another release.") from None

    def is_live(self, release: Release) -> bool:
        """Whether visitors get this release, file for file."""
        there = self._site()
        return not self._different(release, release.files, there) and not self._leftovers(release, there)

    def keep(self, release: Release, output: Path, transfer: Transfer) -> None:
        """Bring the release's assets to their place, and all other bytes beside the site."""
        missing_assets = self._different(release, release.assets, self._site())
        objects = self._objects()
        missing = {release.files[path].sha256: path for path in sorted(release.pages) if not _is_kept(objects, release.files[path])}
        transfer.expect(len(missing_assets) + len(missing), sum(release.files[path].size for path in (*missing_assets, *missing.values())))

        def send(path: str, key: str) -> None:
            file, data = release.files[path], (output / path).read_bytes()
            if hashlib.sha256(data).hexdigest() != file.sha256:
                raise TargetTrouble(f"{path} has changed since it was built: another build has written to {output}. The live site is as it was; publish again.")
            self.store.put(key, data, file)
            transfer.step(file.size)

        self.store.put(f"{self.home}manifests/{release.id}", release.as_json())
        _each(lambda path: send(path, self.site + path), missing_assets)
        _each(lambda sha256: send(missing[sha256], f"{self.home}objects/{sha256}"), missing)

    def check_kept(self, release: Release) -> None:
        """A release that goes live without a build must be here whole. Raises TargetTrouble."""
        objects = self._objects()
        lost = [path for path in sorted(release.pages) if not _is_kept(objects, release.files[path])] + self._different(release, release.assets, self._site())
        if lost:
            raise TargetTrouble(f"The release {release.id} is not whole any more: {lost[0]} was deleted from the bucket. "
                                "Publish its content again, or choose another release. The live site is as it was.")

    def show(self, release: Release, seen: Iterable[Release], begin: Callable[[], None]) -> None:
        """Make a kept release live; `begin` is called right before the first page changes that visitors may have open."""
        there, objects = self._site(), self._objects()
        visible = {path for one in seen for path in one.pages}
        different = self._different(release, release.pages, there)

        def copy(path: str, source: str = "") -> None:
            file = release.files[source or path]
            self.store.copy(f"{self.home}objects/{file.sha256}", objects[file.sha256].etag, self.site + path, file)

        # What killed commands left is not visible, so nothing leads there yet: it counts as new.
        for step in steps(path for path in different if path not in visible):
            _each(copy, step)
        begin()
        for step in steps(path for path in different if path in visible):
            _each(copy, step)
        gone = self._leftovers(release, there)
        if NOT_FOUND in release.files:  # pages that go together lead to each other: none is deleted while another still says so
            _each(lambda path: copy(path, NOT_FOUND), pages_of(gone))
        _each(lambda path: self.store.delete(self.site + path), gone)

    def prune(self, kept: dict[str, Release], days: int) -> list[str]:
        """Delete what no kept release has and what has been there for so many days; return the paths."""
        used = {file.sha256 for release in kept.values() for file in release.files.values()}
        assets = {path for release in kept.values() for path in release.assets}
        listed = self._site()
        oldest = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        gone = [f"{self.home}manifests/{name}" for name in self.store.list(f"{self.home}manifests/") if name not in kept]
        gone += [f"{self.home}objects/{name}" for name, one in self._objects().items() if name not in used and one.modified <= oldest]
        candidates = [path for path, one in listed.items() if is_asset(f"/{path}") and path not in assets and one.modified <= oldest]
        gone += [self.site + path for path in self._ours(candidates)]
        _each(self.store.delete, gone)
        return gone

    def _refusal(self, where: str, prefix: str) -> TargetTrouble:
        other = f"s3://{self.store.bucket}/{prefix}".rstrip("/")
        return TargetTrouble(f"{self.url} must not lie {where} another target: {other} is one. "
                             "Choose a prefix beside it, as www and staging are; or delete that one, its kept releases too.")

    def _site(self) -> dict[str, Listed]:
        """What stands where visitors look, without all that belongs to a target: kept releases, ours or of one within, and its site."""
        listed = self.store.list(self.site)
        others = tuple(f"{prefix}{end}/" for prefix in _targets_among(listed) for end in ("", BESIDE))
        return {path: one for path, one in listed.items() if not path.startswith(others)}

    def _objects(self) -> dict[str, Listed]:
        return self.store.list(f"{self.home}objects/")

    def _different(self, release: Release, paths: Iterable[str], there: dict[str, Listed]) -> list[str]:
        """Those of the paths where visitors get other bytes, another type or another cache rule, or nothing."""
        wanted = sorted(paths)
        looked = [path for path in wanted if path in there and there[path].size == release.files[path].size]
        same = {path for path, found in zip(looked, _each(lambda path: self.store.describe(self.site + path), looked), strict=True)
                if found == (release.files[path].sha256, release.files[path].type, release.files[path].cache)}
        return [path for path in wanted if path not in same]

    def _leftovers(self, release: Release, there: dict[str, Listed]) -> list[str]:
        """What we once published and is no more in the release; assets stay for pages that are still open."""
        return self._ours(path for path in there if path not in release.files and not is_asset(f"/{path}"))

    def _ours(self, paths: Iterable[str]) -> list[str]:
        """Those that publishing wrote: what somebody else keeps in the bucket is left alone."""
        paths = sorted(paths)
        return [path for path, found in zip(paths, _each(lambda path: self.store.describe(self.site + path), paths), strict=True) if found and found[0]]


def _targets_among(paths: Iterable[str]) -> set[str]:
    """The prefixes of the targets whose kept releases are among the paths."""
    return {prefix for prefix, mark, _ in (path.partition(f"{BESIDE}/") for path in paths) if mark}


def _is_kept(objects: dict[str, Listed], file: File) -> bool:
    return file.sha256 in objects and objects[file.sha256].size == file.size


def _each(work: Callable[[str], Any], items: Iterable[str]) -> list[Any]:
    """Do the work for all items, several at once; at the first failure begin no other, and raise it when those under way have ended."""
    with ThreadPoolExecutor(WORKERS) as threads:
        futures = [threads.submit(work, item) for item in items]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
        failed = [future for future in futures if not future.cancelled() and future.exception()]
        if failed:
            failed[0].result()
        return [future.result() for future in futures]
