"""Runs the rules: each module named here adds its own when it is imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from pipeline.check import (  # noqa: F401 each adds its rules
    aliases,
    citations,
    claims,
    facts,
    frontmatter,
    language,
    links,
    lists,
    markup,
    medicines,
    pages,
    people,
    pictures,
    placeholders,
    reviews,
    safety,
    security,
    sheet,
    slugs,
    spelling,
    structure,
    tables,
    terms,
    translations,
    typography,
    wording,
)
from pipeline.check.data import RULES_OF_WORDS, find_data
from pipeline.check.rule import RULES, Occasion, Rule, Site
from pipeline.check.text import Text, text_of
from pipeline.problem import Problem, Severity
from pipeline.read.document import Document
from pipeline.read.facts import Facts
from pipeline.read.library import Entry, Library
from pipeline.read.reading import Inspection

Severities = Mapping[str, Severity]
_OF_WITHDRAWN = {"slug-reserved", "date-future"}  # what is left to ask of a text that has only its address and a notice


def check(library: Library, occasion: Occasion, severities: Severities | None = None,
          known: Mapping[str, list[Problem]] | None = None, only: Iterable[Entry] | None = None) -> list[Problem]:
    """All problems of a library, or, without what concerns the site as a whole, those of some of its entries.

    `severities` maps the names of rules to what the settings make of them; `known` has what check_document and check_beside
    found, by path.
    A draft's problems are warnings: it is not published.
    """
    site, problems = Site(library, occasion), []
    for entry in library.entries if only is None else only:
        path = entry.document.path
        problems += known[path] if known and path in known else [*check_document(entry.document), *check_beside(entry.document, library.facts)]
        text = Text(entry.document, entry)
        problems += [problem for rule in _of("page") if not text.is_withdrawn or rule.name in _OF_WITHDRAWN for problem in rule.problems(path, text, site)]
    if only is None:
        problems += [problem for rule in _of("site") for problem in rule.problems("", site)]
        problems += [problem for data in find_data(library) for name in RULES_OF_WORDS for problem in RULES[name].problems(data.document.path, data)]
    drafts = {entry.document.path for entry in library.entries if entry.is_draft}
    return [_judged(problem, severities or {}, drafts) for problem in problems]


def check_document(document: Document) -> list[Problem]:
    """What the rules find that look at one file alone: the same for the same file, whatever else changes."""
    text = text_of(document)
    return [problem for rule in _of("text") if not text.is_withdrawn for problem in rule.problems(document.path, text)]


def check_beside(document: Document, facts: Facts) -> list[Problem]:  # noqa: F811 the module is here for its rules alone
    """What the rules find that look at one file beside the facts: the same for the same file and facts, whatever else changes."""
    text = text_of(document)
    return [problem for rule in _of("facts") if not text.is_withdrawn for problem in rule.problems(document.path, text, facts)]


def inspection() -> Inspection:
    """How reading has each document looked at as soon as it has it."""
    return Inspection(check_document, check_beside, spelling.learn_files, spelling.remember, spelling.recall, spelling.is_able, spelling.version())


def _judged(problem: Problem, severities: Severities, drafts: set[str]) -> Problem:
    if problem.path in drafts:
        return problem.as_warning()
    raised = severities.get(problem.rule)
    return problem._replace(severity=raised) if raised and raised != problem.severity else problem


@cache
def _of(scope: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES.values() if rule.scope == scope)
