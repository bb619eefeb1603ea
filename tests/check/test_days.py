"""On which day a rule begins to warn, and on which it refuses."""

import datetime as dt

import pytest

from tests.check.world import article

DUE = dt.date(2027, 3, 1)
TEXT = "About it: claims follow.\n\n::: fact visits: expires 2027-03-01\nEach takes an hour.\n:::\n"


def severities(world, rule, day, **options):
    return [problem.severity for problem in world.problems(today=str(day), **options) if problem.rule == rule and problem.path.endswith("example.md")]


@pytest.mark.parametrize(("rule", "ahead"), [("review-overdue", 60), ("claim-expired", 30)])
def test_what_runs_out_is_told_before_and_refused_after(world, rule, ahead):
    """Nothing the day before the warning begins; warnings to the last good day; then an error in production."""
    world.write(article(TEXT, reviewer="robin-example", reviewed="2026-11-01", review_by=str(DUE)))

    assert severities(world, rule, DUE - dt.timedelta(ahead + 1)) == []
    assert severities(world, rule, DUE - dt.timedelta(ahead)) == ["warning"]
    assert severities(world, rule, DUE, production=True) == ["warning"]
    assert severities(world, rule, DUE + dt.timedelta(1)) == ["warning"]
    assert severities(world, rule, DUE + dt.timedelta(1), production=True) == ["error"]


@pytest.mark.parametrize(("said", "severity"), [(", 2 citations", []), (", 1 citation", ["error"]), (", 3 citations", ["error"]), ("", ["warning"])])
def test_the_count_of_a_claim_is_exact(world, said, severity):
    """One too many is as wrong as one too few; none at all is only advised against."""
    world.write(f"::: harm drip: chronic pain, low certainty{said}\nThe review found more side effects.[@ferraro2025; @cohen2018]\n:::\n")

    assert severities(world, "claim-count", "2026-11-22") == severity
