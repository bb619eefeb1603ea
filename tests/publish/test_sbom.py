"""The bill of materials: all that the locks hold, in CycloneDX's own form, the same wherever it is made."""

import json
import re
import shutil

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from pipeline.publish.sbom import make_sbom, read_lock
from tests.project import ROOT, run_task

LINES = {name: (ROOT / name).read_text("utf-8").splitlines() for name in ("requirements.txt", "requirements-publish.txt")}


def pinned(lock):
    """What a lock says, read line by line: {name: (version, hashes)}."""
    found = {}
    for line in LINES[lock]:
        if not line.startswith(" "):
            name, version = line.rstrip(" \\").split("==")
            found[name] = (version, [])
        else:
            found[name][1].append(re.fullmatch(r" {4}--hash=sha256:(\w{64})(?: \\)?", line)[1])
    return found


def packages(bill):
    """What the bill says of packages: {name: (version, hashes)}."""
    parts = [part for part in bill["components"] if part["type"] == "library"]
    return {part["name"]: (part["version"], [row["content"] for row in part["externalReferences"][0]["hashes"]]) for part in parts}


@pytest.fixture(scope="module")
def bill():
    """The project's own, as the command prints it."""
    done = run_task("sbom")
    assert (done.code, done.stderr) == (0, "")
    return done.stdout


def test_the_bill_is_cyclonedx(bill):
    """By the official schema of version 1.6, which also refuses what it does not know; and it does refuse."""
    validator = JsonStrictValidator(SchemaVersion.V1_6)

    assert validator.validate_str(bill) is None
    assert validator.validate_str(bill.replace('"alg": "SHA-256"', '"alg": "SHA-255"', 1)) is not None


def test_every_package_is_in_it(bill):
    """With its version and the digest of each of its files; those of every build are required, those of publishing alone optional."""
    bill = json.loads(bill)
    everywhere, publishing = pinned("requirements.txt"), pinned("requirements-publish.txt")

    assert packages(bill) == publishing
    assert everywhere.items() <= publishing.items()
    assert {part["name"] for part in bill["components"] if part["scope"] == "required"} == {*everywhere, "Python"}
    assert all(part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}" for part in bill["components"] if "purl" in part)


def test_what_we_ask_for_ourselves_is_told_apart(bill):
    """The root depends on what pyproject.toml names, and on nothing that is not in the bill."""
    bill = json.loads(bill)
    (root,) = bill["dependencies"]

    assert {"python", *(purl for purl in root["dependsOn"] if purl.startswith(("pkg:pypi/pelican@", "pkg:pypi/boto3@")))} < set(root["dependsOn"])
    assert len([purl for purl in root["dependsOn"] if purl.startswith(("pkg:pypi/pelican@", "pkg:pypi/boto3@"))]) == 2
    assert set(root["dependsOn"]) < {part["bom-ref"] for part in bill["components"]}


def test_one_commit_has_one_bill(bill, tmp_path):
    """The same bytes from another folder: nothing of the machine or the clock is in it."""
    for name in ("pyproject.toml", *LINES):
        shutil.copy(ROOT / name, tmp_path / name)

    assert make_sbom(tmp_path) == bill
    assert not {"serialNumber", "timestamp"} & {*json.loads(bill), *json.loads(bill)["metadata"]}


@pytest.mark.parametrize("line", ["loose>=1\n", "unhashed==1.0\n", "-e .\n", "short==1 \\\n    --hash=sha256:abc\n"])
def test_a_lock_that_is_none_is_refused(tmp_path, line):
    """Rather than a bill that leaves something out."""
    lock = tmp_path / "requirements.txt"
    lock.write_text("\n".join(LINES["requirements.txt"]) + "\n" + line, "utf-8")

    with pytest.raises(ValueError, match="every package must be pinned"):
        read_lock(lock)
