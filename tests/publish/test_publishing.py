"""The commands publish, releases, rollback and prune, as somebody types them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys

import boto3
import pytest

from benchmarks.fault_proxy import FaultProxy
from benchmarks.small_site import write_site
from pipeline.publish import deploy
from pipeline.publish.folder import FolderTarget
from pipeline.publish.release import make_release
from tests.project import ROOT, TODAY, copy_project, edit, fingerprint, run_task, start_task, write_article
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

    moved = content / "articles" / "sleep-and-mood.md"
    text = moved.read_text("utf-8")
    moved.unlink()
    assert "Whoever saved /sleep-and-mood/ finds nothing there. If another article took its place, name the old address in that one: aliases: [/sleep-and-mood/]\n" in command("publish", "--dry-run").stderr
    moved.write_text(text, "utf-8")

    back = command("rollback", "--json")
    assert "finds nothing there" not in back.stderr
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


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("releases", {"live": None, "unfinished": [], "releases": []}),
        ("prune", {"releases": [], "deleted": []}),
        ("rollback", {"live": False, "release": None, "problems": []}),
    ],
)
def test_trouble_is_told_in_the_document_too(command, content, name, empty):
    """Whoever reads JSON gets it whatever happens: what is known, and what stopped the command."""
    live = content.parent / "live"
    live.mkdir()
    (live / "record.json").write_text("{}")
    result = command(name, "--json")

    assert result.code == 1
    assert f"{live}/record.json must be as publishing wrote it" in result.stderr
    assert result.stderr == f"{result.report['error']}\n"
    assert {key: result.report[key] for key in ("target", *empty)} == {"target": f"file://{live}", **empty}


@pytest.mark.parametrize("name", ["releases", "prune", "rollback"])
def test_a_document_that_nobody_takes_is_no_success(content, name):
    """On a full disk, where half a document may stand: one sentence, no traceback, exit code 1. Nobody to hear the words stops nothing."""
    live = FolderTarget(f"file://{content.parent}/live", content.parent / "live")
    for version in (0, 3):
        write_site(content.parent / str(version), version)
        deploy.publish(live, make_release(content.parent / str(version)), content.parent / str(version))
    task = [sys.executable, str(ROOT / "tasks.py"), name, "--target", live.url]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([*task, "--json"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        unheard = subprocess.run(task if name != "rollback" else [*task, "--to", live.record().live], stderr=full, check=False)

    assert done.returncode == 1, done.stderr
    assert "Standard output can't be written (No space left on device): the JSON document is not whole." in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert unheard.returncode == 0


def test_what_others_put_among_the_builds_stops_nothing(tmp_path):
    """A file that the system puts into every folder is passed over; of builds for other targets, the last ones are kept."""
    project = copy_project(tmp_path / "project")
    builds = project / ".cache" / "publish"
    for number in range(5):
        (builds / f"build-{number}").mkdir(parents=True)
        os.utime(builds / f"build-{number}", (number + 1, number + 1))
    (builds / ".DS_Store").write_text("")
    os.utime(builds / ".DS_Store", (0, 0))
    clinic = project / "content" / "clinic.yaml"
    clinic.write_text("".join(line for line in clinic.read_text("utf-8").splitlines(keepends=True) if line.strip() != "placeholder: true"), "utf-8")
    result = run_task("publish", "--target", f"file://{tmp_path}/live", "--site-url", SITE, "--today", TODAY, root=project)

    assert result.code == 0, result.stderr
    assert len([path for path in builds.iterdir() if path.is_dir()]) == 4
    assert {"build-4", "build-3", "build-2", ".DS_Store"} < set(os.listdir(builds))


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere, and setpriv is not here to become somebody else")
def test_a_cache_that_may_not_be_written_is_told(tmp_path):
    """One sentence and its cure, the document too, and no traceback; nothing is published."""
    project = copy_project(tmp_path / "project")
    (project / ".cache" / "publish").mkdir(parents=True)
    (project / ".cache" / "publish").chmod(0o555)
    as_nobody = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    task = [sys.executable, str(project / "tasks.py"), "publish", "--target", f"file://{tmp_path}/live", "--site-url", SITE, "--json"]
    done = subprocess.run([*as_nobody, *task], capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stderr
    assert "You must have the right to read and write here" in done.stderr
    assert json.loads(done.stdout)["error"] in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "live").exists()


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
