"""The pages that others lead to, and the addresses that the site keeps for itself."""

import pytest

from tests.project import edit, write_article


@pytest.mark.parametrize("name", ["home", "contact", "urgent-help", "not-found"])
def test_a_page_that_others_count_on_is_asked_for(content, check, name):
    """Without it, every page would lead nowhere: told by name, also where it is a draft."""
    edit(content / "pages" / f"{name}.md", f"slug: {name}\n", f"slug: {name}\nstatus: draft\n")
    problems = [problem for problem in check().errors if problem["rule"] == "page-missing"]

    assert [f"“{name}”" in problem["message"] for problem in problems] == [True]


def test_a_text_that_is_not_read_is_told(world):
    """Beside the two folders, or by another name; notes and files to download elsewhere are let be."""
    texts = ["odd.md", "articles/c.MD", "articles/d.rst", "pages/e.txt", "drafts/f.markdown"]
    for path in [*texts, "notes.txt", "files/leaflet.html", "articles/.hidden.txt"]:
        (world.content / path).parent.mkdir(exist_ok=True)
        world.write("Words.", path)
    found = {problem.path for problem in world.problems() if problem.rule == "text-unread"}

    assert found == {str(world.content / path) for path in texts}


@pytest.mark.parametrize(("name", "target"), [("articles/loop", ".."), ("pages/again", ".")])
def test_a_folder_that_leads_back_is_told_once(content, check, name, target):
    """Pelican would follow it to no end."""
    (content / name).symlink_to(target)

    assert check().found == [f"content/{name}:1:1 file"]


@pytest.mark.parametrize("name", ["home", "contact", "urgent-help", "not-found"])
def test_every_language_needs_its_own(content, check, name):
    """What is there in English does not stand in for what is missing in Spanish."""
    edit(content / "pages" / "es" / f"{name}.md", f"slug: {name}\n", f"slug: {name}\nstatus: draft\n")
    problems = [problem for problem in check().errors if problem["rule"] == "page-missing"]

    assert [f"“{name}” in “es”" in problem["message"] for problem in problems] == [True]


@pytest.mark.parametrize("slug", ["articles", "topics", "search", "assets", "es", "feed", "sitemap", "robots", "404"])
def test_an_address_of_the_site_itself_is_kept(content, check, slug):
    """A text may not take the address of a list, a file or a language."""
    write_article(content, "one", slug=slug)

    assert "content/articles/one.md:7:7 slug-reserved" in check().found


def test_one_slug_in_an_article_and_a_page_is_refused(content, check):
    """Articles and pages share their addresses; it is told at both texts."""
    write_article(content, "one", slug="about")

    assert [place.split(":")[0] for place in check().found if place.endswith("slug-twice")] == ["content/articles/one.md", "content/pages/about.md"]


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("sleep.txt", "Name it sleep.md, with front matter and Markdown."),
        ("sleep.md.txt", "Name it sleep.md, with front matter and Markdown."),
        ("sleep.markdown", "Name it sleep.md, with front matter and Markdown."),
        ("sleep.docx", "Write its words as Markdown into a new file sleep.md, with front matter: under another name alone, this one can't be read."),
        ("sleep.html", "Write its words as Markdown into a new file sleep.md, with front matter: under another name alone, this one can't be read."),
    ],
)
def test_a_text_that_is_not_read_is_told_what_helps(world, name, cure):
    """A new name where that is enough, else a new file."""
    world.write("Words.\n", f"articles/{name}")

    assert [p.cure for p in world.problems() if p.rule == "text-unread"] == [cure]
