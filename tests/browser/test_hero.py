"""The article's picture in a browser: it is shown, and stands in nobody's way."""

import pytest

ARTICLE = "/ketamine-therapy/"


def test_the_first_screen_of_a_phone_says_what_matters(page, base_url):
    """Title, summary and review status are on it; the picture comes after, and is less than a quarter of a screen."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(base_url + ARTICLE)
    bottom = lambda name: (lambda box: box["y"] + box["height"])(page.locator(name).first.bounding_box())  # noqa: E731, PLC3002

    assert bottom("h1") < bottom(".page__head .lede") < bottom(".page__head .review") <= 740
    assert page.locator(".figure-hero img").bounding_box()["y"] > bottom(".page__head .review")
    assert page.locator(".figure-hero img").bounding_box()["height"] < 740 / 4


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_picture_is_shown(page, base_url, width):
    """It loads, is as wide as the text and half as high, and nothing moves when it comes."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(base_url + ARTICLE)
    image = page.locator(".figure-hero img")
    box, text = image.bounding_box(), page.locator(".page__text > .prose").bounding_box()

    assert image.evaluate("(image) => image.complete && image.naturalWidth") == 1600
    assert (box["x"], box["width"]) == (text["x"], text["width"])
    assert abs(box["width"] / box["height"] - 2) < 0.05


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_what_a_reader_must_know_stands_before_it(page, base_url, width):
    """The FDA status comes first, on every screen and in the page itself; on a wide one all of it is on the first screen."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(base_url + ARTICLE)
    top = lambda name: page.locator(name).bounding_box()["y"]  # noqa: E731

    assert top(".fda-status") < top(".figure-hero") < top(".page__text > .prose")
    assert page.evaluate("[...document.querySelector('.page__text').children].slice(0, 3).map(part => part.className)") == ["fda-status", "figure-hero", "prose"]
    if width == 1280:
        page.set_viewport_size({"width": 1280, "height": 900})
        box = page.locator(".fda-status").bounding_box()
        assert box["y"] + box["height"] <= 900


def test_paper_leaves_it_out(page, base_url):
    """Ink is for the text."""
    page.goto(base_url + ARTICLE)
    page.emulate_media(media="print")

    assert not page.locator(".figure-hero").is_visible()


@pytest.mark.parametrize(("width", "asks"), [(412, "img"), (1280, "link")])
@pytest.mark.parametrize("address", [ARTICLE, "/with-photos/"])
def test_a_screen_that_shows_it_at_once_fetches_it_ahead(page, full, serve, width, asks, address):
    """The head asks for it on a wide screen, and on a phone nothing does before the words are laid out; each fetches one file, once."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 823})
    page.goto(serve(full.output) + address, wait_until="networkidle")
    page.wait_for_function("document.querySelector('.figure-hero img').complete")
    shown = page.evaluate("document.querySelector('.figure-hero img').currentSrc")

    asked = page.evaluate("performance.getEntriesByType('resource').map((entry) => [entry.name, entry.initiatorType])")
    assert [kind for name, kind in asked if name == shown] == [asks]
    assert not said
