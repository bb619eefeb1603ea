"""Sealed files: what was written comes back, and what was changed since never does."""

import random

import pytest

from pipeline.store.sealed import dump, load, seal, unseal

VALUE = {"stamps": {"/a.md": (12, 34, 56, 78, "5e", True)}, "rows": [["x", ()], ["y", (1, 2.5, None)]], "text": "é", "bytes": b"\0\1"}


def test_plain_values_come_back():
    """As they were, tuples and lists told apart."""
    assert load(dump(VALUE)) == VALUE
    assert bytes(unseal(seal(b"abc"))) == b"abc"


def test_what_was_changed_is_none():
    """Whatever byte changes, and wherever the file is cut off: it is told, and nothing is read."""
    whole, chance = dump(VALUE), random.Random(3)
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= chance.randrange(1, 256)
        for broken in (bytes(changed), whole[:at]):
            with pytest.raises((ValueError, EOFError, TypeError)):
                load(broken)


def test_only_plain_values_are_sealed():
    """What would have to run code to come back is refused when it is written."""
    with pytest.raises(ValueError, match="unmarshallable"):
        dump({"settings": object()})
