"""A release is what its files are: the same content has the same id, and any other has another."""

import os

import pytest

from pipeline.publish.changes import compare, describe
from pipeline.publish.record import Event, Record, read_record
from pipeline.publish.release import make_release, read_release, steps, url_of


@pytest.fixture
def folder(tmp_path):
    """A finished output of four files."""
    for path, text in {"index.html": "home", "about/index.html": "about", "feed.xml": "feed", "assets/site.0123456789ab.css": "css"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_the_id_is_of_the_content_alone(folder):
    """Times and titles do not matter; a byte, a name, or a file more does."""
    first = make_release(folder)
    os.utime(folder / "index.html", (1, 1))
    assert make_release(folder, {"index.html": "Home"}, 3).id == first.id

    (folder / "index.html").write_text("HOME")
    changed = make_release(folder)
    (folder / "index.html").write_text("home")
    (folder / "more.html").write_text("home")
    assert len({first.id, changed.id, make_release(folder).id}) == 3


def test_a_manifest_says_how_each_file_is_served(folder):
    """Path, digest, size, media type and cache rule; and it can be read again."""
    release = make_release(folder, {"about/index.html": "About us"}, 1)
    page, asset = release.files["about/index.html"], release.files["assets/site.0123456789ab.css"]

    assert (page.size, page.type, page.cache) == (5, "text/html; charset=utf-8", "public, max-age=0, must-revalidate")
    assert (asset.type, asset.cache) == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert release.assets == {"assets/site.0123456789ab.css"}
    assert read_release(release.as_json()) == release


def test_what_nobody_reads_is_no_part_of_a_release(folder):
    """A target names the files that it has no reader for."""
    (folder / "_headers").write_text("/*\n", "utf-8")

    assert make_release(folder).files.keys() - make_release(folder, without={"_headers"}).files.keys() == {"_headers"}


def test_a_changed_manifest_is_no_release(folder):
    """A manifest whose files are not those of its id is refused, not half believed."""
    manifest = make_release(folder).as_json()

    with pytest.raises(ValueError, match="id is not that of its files"):
        read_release(manifest.replace(b"about/index.html", b"other/index.html"))


def test_pages_go_live_before_what_leads_to_them():
    """Pages first, then home and the page for wrong addresses, then what robots read."""
    assert steps(["index.html", "feed.xml", "b/index.html", "404.html", "robots.txt", ".well-known/security.txt", "a/index.html", "sitemap.xml"]) == [
        ["a/index.html", "b/index.html"],
        ["404.html", "index.html"],
        [".well-known/security.txt", "feed.xml", "robots.txt", "sitemap.xml"],
    ]


def test_changes_are_told_in_an_editors_words(versions):
    """By title where a text has one, by address else; long lists are cut."""
    old, new = versions(0)[0], versions(1)[0]
    changes = compare(old, new)

    assert (len(changes.added), len(changes.gone)) == (5, 5)
    assert describe(changes, old, new) == [
        "New: Article 15, Article 16, Article 17, and 2 more.",
        "Changed: About us, Article 5, Article 6, and 13 more.",
        "Gone: Article 0, Article 1, Article 2, and 2 more.",
    ]
    assert describe(compare(None, new), None, new) == ["The first release: 21 pages."]


@pytest.mark.parametrize(
    ("path", "url"), [("index.html", "/"), ("about/index.html", "/about/"), ("404.html", "/404.html"), ("feed.xml", "/feed.xml"), ("my-index.html", "/my-index.html")]
)
def test_a_file_has_one_address(path, url):
    """The one that visitors see, and that a CDN is told."""
    assert url_of(path) == url


def test_a_rollback_goes_further_back_each_time():
    """What was taken back is not gone back to; what was published again is."""
    log = [Event(name, "2026-11-22T14:00:00+00:00", kind, 1, []) for name, kind in [("a", "publish"), ("b", "publish"), ("c", "publish"), ("b", "rollback")]]
    assert Record(live="b", log=log).earlier == ["a"]
    assert Record(live="c", log=log[:3]).earlier == ["a", "b"]
    again = [*log[:2], Event("a", log[0].at, "publish", 1, [])]
    assert Record(live="a", log=again).earlier == ["b"]
    assert read_record(Record("b", ["c"], "publish", ["/"], log).as_json()) == Record("b", ["c"], "publish", ["/"], log)
