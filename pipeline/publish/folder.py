"""The target `file:///…`: a folder on a server's own disk, from which a web server reads.

current -> releases/ID   what visitors get; switched in one step
releases/ID/…            a release, with compressed copies; releases share the files in which they do not differ
assets/…                 every file named by its digest that some kept release has
manifests/ID.json        what each release is made of
record.json, lock
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.publish.compressed import holds
from pipeline.publish.headers import FOR_HOSTS, POLICY
from pipeline.publish.record import Record, now, read_record
from pipeline.publish.release import Release, read_release
from pipeline.publish.transfer import Transfer
from pipeline.publish.trouble import Locked, TargetTrouble
from pipeline.render.compress import COPIES

_OURS = {"current", "releases", "assets", "manifests", "record.json", "lock", ".record.json.part", "current.next"}  # the last two may be left by a first command that was broken off


class FolderTarget:
    """Keeps releases under a folder, and makes one of them live."""

    takes_copies = True
    passes_over = FOR_HOSTS - {POLICY}  # which Caddy reads

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.current, self.releases = folder / "current", folder / "releases"

    def look(self) -> None:
        """See that the folder is ours, or may become ours. Raises TargetTrouble."""
        with self._telling():
            if self.folder.exists() and not self.folder.is_dir():
                raise TargetTrouble(f"{self.folder} must be a folder, not a file. Choose another target.")
            strange = sorted({path.name for path in self.folder.iterdir()} - _OURS) if self.folder.is_dir() else []
            if strange and not (self.folder / "record.json").exists():
                raise TargetTrouble(f"{self.folder} must be empty, or a target of earlier releases: it holds “{strange[0]}”. Choose a folder that is new or empty.")
            if self.current.exists() and not self.current.is_symlink():
                raise TargetTrouble(f"{self.current} must be a link that publishing has made, and is something else. Move it away, then run the same again.")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the target meanwhile. Raises Locked. The system gives the lock back when a process ends, however it ends."""
        with self._telling():
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("a+", encoding="utf-8")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise Locked(f"Another command is at work on {self.url}: {lock.read().strip() or 'it has just begun'}. "
                             "This one has changed nothing. Wait until the other has ended, then run the same again.") from None
            lock.seek(0)
            lock.truncate()
            lock.write(f"process {os.getpid()} on {socket.gethostname()}, since {now():%Y-%m-%d %H:%M:%S} UTC")
            lock.flush()
            with self._telling():
                yield

    def record(self) -> Record:
        """What was published here. Raises TargetTrouble."""
        path = self.folder / "record.json"
        try:
            return read_record(path.read_bytes()) if path.exists() else Record()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TargetTrouble(f"{path} must be as publishing wrote it: {error}. Put it back from a backup, or publish to a new folder.") from None

    def write_record(self, record: Record) -> None:
        self._write(self.folder / "record.json", record.as_json())

    def release(self, release_id: str) -> Release | None:
        """A kept release, or None. Raises TargetTrouble."""
        path = self.folder / "manifests" / f"{release_id}.json"
        try:
            return read_release(path.read_bytes()) if path.exists() else None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TargetTrouble(f"{path} must be as publishing wrote it: {error}. Publish again, or roll back to another release.") from None

    def is_live(self, release: Release) -> bool:
        """Whether visitors get this release, file for file."""
        return self._id_of(self.current) == release.id and self._is_whole(self.current.resolve(), release) and not self._missing_assets(release)

    def keep(self, release: Release, output: Path, transfer: Transfer) -> None:
        """Bring the release's files here, unseen by visitors."""
        self._whole_tree(release) or self._make_tree(release, output, transfer)

    def check_kept(self, release: Release) -> None:
        """A release that goes live without a build must be here whole. Raises TargetTrouble."""
        if not self._whole_tree(release):
            raise TargetTrouble(f"The release {release.id} is not whole any more: files under {self.releases} were changed or deleted. "
                                "Publish its content again, or choose another release. The live site is as it was.")

    def show(self, release: Release, seen: Iterable[Release], begin: Callable[[], None]) -> None:  # noqa: ARG002 as every target has it
        """Make a kept release live, in one step; `begin` is called right before visitors can see any of it."""
        tree = self._whole_tree(release)
        for path in self._missing_assets(release):
            asset = self.folder / path
            asset.parent.mkdir(parents=True, exist_ok=True)
            for suffix in ("", *COPIES):
                if (tree / (path + suffix)).exists():
                    part = asset.with_name(f".{asset.name}{suffix}.part")
                    part.unlink(missing_ok=True)
                    _share(tree / (path + suffix), part)
                    os.replace(part, asset.with_name(asset.name + suffix))
        _flush_folders(self.folder / "assets")
        begin()
        link = self.folder / "current.next"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("releases") / tree.name)
        os.replace(link, self.current)
        _flush(self.folder)

    def prune(self, kept: dict[str, Release], days: int) -> list[str]:  # noqa: ARG002 as every target has it
        """Delete what no kept release has; return the paths."""
        gone = [path for path in self._entries("releases") if path.name.split(".")[0] not in kept]
        gone += [path for path in self._entries("manifests") if path.stem not in kept]
        assets = {path + suffix for release in kept.values() for path in release.assets for suffix in ("", *COPIES)}
        unused = [path for path in (self.folder / "assets").rglob("*") if path.is_file() and path.relative_to(self.folder).as_posix() not in assets]
        for path in (*gone, *unused):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return sorted(path.relative_to(self.folder).as_posix() for path in (*gone, *unused))

    def _make_tree(self, release: Release, output: Path, transfer: Transfer) -> None:
        """Write the release beside the others, and give it its name when every byte is on the disk."""
        part = self.releases / f".{release.id}.part"
        for left in self.releases.glob(".*.part"):  # by commands that were killed
            shutil.rmtree(left)
        old_tree, old = self.current.resolve(), self.release(self._id_of(self.current) or "")
        shared = {file.sha256: old_tree / path for path, file in old.files.items()} if old else {}
        transfer.expect(len(release.files), sum(file.size for file in release.files.values()))

        def add(path: str) -> None:
            file, to = release.files[path], part / path
            to.parent.mkdir(parents=True, exist_ok=True)
            source = shared.get(file.sha256)
            if source is None or not _take_over(source, to, file.sha256):
                data = (output / path).read_bytes()
                if hashlib.sha256(data).hexdigest() != file.sha256:
                    raise TargetTrouble(f"{path} has changed since it was built: another build has written to {output}. The live site is as it was; publish again.")
                _write_new(to, data)
                for suffix in COPIES:
                    if (beside := output / (path + suffix)).exists() and holds(suffix, copy := beside.read_bytes(), file.sha256):
                        _write_new(to.with_name(to.name + suffix), copy)
            transfer.step(file.size)

        with ThreadPoolExecutor() as threads:
            for _ in threads.map(add, release.files):
                pass
        _flush_folders(part)
        self._write(self.folder / "manifests" / f"{release.id}.json", release.as_json())
        tree, number = self.releases / release.id, 1
        while tree.exists():  # it is there, but not whole, and perhaps live
            tree, number = self.releases / f"{release.id}.{number}", number + 1
        os.rename(part, tree)
        _flush(self.releases)

    def _whole_tree(self, release: Release) -> Path | None:
        return next((tree for tree in self._entries("releases") if tree.name.split(".")[0] == release.id and self._is_whole(tree, release)), None)

    def _is_whole(self, tree: Path, release: Release) -> bool:
        """Whether the folder holds the release's files, their compressed copies, and nothing else, byte for byte."""
        found = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
        return found >= release.files.keys() and all(_is_right(tree / path, path, release) for path in found)

    def _missing_assets(self, release: Release) -> list[str]:
        return [path for path in sorted(release.assets) if not _is_right(self.folder / path, path, release)]

    def _entries(self, name: str) -> list[Path]:
        folder = self.folder / name
        return sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []

    def _id_of(self, link: Path) -> str | None:
        return os.readlink(link).rpartition("/")[2].split(".")[0] if link.is_symlink() else None

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        _write_new(part, data)
        os.replace(part, path)
        _flush(path.parent)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say in words what the file system refuses."""
        try:
            yield
        except OSError as error:
            raise TargetTrouble(f"{error.filename or self.folder}: {error.strerror or error}. The live site is as it was. "
                                "See that the folder can be written and that the disk has room, then run the same again.") from error


def _is_right(file: Path, path: str, release: Release) -> bool:
    """Whether a file has the bytes that the release gives it, or is a compressed copy of them."""
    with suppress(OSError):
        if path in release.files:
            return hashlib.sha256(file.read_bytes()).hexdigest() == release.files[path].sha256
        of, suffix = path[:-3], path[-3:]
        return suffix in COPIES and of in release.files and holds(suffix, file.read_bytes(), release.files[of].sha256)
    return False


def _take_over(source: Path, to: Path, sha256: str) -> bool:
    """Share a file of another release with its compressed copies, if their bytes are still right."""
    with suppress(OSError):
        if hashlib.sha256(source.read_bytes()).hexdigest() != sha256:
            return False
        beside = {suffix: source.with_name(source.name + suffix) for suffix in COPIES}
        found = {suffix: copy for suffix, copy in beside.items() if copy.exists()}
        if not all(holds(suffix, copy.read_bytes(), sha256) for suffix, copy in found.items()):
            return False
        _share(source, to)
        for suffix, copy in found.items():
            _share(copy, to.with_name(to.name + suffix))
        return True
    return False


def _share(source: Path, to: Path) -> None:
    """A second name for the same bytes; a copy where the file system has no such thing."""
    try:
        os.link(source, to)
    except FileExistsError:
        raise
    except OSError:
        _write_new(to, source.read_bytes())


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, down to the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Bring a folder's names down to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folders(top: Path) -> None:
    for folder, _, _ in os.walk(top):
        _flush(Path(folder))
