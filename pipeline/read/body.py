"""A body: HTML with typed holes for what is known only later (addresses, citation numbers, pictures, components).

Reading writes each hole as a token between two private-use signs; render splits the text there and fills it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.problem import Place

CLINIC = "{clinic}"  # stands for the clinic's name, also in titles and summaries
OPEN, CLOSE = "\ue002", "\ue003"
_TOKEN = re.compile(f"{OPEN}(/?)(\\d+){CLOSE}")


class Link(NamedTuple):
    """The address of a link, as the editor wrote it. Fills an `href`."""

    target: str
    text: str
    place: Place


class Citation(NamedTuple):
    """`[@id]` or `[@a; @b, p. 4]`: pairs of a reference's id and a locator, which may be empty."""

    items: tuple[tuple[str, str], ...]
    place: Place


class Picture(NamedTuple):
    """`![alt](source)`."""

    source: str
    alt: str
    place: Place
    alone: bool = False


@dataclass(frozen=True)
class Name:
    """`{clinic}`: the clinic's name, from clinic.yaml."""


class Block(NamedTuple):
    """A component around other text: `::: kind title`, or a table. `level` is the heading level of its title."""

    kind: str
    title: str
    level: int
    place: Place


class Claim(NamedTuple):
    """A statement of benefit or harm, or a fact that may run out: `::: kind name: condition, level certainty, expires day`.

    `text` is its words alone, `citations` what it cites, `count` how many ids it says to cite; `end` is the place of its last line. The condition is an id of
    `content/conditions.yaml`; a fact has neither condition nor certainty.
    """

    kind: str
    name: str
    condition: str
    certainty: str
    expires: dt.date | None
    place: Place
    end: Place = Place()
    text: str = ""
    citations: tuple[Citation, ...] = ()
    count: int | None = None


class Term(NamedTuple):
    """`[words](glossary:id)`: a term of `content/glossary.yaml`, which is explained behind the words."""

    name: str
    text: str
    place: Place


class Insert(NamedTuple):
    """`{evidence}`, `{numbers name}` or `{glossary}`, alone on its line: what is made from data. `level` is the heading level of its title."""

    kind: str
    name: str
    level: int
    place: Place


class Heading(NamedTuple):
    """One heading of the outline. `text` is plain, with the name of the clinic still as `{clinic}`."""

    level: int
    id: str
    text: str
    place: Place


class SectionStart(NamedTuple):
    """Behind a heading of the second level: where a way to the same part in another language may stand."""

    id: str


Hole = Link | Citation | Picture | Name | Block | Claim | Term | Insert | SectionStart


class End(NamedTuple):
    """Where a block or a claim ends."""

    block: Block | Claim


@dataclass(frozen=True)
class Body:
    """`html` holds tokens, each an index into `holes`."""

    html: str
    holes: tuple[Hole, ...] = ()
    outline: tuple[Heading, ...] = ()

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(hole for hole in self.holes if isinstance(hole, Claim))

    def pieces(self) -> Iterator[str | Hole | End]:
        """Runs of HTML, holes, and the ends of blocks, in order."""
        end = 0
        for found in _TOKEN.finditer(self.html):
            if found.start() > end:
                yield self.html[end:found.start()]
            hole = self.holes[int(found[2])]
            yield End(hole) if found[1] else hole
            end = found.end()
        if end < len(self.html):
            yield self.html[end:]


def token(index: int) -> str:
    """The token of a hole, or of a block's start."""
    return f"{OPEN}{index}{CLOSE}"


def end_token(index: int) -> str:
    """The token of a block's end."""
    return f"{OPEN}/{index}{CLOSE}"


def tokens(text: str) -> Iterator[tuple[bool, int]]:
    """The tokens in a text: whether it is a block's end, and the index of its hole."""
    for found in _TOKEN.finditer(text):
        yield bool(found[1]), int(found[2])


def without_tokens(text: str) -> str:
    """The text with every token taken out."""
    return _TOKEN.sub("", text)
