"""The corpus of mistakes: each is found at its place, by its rule, with a cure; and what is no mistake is let be."""

from pathlib import Path

import pytest
import yaml

from pipeline.report import in_order
from tests.check.world import EXAMPLE, World

HERE = Path(__file__).parent
BAD = yaml.safe_load((HERE / "bad.yaml").read_text("utf-8"))
GOOD = yaml.safe_load((HERE / "good.yaml").read_text("utf-8"))


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def problems_in(world, path, **options):
    return [problem for problem in in_order(world.problems(**options)) if problem.path == str(world.content / path)]


def write_beside(world, case):
    for path, text in case.get("beside", {}).items():
        world.write(text, path)


def test_the_corpus_is_large():
    """At least 60 mistakes, each of its own kind, and 20 texts without any."""
    assert len({case["mistake"] for case in BAD}) == len(BAD) >= 60
    assert len({case["name"] for case in GOOD}) == len(GOOD) >= 20


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["mistake"].replace(" ", "-"))
def test_a_mistake_is_found(world, case):
    """Every problem at its line and column, by its rule, and no other; the first one's cure is told."""
    path = case.get("file", EXAMPLE)
    write_beside(world, case)
    world.write(case["text"], path)
    options = {key: case[key] for key in ("today", "production") if key in case}
    found = problems_in(world, path, **options)

    assert [f"{problem.line}:{problem.column} {problem.rule}" for problem in found] == case["found"] != []
    assert found[0].cure == case["cure"]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case["name"].replace(" ", "-"))
def test_what_is_no_mistake_is_let_be(world, case):
    """No problem at all, not even a warning."""
    path = case.get("file", EXAMPLE)
    write_beside(world, case)
    assert problems_in(world.write(case["text"], path), path) == []
