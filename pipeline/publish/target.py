"""Where releases go: what a target must be able to do, and the targets by their addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from pipeline.publish.folder import FolderTarget
from pipeline.publish.record import Record
from pipeline.publish.release import Release
from pipeline.publish.transfer import Transfer
from pipeline.publish.trouble import TargetTrouble

_SHAPES = "Write file:///folder for a folder of this machine, or s3://bucket/prefix for a store that speaks S3."


class Target(Protocol):
    """Keeps releases and shows one of them to visitors. Every method raises TargetTrouble; only `look` may come without the lock, and reading."""

    url: str
    takes_copies: bool  # whether it keeps the compressed copies that a build makes
    passes_over: frozenset[str]  # files of a build that nothing here reads: no part of a release

    def look(self) -> None:
        """See that the target can be used, without changing anything."""

    def locked(self) -> AbstractContextManager[None]:
        """Nobody else changes the target meanwhile. Raises Locked."""

    def record(self) -> Record:
        """What the target remembers."""

    def write_record(self, record: Record) -> None:
        """Remember this instead."""

    def release(self, release_id: str) -> Release | None:
        """A kept release, or None."""

    def is_live(self, release: Release) -> bool:
        """Whether visitors get this release, file for file."""

    def keep(self, release: Release, output: Path, transfer: Transfer) -> None:
        """Bring a release's files to the target, where no page leads to them yet."""

    def check_kept(self, release: Release) -> None:
        """See that all of a kept release's bytes are at the target."""

    def show(self, release: Release, seen: Iterable[Release], begin: Callable[[], None]) -> None:
        """Make a kept release live; visitors may have seen the releases `seen`, and `begin` is called before they see any of this one."""

    def prune(self, kept: dict[str, Release], days: int) -> list[str]:
        """Delete what only other releases have, if it is that old; return what was deleted."""


def open_target(url: str) -> Target:
    """The target at an address. Raises TargetTrouble."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderTarget(url, _folder_of(url, parts.netloc, unquote(parts.path)))
    if parts.scheme == "s3":
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc) or parts.query or parts.fragment:
            raise TargetTrouble(f"--target {url}: after s3:// must stand the name of a bucket: small letters, digits, dots and hyphens. {_SHAPES}")
        # Loads boto3, which takes longer than publishing to a folder.
        from pipeline.publish.bucket import BESIDE, BucketTarget

        prefix = parts.path.strip("/")
        if any(part.endswith(BESIDE) for part in prefix.split("/")):
            raise TargetTrouble(f"--target {url}: no part of the prefix may end in “{BESIDE}”, where a target beside it keeps its releases. Choose another prefix.")
        return BucketTarget(url, parts.netloc, prefix)
    raise TargetTrouble(f"--target {url or '(nothing)'}: this must be the address of a target. {_SHAPES}")


def _folder_of(url: str, host: str, path: str) -> Path:
    if host not in {"", "localhost"}:
        raise TargetTrouble(f"--target {url}: a folder's address has three slashes. Write file:///{host}{path}, if that is the folder.")
    folder = Path(path)
    if not folder.is_absolute() or folder == Path("/"):
        raise TargetTrouble(f"--target {url}: this must name a folder from the root on, and not the root itself. {_SHAPES}")
    return folder
