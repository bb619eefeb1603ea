"""The bill of materials of what builds the site: the hashed locks in, a CycloneDX 1.6 document out.

It says what the locks say, and nothing of the machine, the clock or what happens to be installed: so a commit has one bill,
byte for byte. For the same reason it has no serial number, and tells which Pythons fit instead of the one at hand.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from pipeline.environment import PUBLISHING, RUNTIME

_PINNED = re.compile(r"(?m)^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)[^\n\\]*((?:\\\n[ ]+--hash=sha256:[0-9a-f]{64}[ ]?)+)")
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_NAME = re.compile(r"[\w.-]+")


class Pinned(NamedTuple):
    """A package of a lock, with the SHA-256 of each of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its name among all packages of all languages: https://github.com/package-url/purl-spec."""
        return f"pkg:pypi/{self.name}@{quote(self.version, safe='')}"


def make_sbom(project: Path) -> str:
    """The bill of the project in a folder; packages that publishing alone needs are optional in it. Raises OSError, or ValueError where a lock can't be read whole."""
    about = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {package.name for package in read_lock(project / RUNTIME)}
    packages = read_lock(project / PUBLISHING)
    own = {_normal(_NAME.match(line)[0]) for line in (*about["dependencies"], *about["optional-dependencies"]["publish"])}
    root = f"pkg:generic/{about['name']}"
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "pre-build"}],
            "component": {"type": "application", "bom-ref": root, "name": about["name"], "description": about["description"]}},
        "components": [
            {"type": "platform", "bom-ref": "python", "name": "Python", "description": f"Python {about['requires-python']}", "scope": "required"},
            *(_component(package, package.name in needed) for package in packages)],
        "dependencies": [{"ref": root, "dependsOn": ["python", *(package.purl for package in packages if package.name in own)]}],
        # A lock names what packages ask for, not which of them does.
        "compositions": [{"aggregate": "incomplete", "dependencies": [root]}]}
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def read_lock(path: Path) -> list[Pinned]:
    """Every package of a lock, by name. Raises OSError, and ValueError where a line is neither a package nor its hashes."""
    text = path.read_text("utf-8")
    if left := _PINNED.sub("", text).strip():
        raise ValueError(f"{path}: every package must be pinned to a version and its hashes, unlike “{left.splitlines()[0]}”. Make the lock anew: pyproject.toml says how.")
    return sorted(Pinned(_normal(name), version, tuple(_HASH.findall(hashes))) for name, version, hashes in _PINNED.findall(text))


def _component(package: Pinned, needed: bool) -> dict[str, Any]:
    files = {"type": "distribution", "url": package.purl, "comment": "The SHA-256 of each file of this release; one of them is installed.",
             "hashes": [{"alg": "SHA-256", "content": digest} for digest in package.hashes]}
    return {"type": "library", "bom-ref": package.purl, "name": package.name, "version": package.version, "scope": "required" if needed else "optional",
            "purl": package.purl, "externalReferences": [files]}


def _normal(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
