"""The lock on a bucket: an object that only one command can create, renewed while it works, and free again some time after it was killed.

Both its creation and its taking over are conditional writes, so of two that try only one succeeds. How old it is, the store's
own clock tells. Whoever could not renew it stops before its time is over.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import uuid
from contextlib import suppress
from typing import Self

from pipeline.publish.record import now
from pipeline.publish.store import Held, Store
from pipeline.publish.trouble import Locked, TargetTrouble

SECONDS = 60.0
_RENEW, _STOP = 1 / 6, 3 / 4  # parts of that time after which it is renewed, and after which work without renewal stops
_MARGIN = 1.0  # seconds: HTTP's clocks count whole ones


class Lease:
    """Hold it with `with`. Raises Locked where another command does."""

    def __init__(self, store: Store, key: str, seconds: float = SECONDS) -> None:
        self.store, self.key, self.seconds = store, key, seconds
        self._owner, self._count, self._etag, self._renewed = uuid.uuid4().hex, 0, "", 0.0
        self._ended, self._thread = threading.Event(), threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._acquire()
        self._prove()
        self._thread.start()
        self.store.guard = self.check
        return self

    def __exit__(self, *_: object) -> None:
        self.store.guard = None
        self._ended.set()
        self._thread.join()
        with suppress(TargetTrouble):  # then it runs out by itself
            held = self.store.read(self.key)
            if held and self._is_ours(held):
                self.store.delete(self.key)

    def check(self) -> None:
        """Raises Locked if the lock may have run out: after a long sleep of the machine, say, or while the store was away."""
        if time.time() - self._renewed > self.seconds * _STOP:
            raise Locked(f"{self.store.url}: the lock ran out while this command was held up, so it has stopped. "
                         "The site that visitors see still works; run the same again, and it goes on from here.")

    def _acquire(self) -> None:
        while True:
            if etag := self._write(IfNoneMatch="*"):
                break
            held = self.store.read(self.key)
            if held is None:
                continue  # given back in between
            if self._is_ours(held):  # our first try arrived, and only its reply was lost
                etag = held.etag
                break
            if held.age <= _seconds_of(held) + _MARGIN:
                raise Locked(f"Another command is at work on {self.store.url}: {_holder_of(held)}. This one has changed nothing. Wait until the other has ended, "
                             f"then run the same again. If it was killed, its lock ends by itself within {_seconds_of(held) + _MARGIN:.0f} seconds.")
            if etag := self._write(IfMatch=held.etag):
                break
        self._etag = etag

    def _prove(self) -> None:
        """A store that ignores the condition would let two commands in."""
        if not self._write(IfNoneMatch="*"):
            return
        with suppress(TargetTrouble):
            self.store.delete(self.key)
        raise TargetTrouble(f"{self.store.url}: the store ignores conditional writes (If-None-Match), without which two people could publish at once and "
                            "mix their sites. Use a store that has them, such as Amazon S3, Cloudflare R2, MinIO or SeaweedFS.")

    def _keep(self) -> None:
        while not self._ended.wait(self.seconds * _RENEW):
            with suppress(TargetTrouble):  # then `check` stops the work in time
                if etag := self._write(IfMatch=self._etag):
                    self._etag = etag
                    continue
                held = self.store.read(self.key)
                if held is None or not self._is_ours(held):
                    self._renewed = 0.0  # somebody has taken it over
                    return
                self._etag = held.etag

    def _write(self, **condition: str) -> str | None:
        started = time.time()
        self._count += 1  # so that every renewal has an ETag of its own
        data = {"owner": self._owner, "count": self._count, "seconds": self.seconds, "process": os.getpid(), "host": socket.gethostname(), "since": f"{now():%Y-%m-%d %H:%M:%S} UTC"}
        if etag := self.store.put(self.key, json.dumps(data).encode(), **condition):
            self._renewed = started
        return etag

    def _is_ours(self, held: Held) -> bool:
        return _data_of(held).get("owner") == self._owner


def _data_of(held: Held) -> dict:
    with suppress(ValueError):
        if isinstance(data := json.loads(held.data), dict):
            return data
    return {}


def _seconds_of(held: Held) -> float:
    value = _data_of(held).get("seconds")
    return float(value) if isinstance(value, (int, float)) else SECONDS


def _holder_of(held: Held) -> str:
    data = _data_of(held)
    return f"process {data.get('process')} on {data.get('host')}, since {data.get('since')}"
