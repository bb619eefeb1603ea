"""The visit sheet: parts of an article on a page of their own, to print and to write on."""

import pytest

from tests.project import edit, write_article
from tests.site import Site

SHEET = "sheet/visit-sheet/index.html"
TEXT = """Some words.[@rush2006]

## A part

See [below](#questions).[@rush2006]

### Warning signs

::: emergency Call 911 for
- chest pain.[@rush2006]
:::

See [the part above](#a-part).

## Questions

- Who watches me?

### Deeper

Words.

## Not on it

Other words.
"""


@pytest.fixture
def sheet(content, build):
    """The sheet of an article that names two of its parts."""
    write_article(content, "sheet", TEXT, title="A treatment", visit_sheet="[Questions, Warning signs]")
    result = build()
    assert result.code == 0, result.stderr
    return Site(result.output).page(SHEET)


def test_the_sheet_has_the_named_parts_in_their_order(sheet):
    """With what stands below them, at the second level, whatever their level is in the article; and nothing else of it."""
    text = sheet.one(".visit-sheet__text")
    headings = [(heading.name, " ".join(heading.to_text().split())) for heading in text.query("h2, h3, h4, h5, h6")]

    assert headings == [("h2", "Questions"), ("h3", "Deeper"), ("h2", "Warning signs"), ("h3", "Emergency: Call 911 for")]
    assert "Who watches me?" in text.to_text()
    assert "chest pain." in text.to_text()
    assert "Other words" not in sheet.text
    assert "Some words" not in sheet.text


def test_the_sheet_leads_back_to_the_article(sheet, build):
    """Citations are listed there alone; links to the article's headings lead there; the article leads to the sheet."""
    assert sheet.query(".citation") == []
    assert "/sheet/#a-part" in [link.attrs["href"] for link in sheet.query(".visit-sheet__text a")]
    assert sheet.query('.page__head a[href="/sheet/"]')
    assert 'href="/sheet/visit-sheet/"' in build(output="again").page("sheet/index.html")


def test_the_sheet_has_room_for_what_a_visit_needs(sheet):
    """Visit, driver, health, medicines, phone numbers and notes; crisis help first; and no field that could send anything."""
    titles = [" ".join(title.to_text().split()) for title in sheet.query(".visit-sheet__title")]

    assert titles == ["My visit", "My driver", "My health", "My medicines", "Phone numbers", "My notes"]
    assert {"tel:911", "tel:988", "sms:988", "tel:+12025550143"} <= {link.attrs["href"] for link in sheet.query(".visit-sheet__phones a")}
    assert sheet.html.index('href="tel:988"') < sheet.html.index("<h1")
    assert sheet.query("form, input, textarea, select, button, script") == []


def test_search_engines_are_sent_to_the_article(sheet, content, build):
    """Its words are the article's: it names the article's address as its own, asks of them what the article asks, and is in neither sitemap nor feed nor list."""
    assert sheet.one('link[rel="canonical"]').attrs["href"] == "http://localhost:8000/sheet/"
    assert sheet.query("link[hreflang]") == []
    assert '<meta name="robots" content="noindex">' in sheet.html
    edit(content / "clinic.yaml", "unreviewed: noindex", "unreviewed: index")
    result = build(output="again")
    assert 'name="robots"' not in result.page("sheet/visit-sheet/index.html")
    assert all("visit-sheet" not in result.page(name) for name in ("sitemap.xml", "feed.xml", "articles/index.html"))


def test_an_article_without_parts_has_no_sheet(content, build):
    """Nothing is made, and nothing leads to it; a link to it is broken."""
    write_article(content, "plain", TEXT)
    result = build()

    assert not (result.output / "plain" / "visit-sheet").exists()
    assert "visit-sheet" not in result.page("plain/index.html")
    write_article(content, "plain", "See [the sheet](/plain/visit-sheet/).\n")
    assert [error["rule"] for error in build().errors] == ["broken-link"]


def test_a_change_of_the_text_reaches_the_sheet(content, build):
    """Also through the shortest way of building; a sheet that is no longer named goes."""
    write_article(content, "sheet", TEXT, visit_sheet="[Questions]")
    assert build().code == 0
    edit(content / "articles" / "sheet.md", "Who watches me?", "Who stays with me?")
    result = build()

    assert "Who stays with me?" in result.page(SHEET)
    assert result.report["rendered"] == 2
    edit(content / "articles" / "sheet.md", "visit_sheet: [Questions]\n", "")
    assert not (build().output / SHEET).exists()


def test_the_article_on_ketamine_has_its_sheet(built):
    """With its warning signs, its questions, and what matters most to the visitor."""
    page = built.page("ketamine-therapy/visit-sheet/index.html")

    for words in ("trouble breathing", "who watches me, and what do they check", "What does each session cost", "How soon do I need to feel better?"):
        assert words in page.text
