"""Addresses are given once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.problem import Problem
from pipeline.read.library import Entry, Library

RESERVED = ("articles", "topics", "search", "assets", "es", "en", "feed", "sitemap", "robots", "404")


def check_slugs(library: Library) -> Iterator[Problem]:
    """No two texts may have one address, and none an address that the site itself uses."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in sorted(library.entries, key=lambda entry: entry.source):
        key = "slug" if entry.document.meta.slug else "title"
        if entry.slug in RESERVED:
            yield entry.document.problem("slug-reserved", f"The slug “{entry.slug}” must not be one that the site uses itself.", "Choose another slug.", key)
        if not (entry.document.whole or entry.document.meta.slug):
            continue  # its slug is a stand-in
        other = first.setdefault((entry.slug, entry.lang), entry)
        if other is not entry:
            place = other.document.located.place("slug" if other.document.meta.slug else "title")
            where = f"{Path(other.source).as_posix()}:{place.line}"
            yield entry.document.problem("slug-twice", f"The slug “{entry.slug}” must be this text's alone; {where} has it too.",
                                         "Give one of the two another slug.", key)
