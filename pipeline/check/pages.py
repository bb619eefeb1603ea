"""The pages that others lead to are there, and others lead to every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.check.rule import Found, Site, rule
from pipeline.problem import Place
from pipeline.read.body import Link
from pipeline.read.folder import KINDS
from pipeline.read.languages import DEFAULT, path_in
from pipeline.read.library import BrokenLink
from pipeline.store.snapshot import files

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd", ".rst"}
_PLAIN = {*_MARKDOWN, ".txt"}
_TEXTS = {*_PLAIN, ".html", ".htm", ".adoc", ".rtf", ".odt", ".doc", ".docx"}
NEEDED = {"home": "the address of the site", "contact": "the call to action leads there",
          "urgent-help": "the crisis help on every page leads there", "not-found": "it answers wrong addresses"}


@rule("text-unread", "warning", scope="site")
def check_places(site: Site) -> Iterator[Found]:
    """A text should lie in content/articles or content/pages, with a name that ends in .md: no other is read."""
    content = site.library.content
    for path in map(Path, files(str(content))):
        inside = path.relative_to(content).parts[0] in KINDS
        if path.suffix.lower() in (_TEXTS if inside else _MARKDOWN) and not (inside and path.suffix == ".md"):
            cure = _cure(path) if inside else "Move it to one of the two, or out of the content folder."
            yield Found(Place(), "A text should lie in content/articles or content/pages, with a name that ends in .md; this one is not read.", cure, str(path))


def _cure(path: Path) -> str:
    name = path.stem.removesuffix(".md") + ".md"
    if path.suffix.lower() in _PLAIN:
        return f"Name it {name}, with front matter and Markdown."
    return f"Write its words as Markdown into a new file {name}, with front matter: under another name alone, this one can't be read."


@rule("page-missing", scope="site")
def check_needed(site: Site) -> Iterator[Found]:
    """There must be a published page, in each language in use, for each part of the site that every other page counts on."""
    library = site.library
    there = {(entry.lang, entry.slug) for entry in library.entries if entry.kind == "page" and not entry.is_draft}
    for lang in library.languages or (DEFAULT,):
        for slug, reason in NEEDED.items():
            file = f"pages/{path_in(lang, slug)}.md"
            if (lang, slug) not in there and file not in library.refused:
                where = "" if lang == DEFAULT else f" in “{lang}”, since texts are published in it"
                yield Found(Place(), f"There must be a page with the slug “{slug}”{where}: {reason}.", f"Put back {file}, or publish it if it is a draft.", str(library.content / "pages"))


@rule("page-orphan", "warning", scope="site")
def check_orphans(site: Site) -> Iterator[Found]:
    """A published page should have a way to it: a place in a menu, or a link from another text."""
    library = site.library
    pages = [entry for entry in library.entries if entry.kind == "page" and entry.slug not in NEEDED and entry.document.meta.status == "published" and not entry.document.meta.menu]
    linked: set[str] = set()
    for entry in library.entries if pages else ():
        for hole in entry.document.body.holes:
            if isinstance(hole, Link) and hole.target.startswith(("{filename}", "/")):
                try:
                    linked.add(library.resolve(hole.target, entry.source).partition("#")[0])
                except BrokenLink:
                    continue
    for entry in pages:
        if entry.url not in linked:
            yield Found(Place(), "A published page should have a link that leads to it.", "Give it a place in a menu, link to it, or hide it.", entry.document.path)
