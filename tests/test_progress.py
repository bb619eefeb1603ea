"""What a long build says while it works, and at its end."""

import io
import os
import pty
import select
import time

import pytest

from pipeline import progress
from pipeline.progress import Progress
from tests.project import TODAY, run_task


def test_the_line_tells_all_counts_and_the_time_left():
    """Pages read, checked, reused and rendered, of how many, and how long the stage will still take."""
    told = Progress(io.StringIO())
    told.begin("read", 1000)
    told.step("read", 1000)
    told.step("checked", 1012)
    told.step("reused", 12)
    told.begin("rendered", 1040)
    assert told.line(time.monotonic()) == "1,000 read, 1,012 checked, 12 reused"
    told.step("rendered", 40)
    assert told.line(told._begun + 2) == "1,000 read, 1,012 checked, 12 reused, 40 of 1,040 rendered"
    told.step("rendered", 220)

    assert told.line(told._begun + 2) == "1,000 read, 1,012 checked, 12 reused, 260 of 1,040 rendered; about 6 s of this left"


def test_a_short_run_says_nothing():
    """In the first second nobody wonders."""
    stream = io.StringIO()
    told = Progress(stream)
    told.step("read")
    told.end()

    assert stream.getvalue() == ""


def test_a_terminal_shows_one_line_that_goes(monkeypatch):
    """On a terminal the line is renewed in place, never wrapped, and wiped at the end."""
    monkeypatch.setattr(progress, "_QUIET", 0)
    monkeypatch.setattr(progress, "_INTERVAL", 0)
    monkeypatch.setenv("COLUMNS", "20")
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("NO TERMINAL WAS TRIED: this machine has none to give")
    with os.fdopen(theirs, "w") as terminal:
        told = Progress(terminal)
        told.begin("read", 20)
        for _ in range(2):
            told.step("read")
        told.end()
        shown = b""
        while select.select([ours], [], [], 0.5)[0]:
            shown += os.read(ours, 1000)
    os.close(ours)

    assert shown == b"\r\x1b[K1 of 20 read; about\r\x1b[K2 of 20 read; about\r\x1b[K"


def test_a_file_gets_a_line_now_and_then(monkeypatch):
    """In a log no line is renewed, and there are few of them."""
    monkeypatch.setattr(progress, "_QUIET", 0)
    stream = io.StringIO()
    told = Progress(stream)
    for _ in range(100):
        told.step("read")
    told.end()

    assert stream.getvalue() == "1 read …\n"


def test_one_line_sums_a_build_up(content, tmp_path):
    """At its end a build says how many pages there are, how many it made and kept, and how long it took; its JSON says the same."""
    done = run_task("build", "--content", content, "--output", tmp_path / "output", "--today", TODAY, "--json")
    counts = done.report

    assert done.stderr.splitlines()[-1].startswith(f"{counts['pages']} pages: {counts['rendered']} made, {counts['reused']} as they were, ")
    assert counts["rendered"] == counts["pages"] > 10
