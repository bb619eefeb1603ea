"""Composes what a page says of its medicine: the box with its FDA status, and benefit and harm in numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.read.facts import Facts
from pipeline.render import views
from pipeline.render.fill import Citations, cite

if TYPE_CHECKING:
    from pipeline.read.numbers import Numbers, Outcome


def compose_status(name: str, facts: Facts, citations: Citations, date: Callable[[dt.date], views.Date], lang: str) -> views.Status:
    """The FDA's word on each use of the medicine, with its source and the day on which it was looked up."""
    medicine, words = facts.medicines[name], facts.words[lang]
    days = {use.as_of for use in medicine.uses}
    rows = tuple(
        views.StatusRow(
            facts.conditions[use.condition].name[lang], use.route[lang], use.approved, words["fda_approved" if use.approved else "fda_not_approved"],
            use.note[lang] if use.note else "", date(use.as_of) if len(days) > 1 else None, cite(use.source, "", citations)) for use in medicine.uses)
    return views.Status(words["fda_title"].format(medicine=medicine.name[lang]), rows, date(*days) if len(days) == 1 else None)


def compose_numbers(numbers: Numbers, citations: Citations, words: dict[str, str]) -> views.Numbers:
    """Each outcome, benefits before harms, with a group of people for either arm."""
    outcomes = sorted(numbers.outcomes, key=lambda outcome: outcome.kind)
    return views.Numbers(numbers.title, tuple(_outcome(outcome, numbers, citations, words) for outcome in outcomes))


def _outcome(outcome: Outcome, numbers: Numbers, citations: Citations, words: dict[str, str]) -> views.Outcome:
    arms = ()
    if outcome.with_ is not None:
        arms = tuple(views.Arm(label, count, numbers.of, words["numbers_count"].format(count=count, of=numbers.of))
                     for label, count in ((numbers.with_, outcome.with_), (numbers.without, outcome.without)))
    return views.Outcome(outcome.kind, words[f"claim_{outcome.kind}"], outcome.text, arms, "" if arms else words["numbers_none"],
                         tuple(cite(name, "", citations) for name in outcome.sources))
