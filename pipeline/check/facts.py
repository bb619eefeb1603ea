"""The facts fit together."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Problem
from pipeline.read.library import Library


def check_facts(library: Library) -> Iterator[Problem]:
    """Every language in use must have its crisis help, its interface words and the clinic's own words."""
    for lang in sorted({entry.lang for entry in library.entries if not entry.is_draft}):
        yield from _check_language(library, lang)


def _check_language(library: Library, lang: str) -> Iterator[Problem]:
    facts = library.facts
    if "crisis.yaml" in facts.sources and lang not in facts.crisis:
        located = facts.sources["crisis.yaml"]
        yield Problem(located.path, 1, 1, "crisis-language", f"There must be crisis help in “{lang}”, since texts are published in it.", f"Add a part “{lang}:” to the file.")
    if lang not in facts.words:
        yield Problem(str(library.content / "pages"), 1, 1, "words-language", f"The interface must have its words in “{lang}”, since texts are published in it.",
                      f"Write theme/locale/{lang}.yaml.")
    if facts.clinic:
        located = facts.sources["clinic.yaml"]
        for at, words in (*((("phones", index, "label"), phone.label) for index, phone in enumerate(facts.clinic.phones)),
                          (("interest",), facts.clinic.interest)):
            if lang not in words:
                place = located.place(*at)
                yield Problem(located.path, place.line, place.column, "clinic-language", f"“{at[-1]}” must be given in “{lang}”, since texts are published in it.", f"Add “{lang}: …”.")
