"""The article's picture: made by a script, small, harmless, described, and behind what matters more."""

import re
import xml.etree.ElementTree as etree

from pipeline.assets.colors import read_colors, tokens_of
from tests.project import ROOT, write_article
from theme.static.brand.make_hero import PICTURE, draw

ARTICLE = "ketamine-therapy/index.html"


def test_the_script_makes_the_picture():
    """The file is what the script makes, so that it can be changed there."""
    assert PICTURE.read_text("utf-8") == draw(read_colors(tokens_of(ROOT / "theme"))["light"])


def test_the_picture_is_small_and_harmless():
    """Large enough for any screen, light enough for any network; no words, no script, no style, nothing from elsewhere."""
    text = PICTURE.read_text("utf-8")
    root = etree.fromstring(text)  # noqa: S314 our own file

    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("1600", "900", "0 0 1600 900")
    assert len(text) < 8_000
    assert {element.tag.split("}")[1] for element in root.iter()} <= {"svg", "defs", "g", "path", "circle", "ellipse", "clipPath", "stop", "linearGradient", "radialGradient"}
    assert set(re.findall(r"url\(([^)]*)\)", text)) == {"#sky", "#water", "#halo", "#veil", "#above"}
    assert not re.search(r"href|on\w+=|style|<text|javascript", text)


def test_the_picture_is_described(built):
    """Those who do not see it are told what it shows, not what it is there for."""
    image = built.page(ARTICLE).one(".figure-hero img")

    assert image.attrs["alt"].startswith("A drawing of a lake at dawn")
    assert (image.attrs["width"], image.attrs["height"], image.attrs["loading"]) == ("1600", "900", "lazy")


def test_title_summary_and_review_stand_before_the_picture(built):
    """Whoever reads on a phone sees them first."""
    elements = built.page(ARTICLE).elements
    of = lambda name: next(i for i, element in enumerate(elements) if name in element.attrs.get("class", "").split())  # noqa: E731

    assert of("crisis") < of("page__title") < of("lede") < of("review") < of("figure-hero") < of("prose")


def test_a_link_is_shown_with_the_articles_picture(content, build):
    """Services that show links get a photo as every one of them reads it; a drawing, which they can't read, gives way to the clinic's own picture."""
    from PIL import Image

    Image.new("RGB", (1600, 900), "#456789").save(content / "images" / "lake.jpg")
    write_article(content, "with-photo", hero="{image: images/lake.jpg, alt: A lake}")
    result = build("--site-url", "https://clinic.example/site")

    of = lambda page, name: re.search(f'<meta property="og:{name}" content="([^"]*)">', result.page(page))[1]  # noqa: E731
    assert re.fullmatch(r"https://clinic\.example/site/assets/lake-1184\.\w+\.jpg", of("with-photo/index.html", "image"))
    assert [of("with-photo/index.html", f"image:{name}") for name in ("width", "height", "alt")] == ["1184", "592", "A lake"]
    for page in (ARTICLE, "index.html"):
        assert re.fullmatch(r"https://clinic\.example/site/assets/share\.\w+\.png", of(page, "image"))
        assert [of(page, f"image:{name}") for name in ("width", "height")] == ["1200", "630"]
