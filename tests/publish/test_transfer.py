"""What publishing says while it sends: files, bytes, rate and the time that is left."""

import io

import pytest

from pipeline.publish import transfer
from pipeline.publish.transfer import Transfer, shown_size


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self):
        """It is one."""
        return True


@pytest.fixture
def sending(monkeypatch):
    """Begin to send two kinds of files, and show every step: takes the stream, returns the Transfer."""
    for name in ("_QUIET", "_ON_TERMINAL", "_ELSEWHERE"):
        monkeypatch.setattr(transfer, name, 0)

    def begin(stream):
        sent = Transfer(stream)
        sent.expect(1000, 8_000_000)
        sent.expect(200, 2_000_000)
        return sent

    return begin


def test_the_line_tells_bytes_rate_and_time_left(sending):
    """Of all that is to be sent, in units that people read; without a guess while nothing has arrived."""
    sent = sending(io.StringIO())
    assert sent.line(2) == "0 of 1,200 files, 0 bytes of 10.0 MB, 0 bytes/s"
    sent.step(2_500_000)

    assert sent.line(5) == "1 of 1,200 files, 2.5 MB of 10.0 MB, 500.0 kB/s, 15 s left"


def test_a_terminal_shows_one_line_that_goes(sending, monkeypatch):
    """Renewed in place, never wrapped, and wiped at the end."""
    monkeypatch.setenv("COLUMNS", "30")
    sent = sending(terminal := Terminal())
    for _ in range(3):
        sent.step(1000)
    sent.end()
    lines = terminal.getvalue().split("\r\033[K")

    assert [line[:19] for line in lines] == ["", "1 of 1,200 files, 1", "2 of 1,200 files, 2", "3 of 1,200 files, 3", ""]
    assert max(map(len, lines)) < 30
    assert "\n" not in terminal.getvalue()


def test_a_log_gets_whole_lines(sending):
    """Where nothing can be renewed, now and then a line of its own."""
    sent = sending(log := io.StringIO())
    sent.step(1000)
    sent.step(1000)
    sent.end()

    assert [line.split(" of ")[0] for line in log.getvalue().splitlines()] == ["1", "2"]
    assert "\r" not in log.getvalue()


def test_what_is_quickly_sent_is_not_told():
    """In the first second nobody wonders."""
    sent = Transfer(log := io.StringIO())
    sent.expect(1, 10)
    sent.step(10)
    sent.end()

    assert log.getvalue() == ""


@pytest.mark.parametrize(("size", "shown"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (1_234_567, "1.2 MB"), (2_500_000_000, "2,500.0 MB")])
def test_sizes_are_shown_as_people_read_them(size, shown):
    """In bytes, kB or MB."""
    assert shown_size(size) == shown
