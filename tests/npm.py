"""The tools that tests take from npm, installed once into a folder that no commit holds."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.project import ROOT

HERE = Path(__file__).resolve().parent


class MissingError(Exception):
    """The tools can't be had here; the text says why."""


def install(name="."):
    """The folder `node_modules` that the lock in a folder of tests/ describes. Raises MissingError."""
    files = [HERE / name / "package.json", HERE / name / "package-lock.json", HERE / ".npmrc"]
    if not shutil.which("npm"):
        raise MissingError("npm is not installed")
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    folder = ROOT / ".cache" / f"npm-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:  # processes of one test run come here together
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            for file in files:
                shutil.copyfile(file, folder / file.name)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "CI": "1"})
            if done.returncode:
                raise MissingError(f"npm could not install: {done.stderr.strip().splitlines()[-1]}")
            (folder / "installed").touch()
    return folder / "node_modules"
