"""What differs with the address of the site and with the public that it is for."""

import shutil
import subprocess
import sys

import pytest

from tests.project import ROOT, TODAY, clean_environment, edit, fingerprint
from tests.site import ORIGIN, Site


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """A build for production at the clinic's own address: (result, its site)."""
    from tests.project import run_task

    output = tmp_path_factory.mktemp("public") / "output"
    flags = ("--production", "--site-url", "https://www.clinic.example/", "--output", output, "--json", "--today", TODAY)
    result = run_task("build", *flags, output=output)
    assert result.code == 0, result.stderr
    return result, Site(output)


def test_production_names_the_real_address(public, built):
    """Canonical addresses, feed and sitemap bear the site's own address, and no other; nothing else changes with it."""
    site = public[1]

    assert site.page("about/index.html").one('link[rel="canonical"]').attrs["href"] == "https://www.clinic.example/about/"
    for path in fingerprint(site.output):
        assert b"localhost" not in (site.output / path).read_bytes(), path
    assert "https://www.clinic.example/" in site.text("feed.xml")
    assert "https://www.clinic.example/" in site.text("sitemap.xml")
    assert "Sitemap: https://www.clinic.example/sitemap.xml" in site.text("robots.txt")
    of_hosts = {"_headers", "_redirects", "_policy"}
    assert {path for path in fingerprint(site.output) if not path.endswith((".br", ".gz"))} - of_hosts == set(fingerprint(built.output))


def test_production_shows_no_notice_but_warns(public, built):
    """What is made up is shown on every page of a build that is not for the public, and told to who builds for it."""
    notices = ("Not for the public yet", "Todavía no es para el público")

    assert all(any(notice in page.text for notice in notices) for page in built.pages)
    assert not any(notice in page.text for notice in notices for page in public[1].pages)
    told = [(p["path"], p["rule"], p["severity"]) for p in public[0].problems]
    assert told == [("content/clinic.yaml", "placeholder", "warning")] * 4
    assert [p["line"] for p in public[0].problems] == sorted(
        number
        for number, line in enumerate((ROOT / "content" / "clinic.yaml").read_text("utf-8").splitlines(), 1)
        if line.lstrip(" -").startswith(("number:", "url:", "days:", "contact:"))
    )


def test_without_placeholders_there_is_no_notice(content, build):
    """A clinic that has given all its facts sees no notice, and no warning in production."""
    clinic = content / "clinic.yaml"
    lines = clinic.read_text("utf-8").splitlines(keepends=True)
    clinic.write_text("".join(line for line in lines if line.strip() != "placeholder: true"), "utf-8")

    assert "Not for the public yet" not in build().page("index.html")
    assert build("--production").problems == []


def test_a_site_may_live_under_a_path(build):
    """Under https://host/path/, every link, asset and address has the path in front and leads somewhere."""
    result = build("--site-url", f"{ORIGIN}/health/info/")
    site = Site(result.output, "/health/info")

    assert result.code == 0, result.stderr
    assert list(site.broken_links()) == []
    for page in site.pages:
        assert page.one('link[rel="canonical"]').attrs["href"] == ORIGIN + page.address.removesuffix("visit-sheet/")
    assert f"{ORIGIN}/health/info/articles/" in site.text("sitemap.xml")


@pytest.mark.parametrize("url", ["www.clinic.example", "ftp://clinic.example", "https://", "https://a b", "https://a.example/?x", ""])
def test_an_address_that_is_none_is_refused(build, url):
    """Told by its flag, before anything is read."""
    result = build("--site-url", url)

    assert result.code == 1
    assert "--site-url" in result.stderr
    assert not result.output.exists()


def pelican(*arguments, cwd):
    """Run Pelican by hand, as its own documentation has it."""
    return subprocess.run(
        [sys.executable, "-m", "pelican", *map(str, arguments)],
        cwd=cwd,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_pelican_by_hand_builds_the_same_site(tmp_path, built):
    """`pelican content` gives the bytes that `build` gives, for one day and one address."""
    done = pelican("content", "-o", tmp_path / "output", "-e", f'BUILD_DATE="{TODAY}"', cwd=ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
    assert fingerprint(tmp_path / "output") == fingerprint(built.output)


def test_pelican_by_hand_builds_for_production(tmp_path, public):
    """`pelican -s publishconf.py` too."""
    flags = ("-s", "publishconf.py", "-o", tmp_path / "output", "-e", f'BUILD_DATE="{TODAY}"', 'SITEURL="https://www.clinic.example"')
    done = pelican("content", *flags, cwd=ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
    assert fingerprint(tmp_path / "output") == fingerprint(public[1].output)


def test_pelican_by_hand_refuses_what_build_refuses(tmp_path, content):
    """A mistake ends with exit code 1, and the former output stays."""
    assert pelican(content, "-o", tmp_path / "output", cwd=ROOT).returncode == 0
    before = fingerprint(tmp_path / "output")
    edit(content / "pages" / "about.md", "slug: about", "slug: About us")
    done = pelican(content, "-o", tmp_path / "output", cwd=ROOT)

    assert done.returncode == 1
    assert "must be a slug" in done.stderr
    assert fingerprint(tmp_path / "output") == before
    shutil.rmtree(tmp_path / "output")
