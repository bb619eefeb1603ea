"""Fixtures: a store that speaks S3, targets on it and on the disk, and content that may be published."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

import pytest

from benchmarks.readers import reader_of_folder
from benchmarks.small_site import write_site
from benchmarks.store_faults import reader_of
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
def bucket(aws):  # noqa: ARG001 the store must be there
    """The name of a new bucket."""
    return make_bucket(f"test-{uuid.uuid4().hex[:12]}")


def make_bucket(name):
    """Make a bucket whose objects anyone may read, and return its name."""
    import boto3

    everyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
    boto3.client("s3").create_bucket(Bucket=name)
    boto3.client("s3").put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [everyone]}))
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
        return reader_of_folder(target.folder)
    return reader_of(os.environ["AWS_ENDPOINT_URL"], target.store.bucket, target.site)
