"""Citations lead to references."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Problem, did_you_mean
from pipeline.read.body import Citation
from pipeline.read.library import Library


def check_citations(library: Library) -> Iterator[Problem]:
    """Every cited id must stand in content/references.json."""
    known = library.facts.references
    for entry in library.entries:
        for hole in entry.document.body.holes:
            if isinstance(hole, Citation):
                for name, _ in hole.items:
                    if name not in known:
                        yield entry.document.problem(
                            "citation-unknown", f"“@{name}” must be the id of a reference.",
                            did_you_mean(name, known) + "Add it to content/references.json, or correct the id.", place=hole.place)
