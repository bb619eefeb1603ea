"""Fills a body's holes: addresses, citation numbers, pictures, components."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup, escape

from pipeline.read.body import (
    Block,
    Body,
    Citation,
    Claim,
    End,
    Insert,
    Link,
    Name,
    Picture,
    SectionStart,
    Term,
)
from pipeline.render import views

# Where a part of a long text begins: the styles let a phone lay it out only when it comes near. The sign can't be in a text.
_HEADING, _PART = '<h2 id="', "\0"
_TAG = re.compile(r"<[^>]*>")
# How much room a part is given until it is laid out, in rem, as layout.css has it. On a phone 14 characters take a rem's height, headings and all: with
# less room than it needs, what judges a page that is not laid out yet sees the parts lie over each other.
_ROOM, _CHARACTERS = (15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1000), 14


@dataclass
class Citations:
    """The numbers of an article's references, in order of appearance, and the places that cite each."""

    places: dict[str, list[str]] = field(default_factory=dict)

    def cite(self, name: str) -> tuple[int, str]:
        """The number of a reference and the id of this place."""
        places = self.places.setdefault(name, [])
        number = list(self.places).index(name) + 1
        places.append(f"cite-{number}-{len(places) + 1}")
        return number, places[-1]


def cite(name: str, locator: str, citations: Citations) -> views.Cited:
    """One citation of a reference, counted and ready to be shown."""
    number, place = citations.cite(name)
    label = f"{number}({''.join(locator.replace('.', '').split())})" if locator else str(number)  # AMA 3.6.1: 3(p4)
    return views.Cited(label, f"#reference-{number}", place)


class Filler(NamedTuple):
    """What render knows by now: how to reach an address, how to show a picture, and the theme's macros for a body."""

    link: Callable[[str], str]
    picture: Callable[[Picture], object]
    claim: Callable[[Claim], views.Claim]
    term: Callable[[Term], views.Term]
    insert: Callable[[Insert, Citations], object]
    languages: Callable[[str], Sequence[views.Language]]
    macros: object
    words: Mapping[str, str]
    name: str
    parts: bool = False
    back: views.Link | None = None

    def fill(self, body: Body, citations: Citations) -> Markup:  # noqa: C901 a branch for each kind of hole
        """The finished HTML of the body; `citations` gathers what it cites. Where `parts`, each heading of the second level begins a part, which ends with the way `back`."""
        stack: list[list[str]] = [[]]
        for piece in body.pieces():
            match piece:
                case str():
                    stack[-1].append(piece.replace(_HEADING, f"{_PART}{_HEADING}") if self.parts and len(stack) == 1 else piece)
                case Link():
                    stack[-1].append(escape(self.link(piece.target)))
                case Citation():
                    stack[-1].append(self._citation(piece, citations))
                case Picture():
                    stack[-1].append(self.macros.picture(self.picture(piece), piece.alone))
                case Name():
                    stack[-1].append(escape(self.name))
                case Term():
                    stack[-1].append(self.macros.term(self.term(piece), self.words))
                case Insert():
                    stack[-1].append(self.macros.insert(piece.kind, self.insert(piece, citations), piece.level, self.words))
                case SectionStart():
                    stack[-1].append(self.macros.section_languages(self.languages(piece.id)))
                case Block() | Claim():
                    stack.append([])
                case End(block=Claim()):
                    inner = Markup("".join(stack.pop()))  # noqa: S704 made by templates
                    stack[-1].append(self.macros.claim(self.claim(piece.block), inner, self.words))
                case End():
                    inner = Markup("".join(stack.pop()))  # noqa: S704 made by templates
                    stack[-1].append(self.macros.block(piece.block, inner, self.words))
        first, *parts = "".join(stack[0]).split(_PART)
        end = self.macros.part_end(self.back, self.words) if self.back else ""
        return Markup(first + "".join(f'<section class="part part--{_room(part)}">\n{part}{end}</section>\n' for part in parts))  # noqa: S704 made by templates

    def _citation(self, citation: Citation, citations: Citations) -> str:
        return self.macros.citation([cite(name, locator, citations) for name, locator in citation.items], self.words)


def _room(part: str) -> int:
    needed = len(_TAG.sub("", part)) / _CHARACTERS
    return next((room for room in _ROOM if room >= needed), _ROOM[-1])
