"""Fills a body's holes: addresses, citation numbers, pictures, components."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from pipeline.read.body import Block, Body, Citation, End, Link, Name, Picture


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


@dataclass(frozen=True)
class Filler:
    """What render knows by now: how to reach an address, how to show a picture, and the theme's macros for a body."""

    link: Callable[[str], str]
    picture: Callable[[Picture], object]
    macros: object
    words: Mapping[str, str]
    name: str

    def fill(self, body: Body, citations: Citations) -> Markup:
        """The finished HTML of the body; `citations` gathers what it cites."""
        stack: list[list[str]] = [[]]
        for piece in body.pieces():
            match piece:
                case str():
                    stack[-1].append(piece)
                case Link():
                    stack[-1].append(escape(self.link(piece.target)))
                case Citation():
                    stack[-1].append(self._citation(piece, citations))
                case Picture():
                    stack[-1].append(self.macros.picture(self.picture(piece), piece.alone))
                case Name():
                    stack[-1].append(escape(self.name))
                case Block():
                    stack.append([])
                case End():
                    inner = Markup("".join(stack.pop()))
                    stack[-1].append(self.macros.block(piece.block, inner, self.words))
        return Markup("".join(stack[0]))

    def _citation(self, citation: Citation, citations: Citations) -> str:
        links = []
        for name, locator in citation.items:
            number, place = citations.cite(name)
            label = f"{number}({''.join(locator.split())})" if locator else str(number)  # AMA 3.6.1: 3(p4)
            links.append((label, f"#reference-{number}", place))
        return self.macros.citation(links, self.words)
