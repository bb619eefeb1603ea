"""Medical review: an article says whether a clinician has reviewed it, and the clinic decides what search engines hear."""

import pytest

from tests.project import edit, fingerprint, write_article

JANE = "jane-doe:\n  name: Jane Doe\n  kind: person\n  credentials: MD\n"


@pytest.fixture
def reviewed(content):
    """Content with one article that a clinician has reviewed, until the first day of 2027."""
    people = content / "people.yaml"
    people.write_text(people.read_text("utf-8") + JANE, "utf-8")
    write_article(content, "checked", reviewer="jane-doe", reviewed="2026-11-02", review_by="2027-01-01")
    return content


def robots(page):
    """What a page tells search engines."""
    return [element.attrs["content"] for element in page.query('meta[name="robots"]')]


def test_an_unreviewed_article_says_so(built):
    """It tells the reader, and asks search engines not to list it: no sitemap names it."""
    page = built.page("ketamine-therapy/index.html")

    assert "Not yet reviewed by a clinician." in page.one("main").to_text()
    assert robots(page) == ["noindex"]
    assert "/ketamine-therapy/" not in built.text("sitemap.xml")
    assert "/ketamine-therapy/" in built.text("feed.xml")


def test_other_pages_are_listed(built):
    """What needs no clinician's review is indexed, the page for wrong addresses apart."""
    hidden = {page.address for page in built.pages if robots(page)}

    assert hidden == {language + address for language in ("", "/es") for address in ("/ketamine-therapy/", "/ketamine-therapy/visit-sheet/", "/404.html")}
    assert "404" not in built.text("sitemap.xml")


@pytest.mark.usefixtures("reviewed")
def test_a_reviewed_article_names_its_reviewer(build):
    """Name, credentials and days stand with the article, and search engines may list it."""
    result = build()
    text = result.page("checked/index.html")

    assert result.code == 0, result.stderr
    for words in ("Jane Doe", "MD", "November 2, 2026", "January 1, 2027"):
        assert words in text
    assert "noindex" not in text
    assert "Not yet reviewed" not in text
    assert "/checked/" in result.page("sitemap.xml")


@pytest.mark.parametrize(("today", "overdue"), [("2027-01-01", False), ("2027-01-02", True)])
@pytest.mark.usefixtures("reviewed")
def test_a_review_that_is_overdue_says_so(build, today, overdue):
    """From the day after the one that the review names; the day of the build is an input."""
    text = build(today=today).page("checked/index.html")

    assert ("now due for a new review" in text) is overdue


def test_an_overdue_review_changes_its_page_alone(reviewed, build):
    """The day after the review runs out, no file but the article's own page is another."""
    write_article(reviewed, "soon", reviewer="jane-doe", reviewed="2026-11-02", review_by="2026-12-01")
    last, after = build(today="2026-12-01", output="last"), build(today="2026-12-02", output="after")
    before, now = fingerprint(last.output), fingerprint(after.output)

    assert (last.code, after.code) == (0, 0)
    assert {path for path in before | now if before.get(path) != now.get(path)} == {"soon/index.html"}


def test_the_clinic_may_let_unreviewed_articles_be_listed(content, build):
    """With `unreviewed: index`, the article still says so, and is listed."""
    edit(content / "clinic.yaml", "unreviewed: noindex", "unreviewed: index")
    result = build()
    text = result.page("ketamine-therapy/index.html")

    assert "Not yet reviewed by a clinician." in text
    assert "noindex" not in text
    assert "/ketamine-therapy/" in result.page("sitemap.xml")


def test_without_a_day_today_is_where_the_clinic_is(reviewed, build):
    """A build without --today takes the day from the clinic's time zone."""
    edit(reviewed / "articles" / "checked.md", "2027-01-01", "2026-11-03")

    text = build(today=None).page("checked/index.html")

    assert "now due for a new review" in text
