"""What differs between two releases, and how to say so to an editor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.publish.release import Release, url_of

_NAMED = 3  # pages that a sentence names; the rest is counted


@dataclass(frozen=True)
class Changes:
    """Paths of files other than assets."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(sorted({*self.added, *self.changed, *self.gone}))


def compare(old: Release | None, new: Release) -> Changes:
    """What a visitor finds new, changed or gone."""
    if old is None:
        return Changes(added=tuple(sorted(new.pages)))
    both = old.pages & new.pages
    return Changes(tuple(sorted(new.pages - old.pages)), tuple(sorted(path for path in both if old.files[path] != new.files[path])), tuple(sorted(old.pages - new.pages)))


def describe(changes: Changes, old: Release | None, new: Release) -> list[str]:
    """One sentence each for the pages that are new, changed and gone: titles where editors gave them, else addresses."""
    if old is None:
        return [f"The first release: {len(pages_of(new.files))} pages."]
    titles = {**old.titles, **new.titles}
    sentences = [_say(words, pages_of(paths), titles) for words, paths in (("New", changes.added), ("Changed", changes.changed), ("Gone", changes.gone))]
    told = [sentence for sentence in sentences if sentence]
    if not told and changes.all:
        return ["No page changed, only files beside them: " + ", ".join(map(url_of, changes.all)) + "."]
    return told or ["Nothing that a page shows."]


def advise(changes: Changes, old: Release | None) -> list[str]:
    """What to do for those who come to the address of a text that is gone: an article that took its place can lead there, which makes a page at the old address."""
    lost = [url_of(path) for path in changes.gone if old and path in old.titles]
    if not lost:
        return []
    return [f"Whoever saved {', '.join(lost)} finds nothing there. If another article took its place, name the old address in that one: aliases: [{lost[0]}]"]


def pages_of(paths: Iterable[str]) -> list[str]:
    """Those that are pages."""
    return [path for path in paths if path.endswith(".html")]


def _say(words: str, paths: Sequence[str], titles: dict[str, str]) -> str:
    if not paths:
        return ""
    ordered = sorted(paths, key=lambda path: (path not in titles, path))  # what editors wrote comes before lists of it
    names = [titles.get(path) or url_of(path) for path in ordered]
    shown, left = names[:_NAMED], len(names) - _NAMED
    return f"{words}: {', '.join(shown)}{f', and {left:,} more' if left > 0 else ''}."
