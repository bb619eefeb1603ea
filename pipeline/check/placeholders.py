"""Contact facts that the clinic has not given yet: marked, shown, and never published."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Problem
from pipeline.read.facts import Facts


def check_placeholders(facts: Facts) -> Iterator[Problem]:
    """In production every placeholder is named: visitors would call a number that reaches nobody."""
    clinic, located = facts.clinic, facts.sources.get("clinic.yaml")
    if clinic is None or located is None:
        return
    parts = [(("phones", index, "number"), phone.placeholder) for index, phone in enumerate(clinic.phones)]
    parts += [((key, leaf), getattr(clinic, key).placeholder) for key, leaf in (("booking", "url"), ("hours", "open"), ("address", "lines")) if getattr(clinic, key)]
    for at, placeholder in parts:
        if placeholder:
            place = located.place(*at)
            yield Problem(located.path, place.line, place.column, "placeholder",
                          f"“{at[0]}” should be the clinic's own before the site is published.",
                          "Write the real one and delete “placeholder: true”.", "warning")
