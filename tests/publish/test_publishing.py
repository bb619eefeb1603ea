"""The commands publish, releases, rollback and prune, as somebody types them."""

import os
import re
import shutil
import signal

import boto3
import pytest

from benchmarks.fault_proxy import FaultProxy
from tests.project import ROOT, TODAY, edit, fingerprint, run_task, start_task, write_article
from tests.publish.conftest import KEYS

SITE = "https://www.clinic.example"


@pytest.fixture
def content(tmp_path):
    """Content whose contact facts nobody has marked as made up. They are test data: the number is reserved for fiction."""
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    clinic = folder / "clinic.yaml"
    clinic.write_text("".join(line for line in clinic.read_text("utf-8").splitlines(keepends=True) if line.strip() != "placeholder: true"), "utf-8")
    return folder


@pytest.fixture
def command(content):
    """Run a command of publishing on the content: takes its name and flags, returns a Result."""

    def run(name, *flags, env=None, target=f"file://{content.parent}/live"):
        to_target = () if target is None else ("--target", target)
        own = ("--site-url", SITE, "--content", content, "--today", TODAY) if name == "publish" else ()
        return run_task(name, *to_target, *own, *flags, cwd=content.parent, env=env)

    return run


def test_publish_list_and_roll_back(command, content):
    """The whole way: publish, nothing to do, publish a change, see it in the list, go back."""
    live = content.parent / "live"
    first = command("publish", "--json")
    assert (first.code, first.report["live"], first.report["error"]) == (0, True, None), first.stderr
    before = fingerprint(live / "current")
    assert {path for path in before if path.startswith("_")} == {"_policy"}, "what Caddy reads, and nobody else's"
    assert f'<link rel="canonical" href="{SITE}/about/">' in (live / "current" / "about" / "index.html").read_text("utf-8")

    again = command("publish")
    assert (again.code, again.stdout) == (0, "")
    assert re.search(rf"^Nothing to do: the release {first.report['release']} is live already", again.stderr, re.MULTILINE)

    write_article(content, "sleep-and-mood", title="Sleep and mood")
    dry = command("publish", "--dry-run", "--json")
    assert (dry.code, dry.report["live"], dry.report["changes"]["added"]) == (0, False, ["/sleep-and-mood/"])
    assert "New: Sleep and mood." in dry.stderr
    assert fingerprint(live / "current") == before

    second = command("publish", "--json")
    assert (second.code, second.report["articles"]) == (0, first.report["articles"] + 1)
    assert (live / "current" / "sleep-and-mood" / "index.html").exists()

    listed = command("releases", "--json")
    assert [(event["id"], event["live"]) for event in listed.report["releases"]] == [(second.report["release"], True), (first.report["release"], False)]
    assert "New: Sleep and mood." in command("releases").stderr

    back = command("rollback", "--json")
    assert (back.code, back.report["release"], back.report["changes"]["gone"]) == (0, first.report["release"], ["/sleep-and-mood/"])
    assert fingerprint(live / "current") == before
    assert command("prune", "--keep", "1", "--days", "0").stderr == f"1 release gone, 2 files and folders deleted: {second.report['release']}.\n"


def test_publish_to_a_bucket(command, bucket, aws):
    """The same words and the same answers where the target is a store."""
    env = {name: aws[name] for name in (*KEYS, "AWS_ENDPOINT_URL")}
    target = f"s3://{bucket}/site"
    first = command("publish", "--json", env=env, target=target)
    keys = {row["Key"] for row in boto3.client("s3").list_objects_v2(Bucket=bucket, Prefix="site/")["Contents"]}
    assert {"site/index.html", "site/.well-known/security.txt"} <= keys
    assert not any(key.startswith("site/_") for key in keys), "what nobody reads there"
    assert (first.code, first.report["live"]) == (0, True), first.stderr
    assert first.report["files_sent"] > 15
    assert "Nothing to do" in command("publish", env=env, target=target).stderr
    assert first.report["release"] in command("releases", env=env, target=target).stderr


def test_an_interrupted_publish_ends_with_130(content, bucket, aws):
    """Ctrl-C in the middle of the uploads: exit code 130, the lock given back, and the same command again finishes."""
    flags = ("publish", "--target", f"s3://{bucket}/site", "--site-url", SITE, "--content", content, "--today", TODAY)
    env = {name: aws[name] for name in KEYS}
    proxy = FaultProxy(aws["AWS_ENDPOINT_URL"])
    try:
        with start_task(*flags, env={**env, "AWS_ENDPOINT_URL": proxy.address}) as process:
            proxy.arm("kill before", 8, lambda: process.send_signal(signal.SIGINT))
            stderr = process.communicate(timeout=120)[1]
    finally:
        proxy.close()

    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    again = run_task(*flags, env={**env, "AWS_ENDPOINT_URL": aws["AWS_ENDPOINT_URL"]})
    assert again.code == 0, again.stderr


def test_placeholders_are_never_published(command, content):
    """Each is told with its place, and the target is not even made."""
    shutil.copy(ROOT / "content" / "clinic.yaml", content / "clinic.yaml")
    result = command("publish", "--json")

    assert result.code == 1
    assert [(p["path"], p["rule"], p["severity"]) for p in result.problems] == [("content/clinic.yaml", "placeholder", "error")] * 4
    assert result.report["release"] is None
    assert "4 errors. Nothing was published; the live site is as it was." in result.stderr
    assert not (content.parent / "live").exists()


