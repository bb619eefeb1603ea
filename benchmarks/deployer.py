"""Publishes the small site's versions in processes of their own, which can be killed."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from pipeline.publish import deploy
from pipeline.publish.bucket import BucketTarget
from pipeline.publish.folder import FolderTarget
from pipeline.publish.release import Release, make_release
from pipeline.publish.target import Target
from pipeline.publish.trouble import Locked, TargetTrouble

DONE, FAILED, LOCKED_OUT = 0, 1, 3

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["benchmarks.deployer_warm"])  # what every process needs is loaded once


def open_small(url: str, lease_seconds: float = 60) -> Target:
    """The target at an address, with the lock's time as wanted."""
    if url.startswith("file://"):
        return FolderTarget(url, Path(url.removeprefix("file://")))
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    return BucketTarget(url, bucket, prefix, lease_seconds)


def start(verb: str, url: str, folder: Path | None, endpoint: str = "", lease_seconds: float = 60, gate: object = None) -> multiprocessing.Process:
    """Begin `publish` of a folder, or `rollback`; the exit code is one of those above. With a gate, a barrier, it waits there."""
    aws = {name: value for name, value in os.environ.items() if name.startswith("AWS_")} | ({"AWS_ENDPOINT_URL": endpoint} if endpoint else {})
    process = _context.Process(target=_work, args=(verb, url, folder, aws, lease_seconds, gate))
    process.start()
    return process


def gate_for(count: int) -> object:
    """A barrier for so many processes."""
    return _context.Barrier(count)


def _work(verb: str, url: str, folder: Path | None, aws: dict[str, str], lease_seconds: float, gate: object) -> None:
    os.environ.update(aws)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 to its end
    target = open_small(url, lease_seconds)
    release = make_release(folder) if folder else None
    if gate:
        gate.wait()
    sys.exit(do(verb, target, release, folder))


def do(verb: str, target: Target, release: Release | None, folder: Path | None) -> int:
    """Do what a command does; return one of the codes above."""
    try:
        if verb == "publish":
            deploy.publish(target, release, folder)
        else:
            deploy.roll_back(target, None)
    except Locked:
        return LOCKED_OUT
    except TargetTrouble:
        return FAILED
    return DONE
