"""Fixtures for the tests of rules."""

import pytest

from tests.check.world import World


@pytest.fixture
def world(tmp_path):
    """A content folder of its own."""
    return World(tmp_path)
