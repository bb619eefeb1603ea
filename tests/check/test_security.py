"""Where to report a weakness: its last day."""

import pytest

from tests.check.world import World

CLINIC = "content/clinic.yaml"
DAYS = [("2026-11-21", "must not be out of date"), ("2026-11-22", "0 days are left"), ("2026-12-21", "29 days are left"), ("2026-12-22", None),
        ("2027-11-21", None), ("2027-11-22", "less than a year")]  # fmt: skip


def problems(world, day, **occasion):
    """What the rule says on 22 November 2026 of a file that is good until `day`."""
    clinic = world.content / "clinic.yaml"
    text = clinic.read_text("utf-8")
    clinic.write_text(text.replace("expires: 2027-10-31", f"expires: {day}"), "utf-8")
    assert day in clinic.read_text("utf-8")
    return [problem for problem in world.problems(**occasion) if problem.rule == "security-expires"]


@pytest.fixture
def world(tmp_path):
    """The project's own facts, to be edited."""
    return World(tmp_path)


@pytest.mark.parametrize(("day", "words"), DAYS)
def test_the_last_day_is_told_in_time(world, day, words):
    """From 30 days before; also one that is a year ahead or more, as RFC 9116 advises. All are warnings in an ordinary build."""
    found = problems(world, day)

    assert [problem.severity for problem in found] == (["warning"] if words else [])
    assert not words or words in found[0].message
    assert all(problem.path.endswith(CLINIC) and problem.column == 12 for problem in found)


@pytest.mark.parametrize(("day", "severities"), [("2026-11-21", ["error"]), ("2026-12-01", ["warning"]), ("2027-10-31", []), ("2028-10-31", ["warning"])])
def test_production_refuses_what_is_past_alone(world, day, severities):
    """Nobody is sent to an address that may be read no more."""
    assert [problem.severity for problem in problems(world, day, production=True)] == severities
