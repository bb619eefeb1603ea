"""Authors and reviewers are known."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Problem, did_you_mean
from pipeline.read.library import Library
from pipeline.read.schema import ArticleFrontMatter


def check_people(library: Library) -> Iterator[Problem]:
    """An author or reviewer must be an id of content/people.yaml; a reviewer must be a person with credentials."""
    people = library.facts.people
    for entry in library.entries:
        meta = entry.document.meta
        if not isinstance(meta, ArticleFrontMatter):
            continue
        for key in ("author", "reviewer"):
            name = getattr(meta, key)
            if name is not None and name not in people:
                yield entry.document.problem(
                    f"{key}-unknown", f"The {key} “{name}” must be an id of content/people.yaml.",
                    did_you_mean(name, people) + f"The ids are: {', '.join(sorted(people)) or 'none yet'}.", key)
        reviewer = people.get(meta.reviewer or "")
        if reviewer and (reviewer.kind != "person" or not reviewer.credentials):
            yield entry.document.problem(
                "reviewer-clinician", f"The reviewer “{meta.reviewer}” must be a person with credentials.",
                "Write “kind: person” and “credentials: …” in content/people.yaml, as the clinician gives them.", "reviewer")
