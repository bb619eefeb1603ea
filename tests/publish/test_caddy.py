"""Caddy, as our configuration sets it up, before a folder that publishing has filled: headers, copies, errors, old assets."""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest

from pipeline.publish.caddy import caddyfile
from pipeline.publish.deploy import publish
from pipeline.publish.folder import FolderTarget
from pipeline.publish.headers import FOR_HOSTS, every, rules_for
from pipeline.publish.release import make_release, url_of
from tests import npm
from tests.caddy import PROGRAM, serve
from tests.project import ROOT
from tests.publish.test_hosts import digests_in

GRADE = Path(__file__).with_name("grade.mjs")
MISSING_ASSET = "/assets/site.000000000000.css"


def test_the_ready_made_file_is_what_the_table_makes():
    """docs/Caddyfile is for whoever sets up a server; it says what the table says, in Caddy's own layout."""
    made = ROOT / "docs" / "Caddyfile"

    assert made.read_text("utf-8") == caddyfile("www.example.org", "/srv/clinic")
    assert subprocess.run([PROGRAM, "fmt", "--diff", made], capture_output=True, check=False).returncode == 0


def test_every_file_is_served_as_the_table_says(live, caddy):
    """Each header of each file, whatever it is, the digests of the release's styles included; and nothing that tells of the server."""
    release = make_release(live.current.resolve())
    paths = [path for path in release.files if path not in FOR_HOSTS and not path.endswith((".br", ".gz"))]
    styles = digests_in(live.current.resolve())

    assert len(paths) > 20
    for path in paths:
        answer = caddy.get(url_of(path))
        assert answer.status == 200, path
        assert {name: answer.headers[name] for name in rules_for(path)} == rules_for(path, styles), path
        assert answer.headers["Server"] is None


@pytest.mark.parametrize(("accepted", "encoding", "unpack"), [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)])
def test_a_page_comes_in_the_best_form_that_the_browser_knows(live, caddy, accepted, encoding, unpack):
    """Compressed long before, with the page's own type, and told apart by caches."""
    answer = caddy.get("/about/", accept_encoding=accepted)

    assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == (encoding, "Accept-Encoding")
    assert unpack(answer.body) == (live.current / "about" / "index.html").read_bytes()


def test_a_wrong_address_gets_the_sites_own_page(live, caddy):
    """With status 404 and every header of a page: help is on it, and it must be as safe as any other."""
    answer = caddy.get("/no/such/page/")

    assert answer.status == 404
    assert answer.body == (live.current / "404.html").read_bytes()
    assert {name: answer.headers[name] for name in rules_for("/404.html")} == rules_for("/404.html", digests_in(live.current.resolve()))


def test_a_missing_asset_is_not_remembered(live, caddy):
    """The next release may have it. No page is sent for it, since nobody would read it."""
    answer = caddy.get(MISSING_ASSET)

    assert (answer.status, answer.headers["Cache-Control"], answer.headers["Content-Type"]) == (404, "no-store", "text/plain; charset=utf-8")
    assert {name: answer.headers[name] for name in every()} == every(digests_in(live.current.resolve()))
    assert len(answer.body) < 10


@pytest.mark.parametrize("path", ["/_headers", "/_policy", "/_redirects", "/index.html.br", "/manifests/", "/record.json", "/releases/", "/current/"])
def test_what_is_not_for_visitors_is_not_served(caddy, path):
    """Neither the files for other hosts, nor compressed copies by their own name, nor what publishing remembers."""
    assert caddy.get(path).status == 404


def test_an_open_page_keeps_its_assets_and_a_withdrawn_one_is_gone(tmp_path, live):
    """After the next release, without a restart: assets of the last one are there, its pages are not; and the policy is the new one's."""
    target = FolderTarget(f"file://{tmp_path}/live", tmp_path / "live")
    output = {"ignore": shutil.ignore_patterns("*.br", "*.gz")}
    shutil.copytree(live.current.resolve(), first := tmp_path / "first", **output)
    (first / "assets" / "old.0123456789ab.css").write_text("a{}", "utf-8")
    shutil.copytree(live.current.resolve(), second := tmp_path / "second", **output)
    shutil.rmtree(second / "ketamine-therapy")
    (second / "_policy").write_text("default-src 'none'\n", "utf-8")
    publish(target, make_release(first), first)
    with serve(target.folder, tmp_path) as server:
        assert server.get("/ketamine-therapy/").status == server.get("/assets/old.0123456789ab.css").status == 200
        publish(target, make_release(second), second)

        assert server.get("/ketamine-therapy/").status == 404
        assert server.get("/assets/old.0123456789ab.css").status == 200
        assert server.get("/").headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.fixture(scope="module")
def graders():
    """The folder with MDN Observatory and Google's CSP Evaluator, else a skip that says why."""
    try:
        return npm.install("publish")
    except npm.MissingError as missing:
        pytest.skip(f"NO GRADERS OF HEADERS: {missing}")


def test_graders_find_nothing_to_better(live, caddy, graders):
    """A+ and every point that can be had, from MDN Observatory, and no finding of the CSP Evaluator: for a page, the 404 and an asset.

    130 is all: 5 points more are for hosts on the browsers' preload list, and 5 each for secure cookies and checked scripts of others, of
    which we have none.
    """
    icon = next(f"/assets/{path.name}" for path in (live.folder / "assets").glob("*.png"))
    command = ["node", GRADE, graders, "localhost", str(caddy.http_port), str(caddy.https_port), "/", "/no/such/page/", icon]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "NODE_EXTRA_CA_CERTS": str(caddy.root)})
    assert done.returncode == 0, done.stderr
    grades = json.loads(done.stdout)

    assert [grade["status"] for grade in grades.values()] == [200, 404, 200]
    for path, grade in grades.items():
        assert (grade["grade"], grade["score"]) == ("A+", 130), (path, grade["points"])
        assert all(passed for _, _, _, passed in grade["points"]), path
        assert grade["findings"] == [], path
