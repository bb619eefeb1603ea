"""Addresses that a text had before lead to it, straight and from one place alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.check.rule import Found, Site, rule
from pipeline.read.library import Entry, Library, file_of

# Where the site puts files under names that no text knows; the last are files for hosts, which a production build makes.
_OWN = re.compile(r"/assets/.*|/(?:articles|topics/[^/]+)/page/\d+/|/_(?:headers|policy|redirects)/.*")


@rule("alias-taken", scope="site")
def check_taken(site: Site) -> Iterator[Found]:
    """An alias must not be an address that a page has: each leads straight to its text, without a chain or a loop."""
    moved = [entry for entry in site.library.entries if entry.document.meta.aliases]
    taken = _files(site.library) if moved else {}
    for entry in moved:
        for index, alias in enumerate(entry.document.meta.aliases):
            if file_of(alias).casefold() in taken or _OWN.fullmatch(alias.casefold()):
                message, cure = _why(entry, alias, taken.get(file_of(alias).casefold()))
                yield Found(entry.document.located.place("aliases", index), message, cure, entry.document.path)


@rule("alias-twice", scope="site")
def check_twice(site: Site) -> Iterator[Found]:
    """An alias must stand once, in one text."""
    first: dict[str, str] = {}
    for entry in site.library.entries:
        for index, alias in enumerate(entry.document.meta.aliases):
            here = entry.document.located.place("aliases", index)
            where = first.setdefault(file_of(alias).casefold(), f"{entry.source}:{here.line}:{here.column}")
            if where != f"{entry.source}:{here.line}:{here.column}":
                yield Found(here, f"The alias “{alias}” must stand once; it stands at {where}, too.", "Delete one of the two.", entry.document.path)


def _files(library: Library) -> Mapping[str, Entry | None]:
    """The file of every page, in small letters: on some systems two that differ in nothing else are one."""
    return {**{file_of(url).casefold(): None for url in library.other_urls | library.sheets},
            **{entry.save_as.casefold(): entry for entry in library.entries if not entry.is_draft}}


def _why(entry: Entry, alias: str, other: Entry | None) -> tuple[str, str]:
    if other is entry:
        return f"“{alias}” must not be the text's own address: it would lead to itself.", "Delete it."
    if other is None:
        return f"“{alias}” must not be an address that the site uses itself.", "Delete it."
    if entry.url in other.document.meta.aliases:
        return f"“{alias}” must not be the address of {other.source}, which has “{entry.url}” as an alias: each would lead to the other.", "Delete one of the two aliases."
    return f"“{alias}” must not be the address of a page; {other.source} has it.", "Delete the alias, or give that text another slug."
