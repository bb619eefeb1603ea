"""Pictures exist and say what they show."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Place, Problem
from pipeline.read.body import Picture
from pipeline.read.library import BrokenLink, Entry, Library
from pipeline.read.schema import ArticleFrontMatter

KINDS = (".avif", ".jpg", ".jpeg", ".png", ".webp", ".svg")


def check_pictures(library: Library) -> Iterator[Problem]:
    """Every picture must be a file under the content folder, and have words for those who can't see it."""
    for entry in library.entries:
        meta = entry.document.meta
        if isinstance(meta, ArticleFrontMatter) and meta.hero:
            yield from _check(library, entry, meta.hero.image, entry.document.located.place("hero", "image"))
        for hole in entry.document.body.holes:
            if isinstance(hole, Picture):
                yield from _check(library, entry, hole.source, hole.place)
                if not hole.alt.strip():
                    yield entry.document.problem("picture-alt", "A picture must have words that say what it shows.",
                                                 "Write them between the square brackets: ![A nurse takes a blood pressure](…).", place=hole.place)


def _check(library: Library, entry: Entry, source: str, place: Place) -> Iterator[Problem]:
    try:
        library.resolve(picture_target(source), entry.source)
    except BrokenLink as broken:
        yield entry.document.problem("picture-missing", broken.message.replace("{static}/", ""), broken.cure, place=place)
        return
    if not source.lower().endswith(KINDS):
        yield entry.document.problem("picture-kind", f"“{source}” must be a picture of a kind that browsers show.", f"Use one of {', '.join(KINDS)}.", place=place)


def picture_target(source: str) -> str:
    """The link target of a picture's source, which is a path under the content folder unless it says otherwise."""
    return source if source.startswith("{") else "{static}/" + source.lstrip("/")
