"""What machines read: the feed, the sitemap, robots.txt and security.txt."""

import xml.etree.ElementTree as ET

import feedparser
import pytest

from tests.project import edit, write_article
from tests.site import ORIGIN

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def result(content, build):
    """A build with two articles more, one of them modified, with signs that XML keeps for itself."""
    write_article(content, "older", date="2026-10-01", modified="2026-11-20", title='"A & B < i > \'C\'"', summary="'Less < more & \"so\" on, for the fifty letters that are wanted.'")
    write_article(content, "newer", date="2026-11-21", topic="sleep")
    edit(content / "clinic.yaml", "unreviewed: noindex", "unreviewed: index")
    done = build()
    assert done.code == 0, done.stderr
    return done


def test_the_feed_is_right_atom(result):
    """A feed reader finds no mistake; each article has its id, address, days, author and summary, the newest first."""
    feed = feedparser.parse(result.page("feed.xml").encode())

    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id == f"{ORIGIN}/"
    assert {link.rel: link.href for link in feed.feed.links} == {"self": f"{ORIGIN}/feed.xml", "alternate": f"{ORIGIN}/"}
    assert feed.feed.updated == "2026-11-22T00:00:00Z"
    assert [entry.id for entry in feed.entries] == [f"{ORIGIN}/{slug}/" for slug in ("ketamine-therapy", "newer", "older")]
    older = feed.entries[2]
    assert older.link == f"{ORIGIN}/older/"
    assert (older.published, older.updated) == ("2026-10-01T00:00:00Z", "2026-11-20T00:00:00Z")
    assert older.title in ("A & B < i > 'C'", "A &amp; B &lt; i &gt; 'C'")
    assert older.author == "TelemedicalServices"
    assert "Less" in older.summary


def test_the_feed_is_well_formed_and_whole(result):
    """Every entry has what Atom asks for, and titles are text, not HTML."""
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(result.page("feed.xml"))  # noqa: S314 our own file

    for entry in root.iter(f"{atom}entry"):
        assert {"id", "title", "updated", "link", "author"} <= {child.tag.removeprefix(atom) for child in entry}
    titles = [entry.findtext(f"{atom}title") for entry in root.iter(f"{atom}entry")]
    assert titles[2] == "A & B < i > 'C'"


def test_a_feed_without_articles_is_right_too(content, build):
    """The first day of a site."""
    for path in (content / "articles").rglob("*.md"):
        path.unlink()
    for page in ("how-we-write", "not-found"):
        path = content / "pages" / f"{page}.md"
        path.write_text(path.read_text("utf-8").replace("{filename}/articles/ketamine-therapy.md", "{filename}/pages/home.md"), "utf-8")
    result = build()

    assert result.code == 0, result.stderr
    assert not feedparser.parse(result.page("feed.xml").encode()).bozo
    assert "articles/" in result.page("sitemap.xml")


def test_the_sitemap_names_every_page_that_may_be_listed(result, built):
    """Each address once, in order, and nothing that search engines should not list."""
    root = ET.fromstring(result.page("sitemap.xml"))  # noqa: S314 our own file
    addresses = [element.text for element in root.iter(f"{SITEMAP}loc")]
    pages = {page.address for page in built.pages if not page.address.endswith("/visit-sheet/")} - {"/404.html", "/es/404.html"} | {"/older/", "/newer/", "/topics/sleep/"}

    assert root.tag == f"{SITEMAP}urlset"
    assert addresses == sorted(addresses)
    assert addresses == sorted(ORIGIN + address for address in pages)


def test_the_sitemaps_days_come_from_the_content(result):
    """A page changed when its text says so, a list when the newest of its articles did: never when it was built."""
    root = ET.fromstring(result.page("sitemap.xml"))  # noqa: S314 our own file
    days = {url.findtext(f"{SITEMAP}loc").removeprefix(ORIGIN): url.findtext(f"{SITEMAP}lastmod") for url in root}

    assert days["/older/"] == "2026-11-20"
    assert days["/newer/"] == days["/topics/sleep/"] == "2026-11-21"
    assert days["/articles/"] == days["/topics/mental-health/"] == "2026-11-22"


def test_robots_may_read_everything(built):
    """robots.txt keeps nobody out, since pages say for themselves what is not to be listed, and names the sitemap."""
    lines = built.text("robots.txt").splitlines()

    assert "User-agent: *" in lines
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow: /")]


def test_whoever_finds_a_weakness_is_told_where_to_report_it(content, build):
    """RFC 9116: the file at its place, in its fields, which ends on its last day and says where it stands; nothing is escaped."""
    edit(content / "clinic.yaml", "  expires: 2027-10-31\n", "  expires: 2027-10-31\n  policy: https://clinic.example/report?a=1&b=2\n")
    site = "https://www.clinic.example"

    assert build("--site-url", site).page(".well-known/security.txt").splitlines() == [
        "Contact: mailto:security@telemedicalservices.example",
        "Expires: 2027-10-31T23:59:59Z",
        "Policy: https://clinic.example/report?a=1&b=2",
        f"Canonical: {site}/.well-known/security.txt",
    ]


def test_a_clinic_that_names_no_place_for_reports_has_no_such_file(content, build):
    """Rather than one that says nothing. One that an earlier build made goes."""
    assert build().page(".well-known/security.txt")
    clinic = content / "clinic.yaml"
    text = clinic.read_text("utf-8")
    clinic.write_text(text.replace(text[text.index("security:\n") : text.index("# What the clinic sells")], ""), "utf-8")
    result = build()

    assert result.code == 0, result.stderr
    assert not (result.output / ".well-known").exists()


@pytest.mark.parametrize("path", ["feed.xml", "sitemap.xml"])
def test_documents_begin_with_their_declaration(built, path):
    """Nothing stands before it, not even a line."""
    assert built.text(path).startswith('<?xml version="1.0" encoding="utf-8"?>\n')
