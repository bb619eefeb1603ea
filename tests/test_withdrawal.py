"""A withdrawn article: its page says so and why, and nothing of its text is published anywhere."""

import pytest

from tests.project import edit, write_article
from tests.site import Site
from tests.test_languages import write_pair

REASON = "It gave a dose that was ten times too high."
TEXT = "Take a zebra of it each day.[@nobody2020]\n\n## Zebras\n\n![](images/none.png)\n\n{numbers none}\n"


@pytest.fixture
def withdrawn(content, build):
    """A site with an article that was built, then withdrawn, though its text has mistakes; another leads to it."""
    write_article(content, "sleep", "## Zebras\n\nTake a zebra.\n", tags="[sleep]", visit_sheet="[Zebras]")
    write_article(content, "rest", "See [zebras]({filename}sleep.md#zebras), [sleep](/sleep/) and [the sheet](/sleep/visit-sheet/).\n", tags="[sleep]")
    assert build().code == 0
    write_article(content, "sleep", TEXT, tags="[sleep]", visit_sheet="[Zebras]", status="withdrawn", withdrawn=f'{{date: 2026-11-21, reason: "{REASON}"}}', review_by="2020-01-01", reviewed="2019-01-01", reviewer="nobody")
    return build()


def test_its_page_says_so(withdrawn):
    """Since when, why and where to turn, below the crisis help; a search engine is asked not to list it."""
    assert withdrawn.code == 0
    page = Site(withdrawn.output).page("sleep/index.html")
    words = page.one("main").to_text()

    assert page.one("h1").to_text() == "Withdrawn: Sleep"
    assert page.one('meta[name="robots"]').attrs["content"] == "noindex"
    assert "November 21, 2026" in words
    assert REASON in words
    assert [link.attrs["href"] for link in page.query(".withdrawal a")] == ["/contact/", "/urgent-help/"]
    assert [link.to_text() for link in page.query(".withdrawal a")] == ["Contact", "Urgent help"]
    assert page.html.index("tel:988") < page.html.index("Withdrawn: Sleep</h1>")
    assert list(Site(withdrawn.output).broken_links()) == []


def test_nothing_of_its_text_is_published(withdrawn):
    """No file of the output holds a word of it, and no list, feed or sitemap names it."""
    for path in withdrawn.output.rglob("*"):
        if path.is_file():
            assert b"zebra" not in path.read_bytes().replace(b"[zebras]", b"").replace(b">zebras<", b""), path
    for path in ("feed.xml", "sitemap.xml", "articles/index.html", "topics/mental-health/index.html", "index.html"):
        assert "sleep/" not in withdrawn.page(path), path
    related = Site(withdrawn.output).page("rest/index.html").query(".related a")
    assert "/sleep/" not in {link.attrs["href"] for link in related}


def test_links_to_it_are_told_and_stop_nothing(withdrawn):
    """Also one to a heading that is gone: a withdrawal waits for nobody. The link leads to the notice."""
    assert withdrawn.found == ["content/articles/rest.md:10:14 link-withdrawn", "content/articles/rest.md:10:50 link-withdrawn", "content/articles/rest.md:10:75 link-withdrawn"]
    assert {problem["severity"] for problem in withdrawn.problems} == {"warning"}
    assert withdrawn.page("rest/index.html").count('href="/sleep/"') == 3
    assert 'content="0; url=/sleep/"' in withdrawn.page("sleep/visit-sheet/index.html")


def test_production_withdraws_it_too(withdrawn, build):  # noqa: ARG001 it changes the content
    """An overdue review or an expired claim is no reason to keep it."""
    assert not [problem for problem in build("--production", output="public").problems if "sleep" in problem["path"]]


def test_it_comes_back(withdrawn, content, build):
    """With the old status the text is there again, as a clean build has it."""
    write_article(content, "sleep", "## Zebras\n\nTake a zebra.\n", tags="[sleep]", visit_sheet="[Zebras]")
    result = build()

    assert withdrawn.code == result.code == 0
    assert "Take a zebra." in result.page("sleep/index.html")
    assert result.page("sleep/index.html") == build("--clean", output="other").page("sleep/index.html")


def test_a_translation_goes_with_its_source(content, build):
    """Else the build stops at it and nothing changes: readers of one language must not go on with what is wrong in the other."""
    source, translation = write_pair(content, "pair")
    before = build()
    edit(source, "slug: pair", f'slug: pair\nstatus: withdrawn\nwithdrawn: {{date: 2026-11-21, reason: "{REASON}"}}')
    result = build()

    assert (before.code, result.code) == (0, 1)
    assert [(problem["path"], problem["rule"]) for problem in result.errors] == [("content/articles/es/pair.md", "translation-facts")]
    assert "Dos de cada 10" in result.page("es/pair/index.html")
    edit(translation, "slug: pair", "slug: pair\nstatus: withdrawn\nwithdrawn: {date: 2026-11-21, reason: Daba una dosis diez veces mayor.}")
    result = build()
    assert result.code == 0
    assert [Site(result.output).page(path).one("h1").to_text().partition(":")[0] for path in ("pair/index.html", "es/pair/index.html")] == ["Withdrawn", "Retirado"]
    assert "Dos de cada 10" not in result.page("es/pair/index.html")


def test_a_draft_of_a_translation_does_not_hold_up_a_withdrawal(content, build):
    """The other cure that the check gives."""
    source, translation = write_pair(content, "pair")
    edit(source, "slug: pair", f'slug: pair\nstatus: withdrawn\nwithdrawn: {{date: 2026-11-21, reason: "{REASON}"}}')
    edit(translation, "slug: pair", "slug: pair\nstatus: draft")
    result = build()

    assert result.code == 0
    assert not (result.output / "es" / "pair").exists()


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"status": "withdrawn"}, "8:9 schema"),
        ({"withdrawn": "{date: 2026-11-21, reason: Wrong.}"}, "8:12 schema"),
        ({"status": "withdrawn", "withdrawn": "{date: 2026-10-21, reason: Wrong.}"}, "9:19 schema"),
        ({"status": "withdrawn", "withdrawn": "{date: 2026-11-21}"}, "9:12 schema-missing"),
        ({"status": "withdrawn", "withdrawn": "{reason: Wrong.}"}, "9:12 schema-missing"),
    ],
)
def test_a_withdrawal_is_whole(content, build, keys, found):
    """Status, day and reason belong together, else the place is told and nothing is built."""
    write_article(content, "sleep", **keys)
    result = build()

    assert result.code == 1
    assert f"content/articles/sleep.md:{found}" in result.found


def test_a_page_cannot_be_withdrawn(content, check):
    """Other pages count on those of the site."""
    edit(content / "pages" / "about.md", "slug: about\n", "slug: about\nstatus: withdrawn\n")
    assert [problem["rule"] for problem in check().problems] == ["schema-literal-error"]
