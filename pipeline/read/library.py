"""The library: every document with its address, so that links between them can be followed both by checks and by render."""

from __future__ import annotations

import os
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pipeline.problem import did_you_mean
from pipeline.read.document import Document
from pipeline.read.facts import Facts
from pipeline.read.languages import DEFAULT

SHEET = "visit-sheet/"
SPECIAL_PAGES = {"home": "/", "not-found": "/404.html"}  # addresses that are not made of the slug
_HOST = re.compile(r"(?:www\.|(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|info|us|mx|es)\b)", re.IGNORECASE)  # of an address whose beginning was forgotten
_MAILBOX = re.compile(r"[^\s@/]+@[^\s@/]+\.\w+")
EXTERNAL = ("https", "http", "mailto", "tel", "sms")


@dataclass(frozen=True)
class Entry:
    """A document of the site: `source` is relative to the content folder, `url` starts with a slash."""

    kind: Literal["article", "page"]
    document: Document
    source: str
    slug: str
    url: str
    save_as: str

    @property
    def lang(self) -> str:
        return self.document.meta.lang

    @property
    def is_draft(self) -> bool:
        return self.document.meta.status == "draft"

    @property
    def is_withdrawn(self) -> bool:
        return self.document.meta.status == "withdrawn"

    @property
    def card_key(self) -> tuple[str, str]:
        """All that a list or a menu shows of the text."""
        return self.url, self.document.front_digest

    @property
    def sheet_url(self) -> str | None:
        """The address of the article's visit sheet, if it has one."""
        return f"{self.url}{SHEET}" if getattr(self.document.meta, "visit_sheet", ()) and not self.is_withdrawn else None

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(heading.id for heading in self.document.body.outline)


