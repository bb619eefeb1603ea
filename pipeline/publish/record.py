"""What a target remembers: which releases went live when, what is live, and what of the last command is left to do."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

Kind = Literal["publish", "rollback"]


@dataclass(frozen=True)
class Event:
    """A release went live at `at` (UTC, ISO 8601); `changes` says in words what that changed."""

    id: str
    at: str
    kind: Kind
    articles: int
    changes: list[str]


@dataclass(frozen=True)
class Record:
    """What the target knows of its releases.

    `live` is the last release that was finished; `begun` are later ones of which visitors may have seen a part, and `doing` is
    what the last of them was begun for. `unpurged` are addresses that the CDN has not been told of yet.
    """

    live: str | None = None
    begun: list[str] = field(default_factory=list)
    doing: Kind | None = None
    unpurged: list[str] = field(default_factory=list)
    log: list[Event] = field(default_factory=list)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    def begin(self, release: str, kind: Kind) -> Record:
        """The record from when visitors may see a part of the release."""
        return replace(self, begun=[*(one for one in self.begun if one != release), release], doing=kind)

    def add(self, event: Event) -> Record:
        """The record once the event's release is live."""
        return replace(self, live=event.id, begun=[], doing=None, log=[*self.log, event])

    def owe(self, urls: Iterable[str]) -> Record:
        """The record with addresses that the CDN must be told of."""
        return replace(self, unpurged=sorted({*self.unpurged, *urls}))

    @property
    def earlier(self) -> list[str]:
        """The releases that a rollback goes back through, the last one last, what is live left out.

        A rollback takes back what was published after its release; so a second one goes further back, not forth again.
        """
        stack: list[str] = []
        for event in self.log:
            at = stack.index(event.id) if event.id in stack else len(stack)
            del stack[at:None if event.kind == "rollback" else at + 1]
            stack.append(event.id)
        return [release for release in stack if release != self.live]

    def last_live(self, release: str) -> dt.datetime | None:
        """When the release was last live: now, where it still is; None where it never was."""
        if release == self.live or release in self.begun:
            return now()
        ends = [dt.datetime.fromisoformat(after.at) for event, after in zip(self.log, self.log[1:], strict=False) if event.id == release]
        return max(ends, default=None)


def read_record(data: bytes) -> Record:
    """The record in a file. Raises ValueError, KeyError or TypeError where it is none."""
    values = json.loads(data)
    return Record(values["live"], values["begun"], values["doing"], values["unpurged"], [Event(**event) for event in values["log"]])


def now() -> dt.datetime:
    """This moment in UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
