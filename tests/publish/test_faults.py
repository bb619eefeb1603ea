"""Faults of the network and the store, and commands that are killed: no visitor meets a broken link, and the next try finishes."""

import pytest

from benchmarks.store_faults import Trial
from tests.publish.conftest import KEYS, make_bucket

# A kind of fault, and which of the command's requests it meets; `benchmarks/store_faults.py` tries them all, on another store.
FAULTS = [
    ("publish", "kill before", 1),
    ("publish", "kill before", 20),
    ("publish", "kill before", 30),
    ("publish", "kill after", 0),
    ("publish", "kill after", 12),
    ("publish", "kill after", 26),
    ("publish", "kill after", 36),
    ("publish", "lost reply", 0),
    ("publish", "lost reply", 40),
    ("publish", "reset", 25),
    ("publish", "half body", 9),
    ("publish", "500", 50),
    ("publish", "403", 15),
    ("publish", "403", 60),
    ("publish", "throttled", 30),
    ("first", "kill after", 25),
    ("first", "403", 45),
    ("rollback", "kill before", 8),
    ("rollback", "kill after", 18),
    ("rollback", "403", 50),
]


@pytest.fixture(scope="module")
def trial(endpoint, tmp_path_factory):
    """A bucket behind a proxy that breaks requests."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": endpoint}.items():
            patch.setenv(name, value)
        trial = Trial(endpoint, make_bucket("faults"), tmp_path_factory.mktemp("faults"))
        yield trial
        trial.proxy.close()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault)))
def test_no_visitor_meets_a_broken_link(trial, fault):
    """After the fault every link works; run again, the command ends with the very site, and sends nothing twice."""
    tally = trial.tally
    before, (verb, kind, at) = tally.faults, fault
    trial.fault(verb, kind, at)
    while tally.faults == before and at:  # a command on a slow machine may have fewer requests than this: then an earlier one is broken
        at //= 2
        trial.fault(verb, kind, at)

    assert tally.faults == before + 1
    assert (tally.broken, tally.not_resumed, tally.wrong, tally.sent_again) == ([], [], [], [])
