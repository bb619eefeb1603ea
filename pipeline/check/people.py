"""Authors and reviewers are known."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text
from pipeline.problem import did_you_mean
from pipeline.read.facts import Facts


@rule("author-unknown", scope="facts")
def check_author(text: Text, facts: Facts) -> Iterator[Found]:
    """An author must be an id of content/people.yaml."""
    yield from _known(text, facts, "author")


@rule("reviewer-unknown", scope="facts")
def check_reviewer(text: Text, facts: Facts) -> Iterator[Found]:
    """A reviewer must be an id of content/people.yaml."""
    yield from _known(text, facts, "reviewer")


@rule("reviewer-clinician", scope="facts")
def check_clinician(text: Text, facts: Facts) -> Iterator[Found]:
    """A reviewer must be a person with credentials."""
    name = text.meta.reviewer if text.is_article else None
    reviewer = facts.people.get(name or "")
    if reviewer and (reviewer.kind != "person" or not reviewer.credentials):
        yield Found(text.place("reviewer"), f"The reviewer “{name}” must be a person with credentials.",
                    "Write “kind: person” and “credentials: …” in content/people.yaml, as the clinician gives them.")


def _known(text: Text, facts: Facts, key: str) -> Iterator[Found]:
    people, name = facts.people, getattr(text.meta, key) if text.is_article else None
    if name is not None and name not in people and "people.yaml" not in facts.refused:
        yield Found(text.place(key), f"The {key} “{name}” must be an id of content/people.yaml.",
                    did_you_mean(name, people) + f"The ids are: {', '.join(sorted(people)) or 'none yet'}.")
