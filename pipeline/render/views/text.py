"""The parts of a text and of what is told beside it: dates, contents, sources, review, evidence, numbers, terms."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.render.views.frame import Link


class Date(NamedTuple):
    """A day in ISO 8601 and in the page's language."""

    iso: str
    text: str


class ContentsItem(NamedTuple):
    """One heading in the list of contents, with those below it."""

    text: str
    url: str
    children: tuple[ContentsItem, ...] = ()


class Reference(NamedTuple):
    """One item of the list in AMA style, in parts; `lang` is the language of its title where that is not the page's.

    `backlinks` lead to the places that cite it, each with a name for screen readers.
    """

    id: str
    number: int
    kind: str
    lang: str
    authors: str
    title: str
    container: str
    details: str
    doi_url: str | None
    pubmed_url: str | None
    url: str | None
    backlinks: tuple[Link, ...]


class Review(NamedTuple):
    """Whether a clinician has reviewed the text. `state` is unreviewed, reviewed or overdue."""

    state: str
    notice: str
    reviewer: str | None = None
    credentials: str | None = None
    reviewed: Date | None = None
    review_by: Date | None = None


class Translation(NamedTuple):
    """What a translation says of itself; `source` leads to the text that it was made from, unless that is hidden."""

    notice: str
    source: Link | None
    lang: str


class Cited(NamedTuple):
    """A citation in the text: its label, such as 3 or 3(p4), the reference's address, and the id that leads back here."""

    label: str
    url: str
    id: str


class Claim(NamedTuple):
    """How sure we are of a statement, in words. `level` is high, moderate, low or very-low; of a fact it is empty."""

    id: str
    kind: str
    level: str
    certainty: str
    under_review: str


class EvidenceRow(NamedTuple):
    """One claim in the table; `url` leads to where the text makes it."""

    claim: Claim
    kind: str
    text: str
    url: str
    sources: tuple[Cited, ...]


class Evidence(NamedTuple):
    """What is known of one condition: a row for each claim."""

    condition: str
    rows: tuple[EvidenceRow, ...]


class StatusRow(NamedTuple):
    """One use of a medicine. `status` says in words whether the FDA approves it."""

    condition: str
    route: str
    approved: bool
    status: str
    note: str
    as_of: Date | None
    source: Cited


class Status(NamedTuple):
    """The box on what the FDA has approved. `as_of` is the day on which all of it was looked up; where the days differ, each row has its own."""

    title: str
    rows: tuple[StatusRow, ...]
    as_of: Date | None


class Arm(NamedTuple):
    """One group of an icon array: `count` people of `of`, also in words."""

    label: str
    count: int
    of: int
    text: str


class Outcome(NamedTuple):
    """`kind` is benefit or harm, `label` its word. Without figures `arms` is empty and `none` says so."""

    kind: str
    label: str
    text: str
    arms: tuple[Arm, ...]
    none: str
    sources: tuple[Cited, ...]


class Numbers(NamedTuple):
    """Benefit and harm side by side, for the same number of people."""

    title: str
    outcomes: tuple[Outcome, ...]


class Term(NamedTuple):
    """A term and what it means; `url` leads to its entry in the glossary, `id` is the entry's own."""

    text: str
    means: str
    id: str
    url: str


class Change(NamedTuple):
    """One row of an article's change log."""

    date: Date
    text: str


class Author(NamedTuple):
    """Who wrote a text, and what there is to say of them."""

    name: str
    about: str
