"""The store of what earlier builds made: never wrong, whatever happens to its file, and never without bound."""

import os
import random
import sqlite3
from concurrent.futures import ProcessPoolExecutor

import pytest

from pipeline.memo import load_memo
from pipeline.store.keys import key_of
from pipeline.store.records import Records

VALUES = {key_of(number): (f"value {number} " * 40).encode() for number in range(300)}


@pytest.fixture
def path(tmp_path):
    """The file of a store with values."""
    path = tmp_path / "store.sqlite3"
    fill(path)
    return path


def fill(path):
    """Put all values into a store."""
    records = Records(path)
    for key, value in VALUES.items():
        records.put(key, value)
    records.close()
    return True


def found_in(path):
    """What the store has of the values; each must be as it was put."""
    records = Records(path)
    found = {key: records.get(key) for key in VALUES}
    records.close()
    assert all(value in (None, VALUES[key]) for key, value in found.items())
    return sum(value is not None for value in found.values())


def test_a_store_gives_what_was_put(path):
    """All values, to the next build too."""
    assert found_in(path) == found_in(path) == len(VALUES)


def test_a_damaged_store_gives_nothing_wrong(path):
    """Whatever bytes change in the file: a value is as it was put or not there, also after the next builds have filled it again."""
    whole, chance, hurt = path.read_bytes(), random.Random(1), 0
    for _ in range(100):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 5, 200))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        hurt += found_in(path) < len(VALUES)
        fill(path)
        found_in(path)
    assert hurt > 20


@pytest.mark.parametrize("damage", [
    lambda whole: whole[: len(whole) // 2],
    lambda whole: whole[:50],
    lambda _whole: b"",
    lambda _whole: os.urandom(5000),
], ids=["half", "a piece", "empty", "noise"])  # fmt: skip
def test_a_broken_store_is_made_anew(path, damage):
    """A file that was cut off, or is none, gives nothing, and the builds after fill it again."""
    path.write_bytes(damage(path.read_bytes()))
    assert found_in(path) < len(VALUES)
    fill(path)
    fill(path)
    assert found_in(path) == len(VALUES)


def test_a_store_of_another_version_is_made_anew(tmp_path):
    """A table of another shape is not read, and the file is begun again."""
    path = tmp_path / "store.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE records (name TEXT, page TEXT)")
    other.close()
    assert found_in(path) == 0
    fill(path)
    assert found_in(path) == len(VALUES)


def test_a_folder_in_the_stores_place_is_no_harm(tmp_path):
    """Then there is no store, and nothing fails."""
    (tmp_path / "store.sqlite3").mkdir()
    fill(tmp_path / "store.sqlite3")
    assert found_in(tmp_path / "store.sqlite3") == 0


def test_two_builds_may_fill_one_store(tmp_path):
    """At once, without loss."""
    path = tmp_path / "store.sqlite3"
    with ProcessPoolExecutor(4) as pool:
        assert all(pool.map(fill, [path] * 8))
    assert found_in(path) == len(VALUES)


def test_a_store_does_not_grow_without_bound(tmp_path):
    """A thousand builds with ten new values each, of which only the last ten are used: the file stays small."""
    path, sizes = tmp_path / "store.sqlite3", []
    for build in range(1000):
        records = Records(path)
        for number in range(10):
            records.put(key_of(build, number), os.urandom(1000))
        records.drop_unused()
        records.close()
        sizes.append(path.stat().st_size)

    assert max(sizes[200:]) < 1.1 * max(sizes[:200])
    assert sizes[-1] < 10_000_000


def test_a_damaged_memo_is_none(tmp_path):
    """What a build remembers of its texts is as it was written, or not there."""
    (tmp_path / "x.memo").write_bytes(b"\x80\x05K\x01.")
    assert load_memo(tmp_path / "x.memo", "build") is None
    assert load_memo(tmp_path / "no.memo", "build") is None
