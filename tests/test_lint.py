"""The code keeps the rules of pyproject.toml."""

import subprocess
import sysconfig
from pathlib import Path

from tests.project import ROOT

OURS = ["benchmarks", "docs", "pipeline", "tests", "theme", "pelicanconf.py", "publishconf.py", "tasks.py"]


def test_the_code_has_no_lint():
    """Ruff finds nothing in any file; a rule that is passed over says why, beside it or in pyproject.toml."""
    done = subprocess.run([Path(sysconfig.get_path("scripts")) / "ruff", "check", "--no-cache", "--output-format", "concise", *(ROOT / name for name in OURS)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "All checks passed!"), done.stdout
