"""Medicines: what the FDA has approved is told first, and as content/medicines.yaml has it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.check.approval import names_condition, names_of, says_approved, says_not_approved, what_for
from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import PROSE, Text, found_in, leads_to_contact
from pipeline.problem import did_you_mean
from pipeline.read.facts import Facts

if TYPE_CHECKING:
    from pipeline.read.vocabulary import Medicine

OLD = dt.timedelta(days=365)
_INTEREST = {
    "en": re.compile(r"\b(?:earns?|sells?|paid|profits?)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:gana(?:mos|n)?|vende(?:mos|n)?|cobra(?:mos|n)?|pagan)\b", re.IGNORECASE),
}
_SAY = {"en": "“{medicine} is not FDA-approved for …”", "es": "“{medicine} no está aprobada por la FDA para …”"}


@rule("medicine-unknown", scope="facts")
def check_known(text: Text, facts: Facts) -> Iterator[Found]:
    """The front matter's medicine must stand in content/medicines.yaml, with all its words in the text's language."""
    lang = text.meta.lang
    name = text.meta.medicine if text.is_article else None
    if not name or "medicines.yaml" in facts.refused:
        return
    medicine = facts.medicines.get(name)
    if medicine is None:
        yield Found(text.place("medicine"), f"“{name}” must be a medicine of content/medicines.yaml.", did_you_mean(name, facts.medicines) + "Add it there, or correct the name.")
    elif not all(lang in words for use in medicine.uses for words in (medicine.name, use.route, use.note or {lang: ""}, _condition(use.condition, facts))):
        yield Found(text.place("medicine"), f"Every word on {name} must be given in “{lang}” in content/medicines.yaml and content/conditions.yaml.", f"Add “{lang}: …” where it is missing.")


@rule("medicine-missing", scope="page")
def check_named(text: Text, site: Site) -> Iterator[Found]:
    """An article on a medicine of content/medicines.yaml must name it in its front matter, so that the box with its FDA status is shown."""
    if text.is_article and not text.meta.medicine:
        said = {*text.entry.slug.split("-"), *(tag.casefold() for tag in text.meta.tags)}
        for name in site.library.facts.medicines:
            if name in said:
                yield Found(text.place("tags") if text.meta.tags else text.place("title"), f"An article on {name} must show its FDA status.", f"Add a line “medicine: {name}”.")
                return


@rule("fda-status-first", scope="facts")
def check_status_first(text: Text, facts: Facts) -> Iterator[Found]:
    """What the medicine is not FDA-approved for must be said before the first benefit of such a use."""
    medicine = _medicine(text, facts)
    unapproved = [claim for claim in text.body.claims if medicine and claim.kind == "benefit" and not _approved(medicine, claim.condition)]
    if unapproved:
        first, lang = unapproved[0], text.meta.lang
        conditions = {claim.condition for claim in unapproved} | {use.condition for use in medicine.uses if not use.approved}
        forms = [form for name in conditions for form in _forms(name, text, facts)]
        pattern = says_not_approved(names_of(medicine, lang, text.meta.medicine), lang)
        if not any(place < first.place and names_condition(what_for(match).split(" but ")[0], forms) for _, match, place in found_in(text, pattern, *PROSE)):
            yield Found(first.place, f"Before its first benefit, the text must say what {text.meta.medicine} is not FDA-approved for.",
                        f"Write further up: {_SAY[lang].format(medicine=_name(medicine, text).capitalize())}.")


@rule("fda-wording", scope="facts")
def check_wording(text: Text, facts: Facts) -> Iterator[Found]:
    """The text must not call a use FDA-approved that content/medicines.yaml does not."""
    medicine = _medicine(text, facts)
    if medicine and text.has({"fda"}):
        lang = text.meta.lang
        names = names_of(medicine, lang, text.meta.medicine)
        others = frozenset().union(*(names_of(other, lang, name) for name, other in facts.medicines.items())) - names
        for _, match, place in found_in(text, says_approved(names, lang)):
            rest = what_for(match, others)
            for name in facts.conditions if rest else ():
                if names_condition(rest, _forms(name, text, facts)) and not _approved(medicine, name):
                    yield Found(place, f"The text must not call {text.meta.medicine} FDA-approved for {name}: content/medicines.yaml has no such approval.", "Write “not FDA-approved for”, or correct the data file with its source.")


@rule("medicine-facts", scope="site")
def check_facts(site: Site) -> Iterator[Found]:
    """Every use in content/medicines.yaml must name a known condition and a known source."""
    facts = site.library.facts
    for name, medicine in facts.medicines.items():
        located = facts.sources["medicines.yaml"]
        for index, use in enumerate(medicine.uses):
            for key, value, known, file in (("condition", use.condition, facts.conditions, "conditions.yaml"), ("source", use.source, facts.references, "references.json")):
                if value not in known and file not in facts.refused:
                    yield Found(located.place(name, "uses", index, key), f"“{value}” must stand in content/{file}.", did_you_mean(value, known) + "Add it there, or correct it here.", located.path)


@rule("medicine-dated", "warning", scope="site")
def check_dated(site: Site) -> Iterator[Found]:
    """What content/medicines.yaml says should have been looked up within the last year."""
    facts = site.library.facts
    for name, medicine in facts.medicines.items():
        for index, use in enumerate(medicine.uses):
            if site.occasion.today - use.as_of > OLD:
                located = facts.sources["medicines.yaml"]
                yield Found(located.place(name, "uses", index, "as_of"), f"The FDA's word on {name} should be looked up again: it is of {use.as_of}.", "Look it up, and set the new day.", located.path)


@rule("interest-beside", scope="facts")
def check_interest(text: Text, facts: Facts) -> Iterator[Found]:
    """Where an article on a medicine leads to the clinic, the same part of it must say that the clinic earns from it."""
    booking = facts.clinic.booking if facts.clinic else None
    if _medicine(text, facts):
        for section in text.sections:
            lines = range(section.first_line, section.passages[-1].last_line + 1 if section.passages else 0)
            for link in text.links:
                leads = leads_to_contact(link.target) or (booking and link.target.startswith(booking.url))
                if leads and link.place.line in lines and not any(_INTEREST[text.meta.lang].search(passage.folded) for passage in section.passages):
                    yield Found(link.place, "A link to the clinic must have the clinic's own interest beside it.", "Say in the same part that the clinic earns from this treatment, or take the link out.")


def _medicine(text: Text, facts: Facts) -> Medicine | None:
    return facts.medicines.get(text.meta.medicine or "") if text.is_article else None


def _name(medicine: Medicine, text: Text) -> str:
    return medicine.name.get(text.meta.lang, text.meta.medicine)


def _condition(name: str, facts: Facts) -> Mapping[str, str]:
    """The names of a condition; one that is not known is another rule's business."""
    condition = facts.conditions.get(name)
    return condition.name if condition else dict.fromkeys(("en", "es"), "")


def _approved(medicine: Medicine, condition: str) -> bool:
    return any(use.approved and use.condition == condition for use in medicine.uses)


def _forms(name: str, text: Text, facts: Facts) -> tuple[str, ...]:
    """What a condition is called in texts: its name in the language, its id, and other words for it."""
    condition = facts.conditions.get(name)
    return (condition.name.get(text.meta.lang, name), name, *condition.also) if condition else (name,)