def test_an_article_past_its_review_is_never_published(command, content):
    """The day of the review is over: told where it stands."""
    people = content / "people.yaml"
    people.write_text(people.read_text("utf-8") + "test-reviewer:\n  name: Test Reviewer\n  kind: person\n  credentials: MD\n", "utf-8")
    write_article(content, "overdue", reviewer="test-reviewer", reviewed="2025-11-01", review_by="2026-11-01")
    result = command("publish", "--json")

    assert result.code == 1
    assert [(p["path"], p["rule"]) for p in result.problems if p["severity"] == "error"] == [("content/articles/overdue.md", "review-overdue")]
    assert not (content.parent / "live").exists()


def test_a_draft_is_never_published(command, content):
    """Not one word of it is in a release, nor in what the target remembers."""
    write_article(content, "secret-draft", text="Xylophone words.\n", title="Xylophone", status="draft")
    assert command("publish").code == 0

    for path in (content.parent / "live").rglob("*"):
        assert not path.is_file() or (b"ylophone" not in path.read_bytes() and b"secret-draft" not in path.read_bytes()), path


def test_a_refused_publish_leaves_the_live_site(command, content):
    """A mistake in the content changes nothing for visitors."""
    command("publish")
    before = fingerprint(content.parent / "live" / "current")
    edit(content / "pages" / "about.md", "slug: about", "slug: About us")

    assert command("publish").code == 1
    assert fingerprint(content.parent / "live" / "current") == before


@pytest.mark.parametrize(
    ("name", "target", "flags", "words"),
    [
        ("publish", None, (), "--target must be given: file:///folder or s3://bucket/prefix."),
        ("publish", "clinic", (), "--target clinic: this must be the address of a target."),
        ("publish", "ftp://clinic", (), "--target ftp://clinic: this must be the address of a target."),
        ("publish", "file://srv/www", (), "file://srv/www: a folder's address has three slashes. Write file:///srv/www"),
        ("publish", "file:///", (), "and not the root itself"),
        ("publish", "s3://", (), "after s3:// must stand the name of a bucket"),
        ("rollback", "s3://Bucket/x", (), "after s3:// must stand the name of a bucket"),
        ("prune", "file:///nowhere", ("--keep", "0"), "--keep must be a whole number from 1, not '0'."),
        ("prune", "file:///nowhere", ("--days", "x"), "--days must be a whole number from 0, not 'x'."),
        ("rollback", "file:///nowhere", ("--purge", "cat"), "--purge needs --site-url"),
        ("rollback", "file:///dev/null", ("--purge", "http://cdn.example", "--site-url", SITE), "--purge http://cdn.example: this must be an https:// address"),
        ("publish", "file:///dev/null", ("--purge", "http://cdn.example"), "--purge http://cdn.example: this must be an https:// address"),
    ],
)
def test_wrong_use_is_told_in_one_line(name, target, flags, words, command):
    """The flag, what it must be, and nothing else."""
    result = command(name, *flags, target=target)

    assert (result.code, result.stdout) == (1, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://www.clinic.example", "--site-url http://www.clinic.example: a site that is published must have an address with https://."),
        (None, "--site-url must be given, or SITEURL set in publishconf.py: https://telemedicalservices.example belongs to nobody."),
    ],
)
def test_the_sites_address_must_be_real(content, url, words):
    """A site without HTTPS, or at nobody's address, is not published."""
    flags = ("--site-url", url) if url else ()
    result = run_task("publish", "--target", f"file://{content.parent}/live", "--content", content, *flags)

    assert (result.code, result.stderr) == (1, words + "\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "there are no credentials for the store. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "the store can't be reached"),
        ({"AWS_ENDPOINT_URL": "nonsense"}, "the store can't be used"),
        ({}, "There is no such bucket. Correct --target, or make the bucket."),
    ],
)
def test_what_a_store_refuses_is_told_plainly(command, aws, change, words, tmp_path):
    """What is wrong and how to mend it, with no traceback."""
    env = {**{name: aws[name] for name in (*KEYS, "AWS_ENDPOINT_URL")}, **change, "AWS_MAX_ATTEMPTS": "1", "AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path)}
    result = command("releases", env=env, target="s3://no-such-bucket")

    assert result.code == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_somebody_elses_folder_is_never_a_target(command, content):
    """A folder with other files in it is left alone."""
    (content.parent / "live").mkdir()
    (content.parent / "live" / "work.txt").write_text("my work")
    result = command("publish")

    assert result.code == 1
    assert "must be empty, or a target of earlier releases: it holds “work.txt”." in result.stderr
    assert os.listdir(content.parent / "live") == ["work.txt"]


def test_a_command_of_the_clinic_purges_the_cdn(command, content):
    """It reads the whole addresses of what changed, one a line."""
    script = content.parent / "purge.sh"
    script.write_text(f"#!/bin/sh\ncat > {content.parent}/purged\n")
    script.chmod(0o755)
    assert command("publish", "--purge", script).code == 0

    assert f"{SITE}/about/" in (content.parent / "purged").read_text().splitlines()
    edit(content / "pages" / "about.md", "title:", "title: New")
    failed = command("publish", "--purge", "false")
    assert failed.code == 1
    assert "The release is live. Mend the hook, then run the same again" in failed.stderr
