"""Links lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Problem
from pipeline.read.body import Link
from pipeline.read.library import BrokenLink, Library


def check_links(library: Library) -> Iterator[Problem]:
    """Every link must lead to a text, a heading, a file or an address that exists; other sites are not visited."""
    for entry in library.entries:
        for hole in entry.document.body.holes:
            if isinstance(hole, Link):
                try:
                    library.resolve(hole.target, entry.source)
                except BrokenLink as broken:
                    yield entry.document.problem("broken-link", broken.message, broken.cure, place=hole.place)
