"""Pictures: they are files that browsers show, and have words for those who can't see them."""

import pytest

from tests.project import write_article

HERE = "content/articles/one.md"


@pytest.fixture
def told(content, check):
    """Check an article: takes its text and front matter, returns its errors as `line:column rule`."""
    (content / "images").mkdir(exist_ok=True)
    (content / "images" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    (content / "images" / "a.pdf").write_text("%PDF")

    def run(text, **keys):
        write_article(content, "one", text, **keys)
        return [place.removeprefix(f"{HERE}:") for place in check("--path", HERE).found if " picture-" in place]

    return run


def test_pictures_that_are_there_are_fine(told):
    """By the path under the content folder, with or without saying so."""
    assert told("![A](images/a.svg) ![B]({static}/images/a.svg) ![C]({static}../images/a.svg)\n") == []


def test_each_picture_that_is_wrong_is_told(told):
    """Missing, of another kind, without words, or from another site."""
    text = "![A](images/b.svg)\n\n![B](images/a.pdf)\n\n![ ](images/a.svg)\n\n![D](https://a.example/d.png)\n"

    assert told(text) == ["9:6 picture-missing", "11:6 picture-kind", "13:6 picture-alt", "15:6 picture-missing"]


def test_a_hero_is_a_picture_too(told):
    """Its file is looked for, and its words are asked for."""
    assert told("Words.\n", hero="{image: images/no.png, alt: A}") == ["8:15 picture-missing"]
    assert told("Words.\n", hero="{image: images/a.svg, alt: A}") == []
