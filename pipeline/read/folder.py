"""Reads texts without Pelican: a content folder, or some files of it, in; a library out, as Pelican's generators would have it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.problem import Problem
from pipeline.read.body import Link
from pipeline.read.document import Document, check_slug, read_document
from pipeline.read.facts import Facts
from pipeline.read.languages import LANGUAGES, url_in
from pipeline.read.library import SPECIAL_PAGES, Entry, Library, file_of
from pipeline.read.markdown import Converter
from pipeline.store.snapshot import files

KINDS = {"articles": "article", "pages": "page"}  # what the texts of each folder are
LISTED = ("/articles/", "/topics/", "/feed.xml")  # in every language
LISTINGS = frozenset({*(url_in(lang, url) for lang in LANGUAGES for url in LISTED), "/sitemap.xml", "/robots.txt"})


class Folder:
    """Texts of one content folder. `problems` gathers what is wrong with those that are read."""

    def __init__(self, content: Path, facts: Facts, extra_keys: Iterable[str] = ()) -> None:
        self.content, self.facts = content, facts
        self.problems: list[Problem] = []
        self.refused: set[str] = set()
        from pipeline.read.frontmatter import (  # takes long to load; the names above do not need it
            ArticleFrontMatter,
            PageFrontMatter,
            with_keys,
        )

        models = {"article": ArticleFrontMatter, "page": PageFrontMatter}
        self._models = {folder: with_keys(models[kind], extra_keys) for folder, kind in KINDS.items()}
        self._converter = Converter()

    def library(self, paths: Iterable[Path]) -> Library:
        """The library of these files, and of the texts that they link to: enough to know whether their links lead anywhere."""
        entries = {entry.source: entry for path in sorted(paths) if (entry := self._read(path, self.problems))}
        for source in {source for entry in entries.values() for source in self._linked(entry)} - set(entries):
            if source.endswith(".md") and source.split("/")[0] in KINDS and os.path.isfile(self.content / source) and (entry := self._read(self.content / source, [])):
                entries[source] = entry
        topics = {url_in(entry.lang, f"/topics/{entry.document.meta.topic}/") for entry in entries.values() if entry.kind == "article"}
        return Library(self.content, self.facts, tuple(entries[source] for source in sorted(entries)), LISTINGS | topics, frozenset(self.refused))

    def texts(self) -> list[Path]:
        """Every text of the folder."""
        return sorted(Path(path) for folder in KINDS for path in files(str(self.content / folder)) if path.endswith(".md"))

    def _read(self, path: Path, problems: list[Problem]) -> Entry | None:
        source = path.relative_to(self.content).as_posix()
        kind = KINDS[source.split("/")[0]]
        document, found = read_document(path, path.read_bytes(), self._models[source.split("/")[0]], self._converter)
        problems += found
        if document is None:
            self.refused.add(source)
            return None
        slug = _slug(document)
        if missing := check_slug(document, slug):
            problems += missing
            return None
        url = url_in(document.meta.lang, SPECIAL_PAGES.get(slug, f"/{slug}/") if kind == "page" else f"/{slug}/")
        return Entry(kind, document, source, slug, url, file_of(url))

    def _linked(self, entry: Entry) -> Iterable[str]:
        """The sources of texts that the entry may link to: by their file, or by an address that has a file's name."""
        for hole in entry.document.body.holes:
            if isinstance(hole, Link) and hole.target.startswith("{filename}"):
                yield Library.find_path(hole.target.removeprefix("{filename}").partition("#")[0], entry.source)
            elif isinstance(hole, Link) and hole.target.startswith("/"):
                slug = hole.target.partition("#")[0].strip("/") or "home"
                yield from (f"{folder}/{slug}.md" for folder in KINDS)


def _slug(document: Document) -> str:
    if document.meta.slug:
        return document.meta.slug
    from pipeline.read.reader import slug_of  # Pelican takes longer to load than the text to read

    return slug_of(document)
