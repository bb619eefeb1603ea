"""GitHub's check of a pull request: small, with few rights, from code that nobody can exchange."""

import re

import pytest
import yaml

from tests.project import ROOT

FOLDER = ROOT / ".github" / "workflows"
RIGHTS = {"contents": "read"}


@pytest.fixture(params=sorted(path.name for path in FOLDER.iterdir()))
def path(request):
    """One workflow's file."""
    return FOLDER / request.param


@pytest.fixture
def workflow(path):
    """It, read; every value as it is written, since YAML takes the key `on` for true."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 makes nothing but texts, lists and groups


def test_a_workflow_may_only_read(workflow):
    """No job adds a right, none is handed a secret, and none runs with more because somebody else's change asks for it."""
    assert workflow["permissions"] == RIGHTS
    assert all("permissions" not in job and "secrets" not in job for job in workflow["jobs"].values())
    assert workflow["on"] == ["pull_request"]


def test_every_action_is_one_commit(path, workflow):
    """Named by its digest, with the release beside it for people."""
    lines = re.findall(r"(?m)^ *(?:- )?uses: (.*)$", path.read_text("utf-8"))

    assert len(lines) == sum("uses" in step for job in workflow["jobs"].values() for step in job["steps"]) > 0
    for line in lines:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", line), line


def test_a_workflow_leaves_no_key_behind(workflow):
    """The code of a pull request finds no token in the clone, and no value that a stranger has written gets into a shell's line."""
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]

    assert [step["with"]["persist-credentials"] for step in steps if "checkout" in step.get("uses", "")] == ["false"]
    assert not [step for step in steps if "${{" in step.get("run", "")]


def test_a_pull_request_is_checked_and_tested(workflow):
    """By the same two commands that everybody runs; the first tells each problem at its line in the change."""
    (job,) = workflow["jobs"].values()

    assert [step["run"] for step in job["steps"] if "run" in step] == ["python3 tasks.py check", "python3 tasks.py test"]
    assert not [key for step in job["steps"] for key in step if key in {"continue-on-error", "if", "env"}]
