"""What people read is spelled as they would spell it."""

import subprocess
import sys
from pathlib import Path

from tests.project import ROOT

READ = ("content", "theme/locale", "docs", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pipeline", "tasks.py")


def spell(*paths, cwd=ROOT):
    """The typos that the checker finds, a line each."""
    checker = Path(sys.executable).with_name("typos")
    return subprocess.run([checker, "--format", "brief", *paths], cwd=cwd, capture_output=True, text=True, check=False).stdout


def test_no_word_is_misspelled():
    """Neither in what patients read, nor in what editors and developers are told."""
    assert spell(*READ) == ""


def test_a_misspelled_word_is_found(tmp_path):
    """The checker knows the common slips."""
    (tmp_path / "a.md").write_text("They recieve ketamine or esketamine.\n", "utf-8")

    assert [line.split(": error: ")[1].split()[0] for line in spell("a.md", cwd=tmp_path).splitlines()] == ["`recieve`"]