class BrokenLink(Exception):
    """A link that leads nowhere: what must be true, and the cure."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message, self.cure = message, cure


@dataclass(frozen=True)
class Library:
    """All documents and facts of one run.

    `other_urls` are the addresses of pages that no document makes: listings, feed, sitemap.
    `refused` holds the sources that were not understood; a link to one of them is not the link's fault.
    """

    content: Path
    facts: Facts
    entries: tuple[Entry, ...]
    other_urls: frozenset[str] = frozenset()
    refused: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def by_source(self) -> Mapping[str, Entry]:
        return {entry.source: entry for entry in self.entries}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that texts are published in, the default one first."""
        return tuple(sorted({entry.lang for entry in self.entries if not entry.is_draft}, key=lambda lang: (lang != DEFAULT, lang)))

    @cached_property
    def _editions(self) -> Mapping[tuple[str, str], Mapping[str, Entry]]:
        found: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
        for entry in self.entries:
            if not entry.is_draft:
                found[entry.kind, entry.slug].setdefault(entry.lang, entry)
        return found

    def editions(self, entry: Entry) -> Mapping[str, Entry]:
        """By language: the published text that `entry` is, and those that are its translations or its source."""
        return self._editions.get((entry.kind, entry.slug), {})

    @cached_property
    def by_url(self) -> Mapping[str, Entry]:
        return {entry.url: entry for entry in self.entries if not entry.is_draft}

    @cached_property
    def sheets(self) -> frozenset[str]:
        """The addresses of all visit sheets."""
        return frozenset(entry.sheet_url for entry in self.entries if entry.sheet_url and not entry.is_draft)

    @cached_property
    def withdrawn(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_withdrawn)

    @cached_property
    def by_alias(self) -> Mapping[str, Entry]:
        """Each address that a text had, with the text that is elsewhere now; of a withdrawn one also its visit sheet's."""
        sheets = {f"{entry.url}{SHEET}": entry for entry in self.withdrawn if entry.document.meta.visit_sheet}
        return {alias: entry for entry in self.entries if not entry.is_draft for alias in entry.document.meta.aliases} | sheets

    def resolve(self, target: str, source: str) -> str:
        """The address that `target`, written in the file `source`, leads to: absolute, or from the site's root.

        `{filename}` and `{static}` name files, beside `source` or, after a slash, under the content folder. A `{static}`
        file comes back as `{static}` and its path under the content folder. Raises BrokenLink.
        """
        if target.startswith(("{filename}", "{static}", "{attach}")):
            path, _, fragment = target.partition("}")[2].partition("#")
            found = self.find_path(path, source)
            return self._file(found, target) if names_file(target) else self._document(found, fragment, target, source)
        try:
            parts = urlsplit(target)
        except ValueError as error:
            raise BrokenLink(f"“{target}” must be an address: {error}.", "Copy it from the browser's address line.") from None
        if parts.scheme in EXTERNAL:
            if not (parts.hostname if parts.scheme in {"http", "https"} else parts.path):
                raise BrokenLink(f"“{target}” must say whom it leads to.", "Write the whole address, number or mailbox.")
            if parts.scheme == "mailto" and not _MAILBOX.fullmatch(parts.path):
                raise BrokenLink(f"“{target}” must name one mailbox.", "Write mailto: and the mailbox, with no space: mailto:desk@clinic.example.")
            return target
        if parts.scheme or target.startswith("//"):
            raise BrokenLink(f"“{target}” must be a link that a reader may follow.", "Use https://, mailto:, tel: or a file of this site.")
        if not parts.path and parts.fragment:
            self._anchor(self.by_source[source], parts.fragment, target)
            return target
        if parts.path.startswith("/"):
            return self._address(parts.path, parts.fragment, target)
        if _MAILBOX.fullmatch(target):
            raise BrokenLink(f"“{target}” must say that it is a mailbox.", f"Write mailto:{target}.")
        raise BrokenLink(f"“{target}” must say what it names.", self._meant(target, source))

    def resolve_picture(self, picture: str, source: str) -> str:
        """As `resolve`, for a picture in the file `source`: a path under the content folder, unless it says otherwise. Raises BrokenLink."""
        if picture.startswith(("https:", "http:", "//")):
            raise BrokenLink(f"“{picture}” must be a picture of this site: pages load nothing from others.", "Save it in content/images, if you may use it, and write images/ and its name.")
        return self.resolve(picture if picture.startswith("{") else "{static}/" + picture.lstrip("/"), source)

    @staticmethod
    def find_path(path: str, source: str) -> str:
        """The path under the content folder that `path`, written in the file `source`, names: one that leads out of it begins with two dots."""
        path = unquote(path)
        return posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(source), path))

    def _file(self, path: str, target: str) -> str:
        if path.startswith("../") or not os.path.isfile(self.content / path):  # pathlib raises where a name is too long to be one
            raise BrokenLink(f"“{target}” must name a file; there is no {path} in the content folder.", self._near(path, self._files(path)))
        if not (self.content / path).resolve().is_relative_to(self._root):
            raise BrokenLink(f"“{target}” must name a file of the content folder; {path} leads to one outside of it.", "Put the file itself there, in place of the link to it.")
        return "{static}" + path

    @cached_property
    def _root(self) -> Path:
        return self.content.resolve()

    def _files(self, path: str) -> list[str]:
        folder = (self.content / path).parent
        return sorted(file.relative_to(self.content).as_posix() for file in folder.iterdir()) if os.path.isdir(folder) and not path.startswith("../") else []

    def _meant(self, target: str, source: str) -> str:
        """What to write for a target that does not say what it names."""
        if not target:
            return "Write where it leads between the round brackets."
        bare = target.strip("“”„\"'")
        if bare != target:
            return f"Write {bare} without the quotation marks around it."
        if target.lower().startswith(("{filename}", "{static}")):
            return f"Write {target.partition('}')[0].lower()}}} in small letters."
        if _HOST.match(target) and not target.partition("/")[0].endswith((".md", ".html")):
            return f"Write https://{target}."
        if found := next((name for name, entry in self._texts(source).items() if target.strip("/") in {entry.source, entry.url.strip("/")}), None):
            return f"Write {found}."
        return f"Write {{filename}}{target} for a text of this site, or https://… for another site."

    def _document(self, path: str, fragment: str, target: str, source: str) -> str:
        entry = self.by_source.get(path)
        if entry is None:
            if path in self.refused:
                return target
            raise BrokenLink(f"“{target}” must name a text of this site; there is no {path}.", self._near(path, [entry.source for entry in self._texts(source).values()]).replace("“", "“{filename}/"))
        if entry.is_draft:
            raise BrokenLink(f"“{target}” must name a published text; {path} is a draft.", "Publish it, or take the link out.")
        if entry.is_withdrawn:
            return entry.url  # its headings are gone; a withdrawal must not wait until all who link to them are mended
        if fragment:
            self._anchor(entry, fragment, target)
        return entry.url + (f"#{fragment}" if fragment else "")

    def _texts(self, source: str) -> dict[str, Entry]:
        """Each text in the language of the one that a link stands in, by how the link names it."""
        lang = self.by_source[source].lang if source in self.by_source else DEFAULT
        return {f"{{filename}}/{entry.source}": entry for entry in self.entries if entry.lang == lang and not entry.is_draft}

    def _address(self, path: str, fragment: str, target: str) -> str:
        entry, moved = self.by_url.get(path), self.by_alias.get(path)
        if moved and moved.is_withdrawn:
            return moved.url
        if entry is None and moved:
            raise BrokenLink(f"“{target}” must be an address of this site; that page is at {moved.url} now.", f"Write {{filename}}/{moved.source}.")
        if entry is None and path not in self.other_urls and path not in self.sheets:
            raise BrokenLink(f"“{target}” must be an address of this site; there is no page {path}.", self._near(path, [*self.by_url, *self.sheets, *self.other_urls]))
        if entry and entry.is_withdrawn:
            return path
        if entry and fragment:
            self._anchor(entry, fragment, target)
        return target

    def _anchor(self, entry: Entry, fragment: str, target: str) -> None:
        if unquote(fragment) not in entry.anchors:
            raise BrokenLink(f"“{target}” must lead to a heading; {entry.source} has none with the id “{fragment}”.",
                             self._near(fragment, entry.anchors, "Use the heading's words in small letters, with hyphens."))

    @staticmethod
    def _near(word: str, known: Iterable[str], otherwise: str = "Correct the name, or take the link out.") -> str:
        return (did_you_mean(word, known) or f"{otherwise} ").rstrip()


def names_file(target: str) -> bool:
    """Whether a link names a file that is published as it is, and no text."""
    return target.startswith(("{static}", "{attach}"))


def file_of(url: str) -> str:
    """The file of the output that is served at an address from the site's root."""
    return url.removeprefix("/") + ("index.html" if url.endswith("/") else "")
