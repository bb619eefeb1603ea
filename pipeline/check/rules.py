"""Every rule, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.check.citations import check_citations
from pipeline.check.facts import check_facts
from pipeline.check.frontmatter import check_summaries
from pipeline.check.links import check_links
from pipeline.check.pages import check_pages
from pipeline.check.people import check_people
from pipeline.check.pictures import check_pictures
from pipeline.check.slugs import check_slugs
from pipeline.problem import Problem
from pipeline.read.library import Library

RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    check_facts, check_pages, check_slugs, check_people, check_summaries, check_links, check_citations, check_pictures)


def check(library: Library) -> list[Problem]:
    """All problems of a library. Those of a draft are warnings: it is not published."""
    drafts = {entry.document.path for entry in library.entries if entry.is_draft}
    found = [problem for rule in RULES for problem in rule(library)]
    return [problem.as_warning() if problem.path in drafts else problem for problem in found]
