"""Composes what leads from one language to another: addresses for search engines, and ways for readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.read.languages import DEFAULT, url_in
from pipeline.read.library import Entry, Library
from pipeline.render import views

Addresses = Mapping[str, str]  # by language: a page's address from the site's root


def addresses_of(entry: Entry, library: Library) -> Addresses:
    """The text in each language that it is published in, its own included."""
    return {lang: other.url for lang, other in library.editions(entry).items() if other is entry or _is_open(other, entry)}


def sheet_addresses_of(entry: Entry, library: Library) -> Addresses:
    """The text's visit sheet in each language that has one."""
    return {lang: other.sheet_url for lang, other in library.editions(entry).items() if other.sheet_url and (other is entry or _is_open(other, entry))}


def compose_alternates(addresses: Addresses, absolute: Callable[[str], str]) -> tuple[views.Alternate, ...]:
    """What tells search engines of a page's languages; none where there is but one."""
    if len(addresses) < 2:
        return ()
    rows = tuple(views.Alternate(lang, absolute(addresses[lang])) for lang in sorted(addresses))
    return (*rows, views.Alternate("x-default", absolute(addresses[DEFAULT]))) if DEFAULT in addresses else rows


def compose_languages(lang: str, addresses: Addresses, library: Library, url: Callable[[str], str]) -> tuple[views.Language, ...]:
    """A way to each other language: to the same page, else to its home page."""
    words, others = library.facts.words, [other for other in library.languages if other != lang]
    return tuple(
        views.Language(other, words[other]["language_name"], url(addresses[other])) if other in addresses else
        views.Language(other, words[other]["language_home"], url(url_in(other, "/"))) for other in others)


def compose_sections(entry: Entry, library: Library, url: Callable[[str], str]) -> Callable[[str], tuple[views.Language, ...]]:
    """What gives, for a heading's id, the ways to the same part of the text in other languages."""
    others = [(lang, other) for lang, other in library.editions(entry).items() if other is not entry and _is_open(other, entry)]
    words = library.facts.words
    return lambda name: tuple(
        views.Language(lang, words[lang]["read_section"], f"{url(other.url)}#{name}") for lang, other in others if name in other.anchors)


def languages_key(entry: Entry, library: Library) -> tuple:
    """All that a text's page shows of the text in other languages."""
    return tuple((lang, other.url, other.sheet_url, sorted(other.anchors & entry.anchors)) for lang, other in library.editions(entry).items()
                 if other is not entry and _is_open(other, entry))


def _is_open(other: Entry, entry: Entry) -> bool:
    """Whether the text may lead to the other: what is hidden is only led to by what is hidden."""
    return other.document.meta.status in {"published", entry.document.meta.status}
