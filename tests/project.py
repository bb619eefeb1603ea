"""Runs the project as people do: its commands, each in a process of its own."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-22"
FOLDERS = ("content", "pipeline", "theme")
FILES = ("pelicanconf.py", "publishconf.py", "tasks.py", "requirements.txt", "requirements-publish.txt", "requirements-dev.txt")


@dataclass(frozen=True)
class Result:
    """What a finished command left behind."""

    code: int
    stdout: str
    stderr: str
    output: Path

    @cached_property
    def report(self):
        """The JSON document on standard output."""
        return json.loads(self.stdout)

    @property
    def problems(self):
        """Errors and warnings, as the JSON document has them."""
        return self.report["problems"]

    @property
    def errors(self):
        """What stopped the build."""
        return [problem for problem in self.problems if problem["severity"] == "error"]

    @property
    def found(self):
        """Each problem as `path:line:column rule`."""
        return [f"{p['path']}:{p['line']}:{p['column']} {p['rule']}" for p in self.problems]

    def page(self, path):
        """The text of a file of the output."""
        return (self.output / path).read_text("utf-8")


def clean_environment(**changes):
    """This process's environment without what would change a command's words or its Python."""
    dropped = {"PYTHONPATH", "PYTHONHASHSEED", "GITHUB_ACTIONS", "NO_COLOR", "TZ"}
    return {**{name: value for name, value in os.environ.items() if name not in dropped}, **changes}


def start_task(*arguments, root=ROOT, cwd=None, env=None):
    """Start a command and return its running process."""
    return subprocess.Popen(
        [sys.executable, str(root / "tasks.py"), *map(str, arguments)],
        cwd=cwd or root,
        env=clean_environment(**(env or {})),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_task(*arguments, root=ROOT, output=None, cwd=None, env=None):
    """Run a command to its end. `output` tells the result where the site is, and nothing else."""
    with start_task(*arguments, root=root, cwd=cwd, env=env) as process:
        stdout, stderr = process.communicate(timeout=120)
    return Result(process.returncode, stdout, stderr, output or root / "output")


def copy_project(to):
    """Copy the project's own files to a new folder, whose commands then run in this environment."""
    to.mkdir(parents=True)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy2(ROOT / name, to / name)
    (to / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    return to


def fingerprint(folder):
    """The digest of each file under a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(path, old, new):
    """Replace what stands in a file exactly once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def write_article(folder, name, text="Words.\n", **keys):
    """Write an article with what every article needs; a key of None is left out."""
    front = {
        "title": name.replace("-", " ").capitalize(),
        "summary": f"The summary of {name}, long enough to be shown in a list of search results.",
        "date": "2026-11-01",
        "author": "telemedicalservices",
        "topic": "mental-health",
        "slug": name,
        **keys,
    }
    lines = [f"{key}: {value}" for key, value in front.items() if value is not None]
    path = folder / "articles" / f"{name}.md"
    path.write_text("\n".join(["---", *lines, "---", text]), "utf-8")
    return path
