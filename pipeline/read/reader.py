"""The Markdown reader that Pelican calls: front matter by our schema, the body with its holes left open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican.readers import BaseReader
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Category, Tag
from pelican.utils import slugify

from pipeline.read.document import Document, check_slug
from pipeline.read.languages import url_in
from pipeline.read.library import SPECIAL_PAGES, file_of
from pipeline.read.located import Values


class MarkdownReader(BaseReader):
    """Reads a file once; a refused one is left out of the site ("skip"), its problems are kept for the report."""

    enabled = True
    file_extensions = ["md"]  # noqa: RUF012 the base class's shape

    def read(self, path: str) -> tuple[str, dict[str, Any]]:
        document = self.settings["RUN"].reading.document(Path(path))
        if document is None:
            return "", {"status": "skip"}
        if problems := check_slug(document, slug_of(document, self.settings["SLUG_REGEX_SUBSTITUTIONS"])):
            self.settings["RUN"].reading.problems += problems
            return "", {"status": "skip"}
        reading = self.settings["RUN"].reading
        return "" if reading.light else document.body.html, self._metadata(document)  # nobody but us is there to look at it

    def _metadata(self, document: Document) -> dict[str, Any]:
        """The names and types that Pelican's generators and its users' plugins expect, and the document itself."""
        meta = document.meta
        slug = slug_of(document, self.settings["SLUG_REGEX_SUBSTITUTIONS"])
        metadata: dict[str, Any] = {
            **self._extra(meta), "title": meta.title, "summary": meta.summary, "slug": slug, "lang": meta.lang,
            "status": "hidden" if meta.status == "withdrawn" else meta.status, "date": _midnight(meta.date), "document": document}
        if meta.modified:
            metadata["modified"] = _midnight(meta.modified)
        if document.is_article:
            metadata["category"] = Category(meta.topic, self.settings)
            metadata["tags"] = [Tag(name, self.settings) for name in meta.tags]
        elif slug in SPECIAL_PAGES:
            address = url_in(meta.lang, SPECIAL_PAGES[slug])
            metadata.update(url=address.removeprefix("/"), save_as=file_of(address))
        return metadata

    def _extra(self, meta: Values) -> dict[str, Any]:
        """The keys that a user's own plugin reads."""
        return {key: getattr(meta, key) for key in self.settings["EXTRA_KEYS"] if hasattr(meta, key)}


def slug_of(document: Document, substitutions: Sequence[tuple[str, str]] = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]) -> str:
    """The slug of a document: its own, else made of its title."""
    meta = document.meta
    return meta.slug or slugify(meta.title if document.whole else document.path, regex_subs=substitutions)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())
