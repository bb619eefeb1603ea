"""Claims: statements of benefit and harm are cited, weighed, and told in words that fit."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text
from pipeline.problem import Place, did_you_mean
from pipeline.read.body import Claim, Insert
from pipeline.read.facts import Facts

SOON = dt.timedelta(days=30)
_LABEL = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s+)?\*\*[^*]{1,30}\*\*\s*")  # “**Blood pressure.**” before a sentence is none itself
_SAYING = re.compile(r"\w")


@rule("claim-uncited")
def check_cited(text: Text) -> Iterator[Found]:
    """Every sentence of a claim, and every row of a table in it, must cite its source; a cited line that ends with a colon speaks for its list."""
    for claim in text.body.claims:
        for place in _uncited(text, claim):
            yield Found(place, f"Every sentence of the claim “{claim.name}” must cite its source.", "Write [@id] behind it, or move it out of the claim.")


def _uncited(text: Text, claim: Claim) -> Iterator[Place]:
    """Where a sentence or row of the claim stands without a source."""
    cited = sorted(citation.place for citation in claim.citations)
    speaks_for_list = False
    for passage in text.passages:
        if not claim.place.line < passage.line < claim.end.line:
            continue
        if passage.kind == "row" and not _is_cited(cited, Place(passage.line), Place(passage.line + 1)) and not text.is_table_rule(passage.line + 1):
            yield passage.place(0)
        elif passage.kind != "row" and not (passage.kind == "item" and speaks_for_list):
            for start, end in passage.parts:
                sentence = passage.sentence(start, end)
                if _SAYING.search(sentence.text) and not _LABEL.fullmatch(passage.raw, start, end) and not _is_cited(cited, passage.place(start), passage.place(end)):
                    yield sentence.place
        if passage.kind == "paragraph":
            speaks_for_list = passage.words.endswith(":") and _is_cited(cited, passage.place(0), Place(passage.last_line + 1))


def _is_cited(cited: list[Place], start: Place, end: Place) -> bool:
    """Whether a citation that readers can follow stands between two places."""
    index = bisect_left(cited, start)
    return index < len(cited) and cited[index] < end


@rule("claim-count")
def check_count(text: Text) -> Iterator[Found]:
    """A claim must have as many citations as its first line says; one with several in one place should say how many, so that none gets lost unseen."""
    for claim in text.body.claims:
        cited = sum(len(citation.items) for citation in claim.citations)
        if claim.count is not None and claim.count != cited:
            yield Found(claim.place, f"The claim “{claim.name}” must have the {claim.count} citations that its first line tells of; it has {cited}.", "Put back what was taken out, or correct the number.")
        elif claim.count is None and claim.name and any(len(citation.items) > 1 for citation in claim.citations):
            yield Found(claim.place, f"The claim “{claim.name}” should say how many citations it has, so that none gets lost unseen.",
                        f"Write “, {cited} citations” at the end of this line.", severity="warning")


@rule("claim-empty")
def check_words(text: Text) -> Iterator[Found]:
    """A claim must say something."""
    for claim in text.body.claims:
        if claim.name and not claim.text:
            yield Found(claim.place, f"The claim “{claim.name}” must have words.", "Write the statement between its first line and :::.")


@rule("claim-twice")
def check_twice(text: Text) -> Iterator[Found]:
    """A claim's name must be its own within its text: links lead to it."""
    lines: dict[str, int] = {}
    for claim in text.body.claims:
        if claim.name and lines.setdefault(claim.name, claim.place.line) != claim.place.line:
            yield Found(claim.place, f"The name “{claim.name}” must be this claim's alone; line {lines[claim.name]} has it too.", "Give one of the two another name.")


@rule("claim-condition", scope="facts")
def check_condition(text: Text, facts: Facts) -> Iterator[Found]:
    """A claim's condition must stand in content/conditions.yaml, with its name in the text's language."""
    for claim in text.body.claims:
        if claim.condition and "conditions.yaml" not in facts.refused and text.meta.lang not in getattr(facts.conditions.get(claim.condition), "name", ()):
            yield Found(claim.place, f"“{claim.condition}” must be a condition of content/conditions.yaml, with its name in “{text.meta.lang}”.",
                        did_you_mean(claim.condition, facts.conditions) + "Add it there, or correct it here.")


@rule("claim-harms")
def check_harms(text: Text) -> Iterator[Found]:
    """A text that claims benefits must claim harms as well."""
    kinds = {claim.kind: claim for claim in reversed(text.body.claims)}
    if "benefit" in kinds and "harm" not in kinds:
        yield Found(kinds["benefit"].place, "A text that tells of benefits must tell of harms as well.", "Add what is known of harms: “::: harm name: condition, low certainty”.")


@rule("claim-expired", "warning", scope="page")
def check_expired(text: Text, site: Site) -> Iterator[Found]:
    """A claim must not be published past the day on which it expires; from 30 days before, the check warns."""
    occasion = site.occasion
    for claim in text.body.claims:
        if claim.expires and occasion.today > claim.expires:
            yield Found(claim.place, f"The claim “{claim.name}” must be looked at again: it ran out on {claim.expires}.",
                        "Check it against its source, then set a new day, rewrite it, or take it out.", severity="error" if occasion.production else None)
        elif claim.expires and occasion.today >= claim.expires - SOON:
            yield Found(claim.place, f"The claim “{claim.name}” runs out on {claim.expires}, and should be looked at before.", "Check it against its source, then set a new day, rewrite it, or take it out.")


@rule("numbers-unknown")
def check_numbers(text: Text) -> Iterator[Found]:
    """Numbers that the text inserts must stand in its front matter, and those in the front matter must be inserted."""
    if not text.document.whole:
        return  # the numbers may be what was refused
    inserted = {hole.name: hole for hole in text.body.holes if isinstance(hole, Insert) and hole.kind == "numbers" and hole.name}
    for name, hole in inserted.items():
        if name not in text.meta.numbers:
            yield Found(hole.place, f"“{name}” must be one of the front matter's numbers.", did_you_mean(name, text.meta.numbers) + "Add it under “numbers:”, or correct the name.")
    for name in text.meta.numbers:
        if name not in inserted:
            yield Found(text.place("numbers", name), f"The numbers “{name}” must be shown in the text.", f"Write {{numbers {name}}} on a line of its own, or delete them.")


@rule("numbers-balance")
def check_balance(text: Text) -> Iterator[Found]:
    """Numbers must set benefit and harm side by side; where there are no figures for one, they say so."""
    for name, numbers in text.meta.numbers.items():
        for kind in ("benefit", "harm"):
            if kind not in {outcome.kind for outcome in numbers.outcomes}:
                yield Found(text.place("numbers", name, "outcomes"), f"The numbers “{name}” must tell of a {kind} as well.", f"Add an outcome with “kind: {kind}”; leave its numbers out where there are none.")


@rule("numbers-source", scope="facts")
def check_sources(text: Text, facts: Facts) -> Iterator[Found]:
    """The sources of numbers must be ids of content/references.json."""
    known = facts.references
    for name, numbers in text.meta.numbers.items():
        for index, outcome in enumerate(numbers.outcomes):
            for at, source in enumerate(outcome.sources):
                if source not in known and "references.json" not in facts.refused:
                    yield Found(text.place("numbers", name, "outcomes", index, "sources", at), f"“{source}” must be the id of a reference.",
                                did_you_mean(source, known) + "Add it to content/references.json, or correct the id.")
