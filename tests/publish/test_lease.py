"""The lock on a bucket: one holder, free again after a kill, and never two."""

import json
import time

import pytest

from pipeline.publish.lease import Lease
from pipeline.publish.store import Store
from pipeline.publish.trouble import Locked, TargetTrouble


@pytest.fixture
def store(bucket):
    """A new bucket."""
    return Store(bucket, f"s3://{bucket}")


def test_one_holder(store):
    """The second is told who holds it; when it is given back, the next may have it."""
    with Lease(store, "lock"):
        with pytest.raises(Locked, match=r"Another command is at work on s3://.*: process [0-9]+ on .*, since "), Lease(store, "lock"):
            pass
        held = json.loads(store.read("lock").data)
        assert held["seconds"] == 60
    assert store.read("lock") is None
    with Lease(store, "lock"):
        pass


def test_it_is_renewed_while_its_holder_works(store):
    """A command that works for longer than the lock's time keeps it."""
    with Lease(store, "lock", seconds=1) as lease:
        time.sleep(4)
        lease.check()
        with pytest.raises(Locked), Lease(store, "lock"):
            pass


def test_a_killed_commands_lock_runs_out(store):
    """It can be taken over then, and no sooner."""
    left = {"owner": "somebody who was killed", "count": 1, "seconds": 1, "process": 1, "host": "gone", "since": "then"}
    store.put("lock", json.dumps(left).encode())
    with pytest.raises(Locked, match="its lock ends by itself within 2 seconds"), Lease(store, "lock"):
        pass
    time.sleep(3.5)
    with Lease(store, "lock"):
        assert json.loads(store.read("lock").data)["owner"] != left["owner"]


def test_who_lost_it_stops(store):
    """If somebody has taken it over, the next change is refused before it is sent."""
    with Lease(store, "lock", seconds=2):
        store.guard, guard = None, store.guard
        store.put("lock", json.dumps({"owner": "another", "seconds": 60}).encode())
        store.guard = guard
        time.sleep(2)
        with pytest.raises(Locked, match="the lock ran out while this command was held up"):
            store.put("site/index.html", b"home")
        with pytest.raises(Locked):
            store.delete("site/index.html")
    assert json.loads(store.read("lock").data)["owner"] == "another"


def test_a_store_without_conditions_is_refused(store):
    """Where If-None-Match is passed over, two commands would both think that they hold the lock."""
    put = store.put
    store.put = lambda key, data, file=None, **_condition: put(key, data, file)

    with pytest.raises(TargetTrouble, match="the store ignores conditional writes"), Lease(store, "lock"):
        pass


def test_rubbish_in_the_locks_place_holds_nobody_out_for_ever(store):
    """It counts as a lock of the usual time."""
    store.put("lock", b"[not a lock]")
    with pytest.raises(Locked, match="within 61 seconds"), Lease(store, "lock"):
        pass
