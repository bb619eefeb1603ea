"""The call to action: once, at the end, in the words that an article chooses, and never where a text speaks of suicide."""

import re

from tests.project import ROOT, write_article
from tests.site import Site

CARD = "::: emergency If you think about ending your life\nCall [988](tel:988).\n:::\n"
SUICIDE = f"Words.\n\n## Thoughts of suicide\n\nYou can get help now.\n\n{CARD}"


def sections(page):
    """The classes of the page's sections, in their order, but for the parts of its text."""
    return [name for element in page.elements if element.name == "section" for name in element.attrs.get("class", "").split() if not name.startswith("part")]


def test_an_article_chooses_its_words(content, build):
    """Title and lead come from its front matter, with the clinic's name filled in; phone, hours and interest stay."""
    write_article(content, "sleep", call_to_action='{title: "Questions about sleep?", lead: "Ask {clinic} what a visit is like."}')
    result = build()
    call = Site(result.output).page("sleep/index.html").one(".call-to-action")

    assert call.attrs["aria-label"] == call.query("h2")[0].to_text() == "Questions about sleep?"
    text = " ".join(call.to_text().split())
    for words in ("Ask TelemedicalServices what a visit is like.", "(202) 555-0143", "Book a visit online", "Monday to Friday, 9 am to 5 pm", "Eastern Time", "Our interest:", "What happens next"):
        assert words in text


def test_a_half_of_it_is_refused(content, check):
    """Title and lead belong together."""
    path = write_article(content, "sleep", call_to_action="{title: Questions?}")
    result = check()

    assert result.code == 1
    assert [(p["line"], p["message"]) for p in result.errors if p["path"].endswith(path.name)] == [(8, "“lead” must be given.")]


def test_it_is_never_in_or_behind_a_part_on_suicide(content, build):
    """Sources or changes stand between; with neither, a text that ends on suicide has no call at its end."""
    write_article(content, "ends-on-it", SUICIDE)
    write_article(content, "goes-on", SUICIDE + "\n## Sleep\n\nSleep helps.\n")
    write_article(content, "has-sources", SUICIDE + "\nIt was studied.[@rush2006]\n")
    result = build()
    assert result.code == 0, result.stderr
    site = Site(result.output)

    assert "call-to-action" not in sections(site.page("ends-on-it/index.html"))
    assert "call-to-action" in sections(site.page("goes-on/index.html"))
    assert sections(site.page("has-sources/index.html"))[:2] == ["references", "call-to-action"]


def test_on_every_article_it_stands_alone(built):
    """It is a part of its own, outside the text, with the sources before it; no heading that speaks of suicide is near."""
    for page in built.pages:
        for call in page.query(".call-to-action"):
            assert not page.query(".prose .call-to-action")
            assert not re.search(r"suicid|988", call.to_text()), page.address
    article = built.page("ketamine-therapy/index.html")
    html = article.html
    assert "suicid" in html[: html.index('class="references"')]
    assert html.index('id="references"') < html.index('class="call-to-action"')
    assert not article.query("article .call-to-action")


def test_urgent_help_has_no_call_to_the_clinic(built):
    """Neither in the header nor in the text: who reads it is to call 911 or 988."""
    page = built.page("urgent-help/index.html")

    assert not page.query(".call-to-action")
    assert not page.query('header a[href^="tel:+"]')


def test_it_is_written_once():
    """One template makes it; the others call that."""
    folder = ROOT / "theme" / "templates"
    holders = [path.name for path in folder.rglob("*.html") if 'class="call-to-action"' in path.read_text("utf-8")]

    assert holders == ["call-to-action.html"]
