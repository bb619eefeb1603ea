"""Addresses are given once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text
from pipeline.read.library import Entry

RESERVED = ("articles", "topics", "search", "assets", "es", "en", "feed", "sitemap", "robots", "404")


@rule("slug-reserved", scope="page")
def check_reserved(text: Text, site: Site) -> Iterator[Found]:  # noqa: ARG001 every rule of a page gets the site
    """No text may have an address that the site itself uses."""
    if text.entry.slug in RESERVED:
        yield Found(text.place("slug" if text.meta.slug else "title"), f"The slug “{text.entry.slug}” must not be one that the site uses itself.", "Choose another slug.")


@rule("slug-twice", scope="site")
def check_twice(site: Site) -> Iterator[Found]:
    """No two texts may have one address."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in sorted(site.library.entries, key=lambda entry: entry.source):
        if not (entry.document.whole or entry.document.meta.slug):
            continue  # its slug is a stand-in
        if (other := first.setdefault((entry.slug, entry.lang), entry)) is not entry:
            yield from (_taken(other, entry), _taken(entry, other))


def _taken(entry: Entry, other: Entry) -> Found:
    """Told of both: either may be the one that was added."""
    own, its = (one.document.located.place("slug" if one.document.meta.slug else "title") for one in (entry, other))
    return Found(own, f"The slug “{entry.slug}” must be this text's alone; {Path(other.source).as_posix()}:{its.line} has it too.", "Give one of the two another slug.", entry.document.path)
