"""Addresses that a text had before: a page there leads on to it, and hosts that can redirect do."""

from urllib.parse import urljoin

import pytest

from pipeline.publish.headers import FOR_HOSTS
from tests.project import edit, write_article
from tests.site import Site


def test_an_old_address_leads_to_the_text(content, build):
    """The page there sends a browser on at once, without a script, and tells a reader and a search engine where to."""
    write_article(content, "sleep", aliases="[/old-sleep/, /2019/05/sleep.html]")
    result = build()
    site = Site(result.output)

    assert result.problems == []
    for path in ("old-sleep/index.html", "2019/05/sleep.html"):
        page = site.page(path)
        refresh = page.one('meta[http-equiv="refresh"]').attrs["content"]
        assert urljoin("https://host" + page.address, refresh.removeprefix("0; url=")) == "https://host/sleep/"
        assert page.one('link[rel="canonical"]').attrs["href"] == "http://localhost:8000/sleep/"
        assert [link.attrs["href"] for link in page.query("main a")] == ["/sleep/"]
        assert "Sleep" in page.one("main").to_text()
        assert "script" not in {element.name for element in page.elements}
    assert list(site.broken_links()) == []


def test_an_old_address_is_in_no_list(content, build):
    """Sitemap, feed and listings know the new address alone."""
    write_article(content, "sleep", aliases="[/old-sleep/]")
    result = build()

    assert "/sleep/" in result.page("feed.xml")
    for path in ("sitemap.xml", "feed.xml", "articles/index.html", "index.html"):
        assert "old-sleep" not in result.page(path)


def test_a_deleted_alias_is_gone(content, build):
    """The next build leaves no page at an address that nobody names any more."""
    article = write_article(content, "sleep", aliases="[/old-sleep/]")
    assert (build().output / "old-sleep" / "index.html").is_file()
    edit(article, "aliases: [/old-sleep/]\n", "")

    assert not (build().output / "old-sleep").exists()


def test_a_drafts_alias_leads_nowhere(content, build):
    """Nothing of a draft is built."""
    write_article(content, "sleep", status="draft", aliases="[/old-sleep/]")
    assert not (build().output / "old-sleep").exists()


def test_a_renamed_title_reaches_the_old_address(content, build):
    """The page at the old address is made again when the text's title changes, and equals that of a clean build."""
    article = write_article(content, "sleep", aliases="[/old-sleep/]")
    build()
    edit(article, "title: Sleep", "title: Rest at night")
    page = build().page("old-sleep/index.html")

    assert "Rest at night" in page
    assert page == build("--clean", output="other").page("old-sleep/index.html")


def test_a_loop_is_refused_at_its_place(content, build):
    """Two texts that have each other's address: both lines are named, with the cure, and nothing is built."""
    write_article(content, "one", aliases="[/old/, /two/]")
    write_article(content, "two", aliases="[/one/]")
    result = build()

    assert result.code == 1
    assert result.found == ["content/articles/one.md:8:18 alias-taken", "content/articles/two.md:8:11 alias-taken"]
    assert "each would lead to the other" in result.errors[0]["message"]
    assert result.errors[0]["cure"] == "Delete one of the two aliases."


def test_an_address_of_a_listing_is_refused(content, build):
    """The topic's page is the site's own, and so is what it puts below its lists and assets."""
    for alias in ("/topics/mental-health/", "/articles/page/2/", "/assets/old.html", "/404.html", "/index.html", "/about/index.html", "/Contact/"):
        write_article(content, "sleep", aliases=f"[{alias}]")
        assert build().found == ["content/articles/sleep.md:8:11 alias-taken"], alias


@pytest.mark.parametrize("file", sorted(FOR_HOSTS))
def test_an_alias_may_not_take_the_place_of_a_file_for_hosts(content, build, file):
    """Only a production build makes it, and every build tells of it."""
    write_article(content, "sleep", aliases=f"[/{file}/, /{file.upper()}/old/]")

    assert [(problem["line"], problem["rule"]) for problem in build().errors] == [(8, "alias-taken")] * 2
