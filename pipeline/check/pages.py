"""The pages that others lead to are there."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Problem
from pipeline.read.library import Library

NEEDED = {"home": "the address of the site", "contact": "the call to action leads there",
          "urgent-help": "the crisis help on every page leads there", "not-found": "it answers wrong addresses"}


def check_pages(library: Library) -> Iterator[Problem]:
    """There must be a published page for each part of the site that every other page counts on."""
    slugs = {entry.slug for entry in library.entries if entry.kind == "page" and not entry.is_draft} | {
        source.removeprefix("pages/").removesuffix(".md") for source in library.refused}
    for slug, reason in NEEDED.items():
        if slug not in slugs:
            yield Problem(str(library.content / "pages"), 1, 1, "page-missing", f"There must be a page with the slug “{slug}”: {reason}.",
                          f"Put back pages/{slug}.md, or publish it if it is a draft.")
