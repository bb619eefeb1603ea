"""The schema of what texts speak of: medicines.yaml, conditions.yaml, topics.yaml and glossary.yaml."""

from __future__ import annotations

from pydantic import Field

from pipeline.read.fields import Day, Flag, Model, Slug, Text, Words


class Use(Model):
    """One use of a medicine: by which route, for which condition, and whether the FDA approves it, as of a day."""

    condition: Slug
    route: Words
    approved: Flag
    source: Text
    as_of: Day
    note: Words | None = None


class Medicine(Model):
    """One entry of `content/medicines.yaml`."""

    name: Words
    uses: tuple[Use, ...] = Field(min_length=1)


class Condition(Model):
    """One entry of `content/conditions.yaml`: its name by itself, and the words that a sentence may use for it."""

    name: Words
    also: tuple[Text, ...] = ()


class Topic(Model):
    """One entry of `content/topics.yaml`: the name that readers see."""

    name: Words


class Term(Model):
    """One entry of `content/glossary.yaml`: the term, what it means, and other forms that count as the term."""

    term: Words
    means: Words
    also: tuple[Text, ...] = ()
