"""The records of builds: a build of yesterday says nothing of today."""

import datetime as dt
import time

import pytest

from pipeline.store.runs import Record, is_same_day, span_of


def record(span):
    """A record of a build of a day that begins and ends so."""
    return Record([], {}, "2026-11-29", span, "output", None, "build", "memo", "code", {})


@pytest.mark.parametrize(("span", "same"), [((-10, 10), True), ((-20, -10), False), ((10, 20), False)], ids=["today", "yesterday", "tomorrow"])
def test_a_day_ends(span, same):
    """Where nobody told the day, the record is good until midnight, and not where the clock has gone back to before it."""
    now = time.time()

    assert is_same_day(record((now + span[0], now + span[1]))) is same
    assert is_same_day(record(None))


@pytest.mark.parametrize(("day", "hours"), [("2026-11-29", 24), ("2026-11-01", 25), ("2026-03-08", 23)], ids=["plain", "clocks go back", "clocks go forward"])
def test_a_day_is_as_long_as_where_the_clinic_is(day, hours):
    """From midnight to midnight there, also where the clocks change in between."""
    begins, ends = span_of(dt.date.fromisoformat(day), "America/New_York")

    assert ends - begins == hours * 3600
    assert dt.datetime.fromtimestamp(begins, dt.UTC).hour == (5 if day != "2026-11-01" else 4)
