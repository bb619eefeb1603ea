"""Breaks one request of a command at a time, looks at what visitors then have, and runs the command again.

After a fault no link of any page that visitors can reach may be broken; run again, the command must finish, with the site as it
should be, and without sending again what had arrived.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import deployer
from benchmarks.fault_proxy import KINDS, ON_CHANGES, FaultProxy
from benchmarks.small_site import Fetch, broken_links, write_site
from pipeline.publish.bucket import BucketTarget
from pipeline.publish.record import read_record
from pipeline.publish.release import Release, make_release
from pipeline.publish.store import Store

_LEASE = 0.6  # seconds: a killed command's lock must not hold up the next for long
_HANGS = 120  # seconds
_AGAIN = 25  # times that a reader asks a store which answers with an error of its own
_TELL = 25  # faults between two words on how far it is
_PER_PREFIX = 12  # faults, before a new prefix keeps the listings short
_MOST_TRIES = 12


@dataclass
class Tally:
    """What came of the faults; the lists name the faults that did harm."""

    faults: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    ended_well: int = 0  # commands that did their work in spite of the fault
    broken: list[str] = field(default_factory=list)
    not_resumed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sent_again: list[str] = field(default_factory=list)


def reader_of(endpoint: str, bucket: str, prefix: str) -> Fetch:
    """What a visitor gets from a store that lets anyone read."""
    address, here = urlsplit(endpoint), threading.local()

    def fetch(url: str) -> bytes | None:
        key = prefix + url.lstrip("/") + ("index.html" if url.endswith("/") else "")
        for turn in range(_AGAIN + 1):
            try:
                if turn or not hasattr(here, "connection"):
                    here.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
                here.connection.request("GET", f"/{bucket}/{key}")
                answer = here.connection.getresponse()
                body = answer.read()
            except (http.client.HTTPException, OSError):
                if turn == _AGAIN:
                    raise
            else:
                if answer.status >= 500 and turn < _AGAIN:
                    time.sleep(0.2)
                    continue
                return body if answer.status == 200 else None
        raise AssertionError

    return fetch


class Trial:
    """A bucket, a proxy before it, and the versions of the small site."""

    def __init__(self, endpoint: str, bucket: str, work: Path) -> None:
        self.endpoint, self.bucket, self.work = endpoint, bucket, work
        self.proxy, self.tally, self._turn, self._prefixes = FaultProxy(endpoint), Tally(), 0, 0
        self._made: dict[int, tuple[Release, Path]] = {}
        self._store = Store(bucket, endpoint)
        with _endpoint(self.proxy.address):
            self._through_proxy = Store(bucket, self.proxy.address)

    def version(self, number: int) -> tuple[Release, Path]:
        if number not in self._made:
            folder = self.work / f"version-{number}"
            self._made[number] = (make_release(write_site(folder, number, articles=9, moved=3)), folder)
        return self._made[number]

    def length(self, verb: str) -> tuple[int, int]:
        """How many requests a command makes, and how many of them change something."""
        self._prepare(verb)
        self.proxy.arm()
        assert self._run(verb) == deployer.DONE
        changes = sum(not request.startswith(("GET", "HEAD")) for request in self.proxy.seen)
        return len(self.proxy.seen), changes

    def fault(self, verb: str, kind: str, at: int) -> None:
        """One fault, from the state before to the state after the second run."""
        self._prepare(verb)
        code = self._run(verb, kind, at)
        if at >= len(self.proxy.seen):
            return  # this time the command had fewer requests, and none was broken
        name = f"{verb}, {kind} at {at} ({self.proxy.seen[at]})"
        self.tally.faults += 1
        self.tally.by_kind[kind] = self.tally.by_kind.get(kind, 0) + 1
        self.tally.ended_well += code == deployer.DONE
        self.tally.broken += [f"{name}: {link}" for link in self._broken()]
        there = self._kept()
        if code != deployer.DONE and not self._resume(verb, name):
            self._turn = 0  # the next begins anew
            return
        again = [request for request in self.proxy.seen if request.startswith("PUT") and request.split("/objects/")[-1] in there] if code != deployer.DONE else []
        self.tally.sent_again += [f"{name}: {request}" for request in again]
        self.tally.wrong += [f"{name}: {path}" for path in self._wrong()]
        self.tally.broken += [f"{name}, then run again: {link}" for link in self._broken()]

    def _prepare(self, verb: str) -> None:
        """The state that the command begins in: nothing for the first publish; one version live; or two, to go back from the second."""
        new = self._turn % _PER_PREFIX == 0 or verb == "first"
        self._turn += 1
        self.proxy.arm()
        if new:
            self._prefixes += 1
            self._prefix, self._live, self._newest = f"trial-{self._prefixes}", 0, 0
            self.fetch = reader_of(self.endpoint, self.bucket, f"{self._prefix}/")
        if verb == "first":
            self.old, self.new = None, self.version(0)
            return
        if new:
            self._must("publish", self.version(0)[1])
        self._newest += 1
        self.old, self.new = self.version(self._live), self.version(self._newest)
        if verb == "rollback":
            self._must("publish", self.new[1])
            self.old, self.new = self.new, self.old
        else:
            self._live = self._newest

    def _must(self, verb: str, folder: Path | None) -> None:
        for _ in range(_MOST_TRIES):
            if self._do(verb, folder, self._store) == deployer.DONE:
                return
            time.sleep(_LEASE)
        raise RuntimeError(f"{verb} does not work without faults either")

    @property
    def _url(self) -> str:
        return f"s3://{self.bucket}/{self._prefix}"

    def _do(self, verb: str, folder: Path | None, store: Store) -> int:
        """A command in this process, which starts sooner than one of its own."""
        target = BucketTarget(self._url, self.bucket, self._prefix, _LEASE * 10, store)
        return deployer.do(verb, target, make_release(folder) if folder else None, folder)

    def _run(self, verb: str, kind: str = "", at: int = -1) -> int:
        """The command through the proxy; one that will be killed, in a process of its own."""
        what, folder = ("rollback", None) if verb == "rollback" else ("publish", self.new[1])
        if not kind.startswith("kill"):
            self.proxy.arm(kind, at)
            return self._do(what, folder, self._through_proxy)
        started: list[multiprocessing.Process] = []

        def kill() -> None:
            while not started:
                time.sleep(0.001)
            started[0].kill()

        self.proxy.arm(kind, at, kill)
        started.append(deployer.start(what, self._url, folder, self.proxy.address, _LEASE))
        started[0].join(_HANGS)
        if started[0].is_alive():
            started[0].kill()
            raise RuntimeError(f"{verb}, {kind} at {at}: hangs")
        return started[0].exitcode

    def _resume(self, verb: str, name: str) -> bool:
        for _ in range(_MOST_TRIES):
            if verb == "rollback" and self._is_new():
                return True  # to roll back once more would go further back
            code = self._run(verb)
            if code == deployer.DONE:
                return True
            if code != deployer.LOCKED_OUT:
                break
            time.sleep(_LEASE)
        self.tally.not_resumed.append(f"{name}: exit code {code}")
        return False

    def _is_new(self) -> bool:
        held = self._store.read(f"{self._prefix}.releases/record")
        record = read_record(held.data)
        return record.live == self.new[0].id and not record.begun

    def _broken(self) -> list[str]:
        """Broken links of what visitors can reach: from the home page on, and from the pages that they may have come to before."""
        if self.fetch("/") is None:
            return []  # nobody is there yet
        starts = ["/", *(path for path in ("/feed.xml", "/sitemap.xml", "/404.html") if self.fetch(path) is not None)]
        open_pages = [f"/{path.removesuffix('index.html')}" for path in (self.old[0].pages if self.old else ()) if path.endswith("index.html")]
        starts += [page for page in open_pages if self.fetch(page) is not None]
        lost = [f"{path} of the version before" for path in (self.old[0].assets if self.old else ()) if self.fetch(f"/{path}") is None]
        return broken_links(self.fetch, starts) + lost

    def _wrong(self) -> Iterator[str]:
        """Files that are not as the command should have made them."""
        release, folder = self.new
        for path in release.files:
            if self.fetch(f"/{path}") != (folder / path).read_bytes():
                yield path
        for path in (self.old[0].pages if self.old else set()) - release.pages:
            if self.fetch(f"/{path}") is not None:
                yield f"{path} is still there"

    def _kept(self) -> set[str]:
        return set(self._store.list(f"{self._prefix}.releases/objects/"))


@contextmanager
def _endpoint(address: str) -> Iterator[None]:
    """Another store for the clients that are made meanwhile."""
    former = os.environ.get("AWS_ENDPOINT_URL")
    os.environ["AWS_ENDPOINT_URL"] = address
    try:
        yield
    finally:
        os.environ.pop("AWS_ENDPOINT_URL") if former is None else os.environ.update(AWS_ENDPOINT_URL=former)


def plan(trial: Trial, verbs: dict[str, int]) -> list[tuple[str, str, int]]:
    """Every kind of fault at every request of each command, or at each `step`-th, in an order of chance that is always the same."""
    faults = []
    for verb, step in verbs.items():
        requests, changes = trial.length(verb)
        faults += [(verb, kind, at) for kind in KINDS for at in range(0, changes if kind in ON_CHANGES else requests, step)]
    random.Random(1).shuffle(faults)
    return faults


def run(trial: Trial, faults: list[tuple[str, str, int]], tell: Callable[[Tally], None]) -> Tally:
    """Do them all, and tell now and then how far it is."""
    for number, fault in enumerate(faults, 1):
        trial.fault(*fault)
        if number % _TELL == 0:
            print(f"{number} of {len(faults)} faults: {trial.tally}", file=sys.stderr, flush=True)
            tell(trial.tally)
    trial.proxy.close()
    return trial.tally
