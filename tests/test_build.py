"""The build: the contract's addresses, the ketamine article, the clinic's facts, and what is listed where."""

import pytest

from tests.project import ROOT, edit, fingerprint, write_article

ADDRESSES = [
    "index.html", "ketamine-therapy/index.html", "articles/index.html", "topics/index.html", "topics/mental-health/index.html",
    "about/index.html", "contact/index.html", "urgent-help/index.html", "how-we-write/index.html", "privacy/index.html",
    "accessibility/index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", ".well-known/security.txt",
]  # fmt: skip
TITLE = "Navigating the Benefits and Side Effects of Ketamine Therapy"
HEADINGS = [
    "Understanding Ketamine Therapy: What Is It and How It Works",
    "Key Benefits of Ketamine Therapy for Mental Health",
    "Common Side Effects and How to Manage Them",
    "Conclusion",
]


@pytest.fixture(scope="module")
def article(built):
    """The page of the ketamine article."""
    return built.page("ketamine-therapy/index.html")


def text_of(element):
    """What a visitor reads of an element."""
    return " ".join(element.to_text().split())


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_of_the_contract_exists(built, path):
    """People and tools outside rely on these addresses."""
    assert (built.output / path).is_file()


def test_nothing_else_is_built(built):
    """A page for each text, and no other: none for tags or authors, no source file, no picture that no text uses."""
    texts = {f"{path.stem}/index.html" for path in (ROOT / "content").rglob("*.md")} | {"ketamine-therapy/visit-sheet/index.html", *ADDRESSES}
    once = {"favicon.ico", "sitemap.xml", "robots.txt", ".well-known/security.txt"}  # browsers ask for the first by that name
    others = set(fingerprint(built.output)) - texts - {f"es/{path}" for path in texts - once} - once

    assert {path for path in others if not path.startswith("assets/")} == set()


def test_the_article_holds_its_title_and_its_four_sections(article):
    """The title is the only heading of the first level; the sections are there word for word, in order."""
    assert text_of(article.one("h1")) == TITLE
    assert [text_of(heading) for heading in article.query(".prose h2[id]")] == HEADINGS


def test_each_section_is_reached_from_the_contents_list(article):
    """Each heading has an anchor of its own, and the contents list leads there in the same order."""
    anchors = [heading.attrs["id"] for heading in article.query(".prose h2[id]")]
    links = {text_of(link): link.attrs["href"] for link in article.query("nav a") if link.attrs["href"].startswith("#")}

    assert len(set(article.ids)) == len(article.ids)
    assert [links[heading] for heading in HEADINGS] == [f"#{anchor}" for anchor in anchors]


def test_the_contents_list_names_every_heading_of_the_text(article):
    """Headings of the third level are reached too, and the sources."""
    links = [link.attrs["href"] for link in article.query("nav a") if link.attrs["href"].startswith("#")]
    headings = [f"#{heading.attrs['id']}" for heading in article.query(".prose h2[id], .prose h3[id]")]

    assert [link for link in links if link in headings] == headings
    assert "#references" in links


def position(page, wanted):
    """Where an element stands among all elements of its page."""
    return next(index for index, element in enumerate(page.elements) if element is wanted)


def test_crisis_help_stands_before_every_text(built):
    """In the DOM, a call to 911 and to 988 comes before the main text on every page."""
    for page in built.pages:
        first_call = next(element for element in page.elements if element.attrs.get("href", "").startswith("tel:"))
        assert first_call.attrs["href"] == "tel:911", page.address
        title = page.one("h1")
        calls = page.query('a[href="tel:911"], a[href="tel:988"]')
        before = {element.attrs["href"] for element in calls if position(page, element) < position(page, title)}
        if page.path.parent.name != "urgent-help":  # that whole page is crisis help
            assert before == {"tel:911", "tel:988"}, page.address


def test_the_call_to_action_has_the_clinics_number(article):
    """The article ends in a way to reach the clinic: its phone and its booking page, from clinic.yaml."""
    phone = article.query('main a[href="tel:+12025550143"]')[0]

    assert "(202) 555-0143" in text_of(phone)
    assert article.query('main a[href="https://booking.telemedicalservices.example/"]')
    assert position(article, phone) > position(article, article.one(".prose"))


def test_another_phone_number_changes_every_page_and_nothing_else(content, build, built):
    """The clinic's number is written once: with another, every page differs by the number alone."""
    edit(content / "clinic.yaml", "+12025550143", "+12025550199")
    result = build()
    assert result.code == 0
    before, after = fingerprint(built.output), fingerprint(result.output)

    assert before.keys() == after.keys()
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {page.path.relative_to(built.output).as_posix() for page in built.pages}
    for path in changed:
        swapped = built.text(path).replace("+12025550143", "+12025550199").replace("(202) 555-0143", "(202) 555-0199")
        assert result.page(path) == swapped


def test_what_the_text_cites_is_listed_in_order(article):
    """Numbers count up in the order of the text; each leads to its source, and the source leads back."""
    citations = [link for link in article.query("main a") if link.attrs["href"].startswith("#reference-")]
    first = list(dict.fromkeys(link.attrs["href"] for link in citations))

    assert first == [f"#reference-{number}" for number in range(1, len(first) + 1)]
    assert set(first) <= {f"#{name}" for name in article.ids}
    back = {link.attrs["href"] for link in article.query("a") if link.attrs["href"].startswith("#cite-")}
    assert back == {f"#{link.attrs['id']}" for link in citations}


def test_drafts_are_never_built(content, build, built):
    """A draft changes no byte of the site, pictures that it alone uses included."""
    write_article(content, "later", "![A](images/a.svg)\n", status="draft")
    (content / "images").mkdir(exist_ok=True)
    (content / "images" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')

    assert fingerprint(build().output) == fingerprint(built.output)


def test_hidden_texts_are_built_and_listed_nowhere(content, build):
    """A hidden article has its page, for those who know the address: no list, feed, sitemap or page names it."""
    write_article(content, "secret", status="hidden", reviewer=None)
    result = build()
    assert result.code == 0, result.stderr

    assert "noindex" in result.page("secret/index.html")
    named = [path for path in fingerprint(result.output) if b"/secret/" in (result.output / path).read_bytes()]
    assert named == ["secret/index.html"]


def test_lists_go_on_over_pages(content, build):
    """Of twenty-five articles more, ten stand on a page, the newest first, with links to the pages before and after."""
    for number in range(1, 26):
        write_article(content, f"article-{number:02}", date=f"2026-10-{number:02}", topic="sleep")
    result = build()
    assert result.code == 0, result.stderr

    assert sorted(path.name for path in (result.output / "articles" / "page").iterdir()) == ["2", "3"]
    assert sorted(path.name for path in (result.output / "topics" / "sleep" / "page").iterdir()) == ["2", "3"]
    first, second, last = (result.page(path) for path in ("articles/index.html", "articles/page/2/index.html", "articles/page/3/index.html"))
    assert [f"/article-{number:02}/" in second for number in (17, 16, 7, 6)] == [False, True, True, False]
    assert "/articles/page/2/" in first
    assert 'href="/articles/"' in second
    assert "/articles/page/3/" in second
    assert "/articles/page/4/" not in last
    assert not (ROOT / "content" / "articles" / "article-01.md").exists()
