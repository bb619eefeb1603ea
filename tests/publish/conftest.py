"""Fixtures: a store that speaks S3, targets on it and on the disk, and content that may be published."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

import pytest

from benchmarks.small_site import write_site
from pipeline.publish.bucket import BucketTarget
from pipeline.publish.folder import FolderTarget
from pipeline.publish.release import make_release

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "4"}


@pytest.fixture(scope="session")
def endpoint():
    """The address of a store that speaks S3, on this machine."""
    command = [sys.executable, "-c", "from moto.server import main; main(['-H', '127.0.0.1', '-p', '0'])"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        address = next(line.split()[-1] for line in server.stderr if "Running on http" in line)
        for _ in range(100):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        drain = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)  # its log must not fill the pipe
        yield address
        server.terminate()
        drain.terminate()
        drain.wait()


@pytest.fixture
def aws(endpoint, monkeypatch):
    """The environment of somebody who may use the store."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return os.environ


@pytest.fixture
def bucket(aws):  # noqa: ARG001 its environment
    """The name of a new bucket."""
    import boto3

    name = f"test-{uuid.uuid4().hex[:12]}"
    boto3.client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture(params=["file", "s3"])
def target(request, tmp_path):
    """A target of each kind, empty."""
    if request.param == "file":
        return FolderTarget(f"file://{tmp_path}/live", tmp_path / "live")
    name = request.getfixturevalue("bucket")
    return BucketTarget(f"s3://{name}/site", name, "site", lease_seconds=20)


@pytest.fixture
def versions(tmp_path):
    """Make a version of the small site: takes its number, returns (release, folder)."""

    def make(version):
        folder = tmp_path / f"version-{version}"
        if not folder.exists():
            write_site(folder, version)
        titles = {"about/index.html": "About us", **{f"article-{number:06}/index.html": f"Article {number}" for number in range(1000)}}
        return make_release(folder, titles, articles=15), folder

    return make


def fetch_from(target):
    """What a visitor's browser gets from a target by an address: bytes or None."""
    if isinstance(target, FolderTarget):

        def fetch(address):
            path = address.lstrip("/") + ("index.html" if address.endswith("/") else "")
            for root in (target.current, target.folder):
                if root is target.current or path.startswith("assets/"):
                    try:
                        return (root / path).read_bytes()
                    except FileNotFoundError:
                        pass
            return None
    else:

        def fetch(address):
            held = target.store.read(target.site + address.lstrip("/") + ("index.html" if address.endswith("/") else ""))
            return held and held.data

    return fetch
