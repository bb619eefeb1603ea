"""Takes over what a user's own plugins made of a text: a reader of theirs, or a change to Pelican's content before we look."""

from __future__ import annotations

from dataclasses import replace

from pelican.contents import Content

from pipeline.problem import Problem
from pipeline.read.body import Body
from pipeline.read.document import Document
from pipeline.read.frontmatter import ArticleFrontMatter, FrontMatter
from pipeline.read.located import Located, Values
from pipeline.read.validation import validate_partly


def adopt(content: Content, model: type[FrontMatter]) -> tuple[Document, list[Problem]]:
    """The content's document as it is by now, made of Pelican's own attributes where another reader has read the file."""
    document = content.metadata.get("document")
    if document is None:
        return _from_attributes(content, model)
    changed = {"title": content.title, "summary": getattr(content, "_summary", document.meta.summary)}
    changed = {key: value for key, value in changed.items() if value != getattr(document.meta, key)}
    if changed:
        document = replace(document, meta=Values(**{**vars(document.meta), **changed}), front_digest=f"{document.front_digest}{sorted(changed.items())}")
    if content._content != document.body.html:  # noqa: SLF001 the name that Pelican's documentation gives plugins
        document = replace(document, body=replace(document.body, html=content._content))  # noqa: SLF001
    return document, []


def _from_attributes(content: Content, model: type[FrontMatter]) -> tuple[Document, list[Problem]]:
    data = {"title": content.title, "summary": content.metadata.get("summary"), "slug": content.slug, "lang": content.lang, "status": content.status,
            "date": content.date.date().isoformat() if hasattr(content, "date") else None}
    if issubclass(model, ArticleFrontMatter):
        data |= {"author": content.author.slug if hasattr(content, "author") else None, "topic": content.category.slug}
    located = Located(content.source_path, {key: value for key, value in data.items() if value is not None})
    meta, problems = validate_partly(model, located)
    return Document(content.source_path, meta, Body(content._content), located, not problems), problems  # noqa: SLF001
