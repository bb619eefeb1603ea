"""The keyboard: every link and button is reached, in the order of the page, with a focus that is seen."""

import io

import pytest
from PIL import Image

ARTICLE = "/ketamine-therapy/"
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"
# What the focused element is, and whether it can be seen where it is.
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  // Of a link on two lines the larger part: the middle of a box around both may be another link's.
  const box = [...element.getClientRects()].sort((one, other) => other.width - one.width)[0] || element.getBoundingClientRect();
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const upper = Math.max(box.top, 0), lower = Math.min(box.bottom, innerHeight);
  const top = document.elementFromPoint((left + right) / 2, (upper + lower) / 2);
  return {
    name: element.tagName.toLowerCase(), href: element.getAttribute('href'), text: element.innerText,
    index: [...document.querySelectorAll(FOCUSABLE)].indexOf(element),
    inView: right > left && lower - upper >= Math.min(box.height, 20),
    onTop: top !== null && (element.contains(top) || top.contains(element)),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}""".replace("FOCUSABLE", repr(FOCUSABLE).replace('"', "`"))


@pytest.fixture
def focus(page):
    """Press Tab and tell what has the focus then."""

    def press(key="Tab"):
        page.keyboard.press(key)
        return page.evaluate(FOCUS)

    return press


def test_the_first_stop_skips_to_the_text(page, base_url, focus):
    """The first Tab shows a link that leads past the navigation; the next stop is in the main text."""
    page.goto(base_url + ARTICLE)
    first = focus()

    assert (first["href"], first["inView"], first["onTop"]) == ("#main", True, True)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    focus()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_skip_link_is_seen_only_with_the_focus(page, base_url):
    """It does not stand in the way of those who need it not."""
    page.goto(base_url + ARTICLE)

    seen = """() => {
      const link = document.querySelector('a[href="#main"]'), box = link.getBoundingClientRect();
      return link.contains(document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2));
    }"""
    assert not page.evaluate(seen)
    page.keyboard.press("Tab")
    assert page.evaluate(seen)


@pytest.mark.parametrize("address", [ARTICLE, "/", "/contact/", "/urgent-help/", "/articles/"])
@pytest.mark.parametrize("width", [1280, 320])
def test_tab_reaches_everything_with_a_focus_that_is_seen(page, base_url, focus, address, width):
    """Each stop is in view, not covered, and outlined; stops come in the order of the page, and none is left out."""
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(base_url + address)
    wanted = page.evaluate(f"[...document.querySelectorAll(`{FOCUSABLE}`)].filter((e) => e.checkVisibility()).length")
    stops = [focus() for _ in range(wanted)]

    assert [stop["index"] for stop in stops] == sorted({stop["index"] for stop in stops})
    assert [stop for stop in stops if not (stop["inView"] and stop["onTop"] and stop["outlined"])] == []
    assert focus()["name"] == "body" or page.evaluate(FOCUS)["index"] == stops[0]["index"]


def test_tab_reaches_what_matters(page, base_url):
    """Crisis help first, then the navigation, the contents list, and the clinic's number and booking page."""
    page.goto(base_url + ARTICLE)
    count = page.evaluate(f"document.querySelectorAll(`{FOCUSABLE}`).length")
    hrefs = []
    for _ in range(count):
        page.keyboard.press("Tab")
        hrefs.append(page.evaluate("document.activeElement.getAttribute('href')"))
    order = ["#main", "tel:911", "tel:988", "/", "/articles/", "/contact/", "#conclusion", "#reference-1"]

    assert [hrefs.index(href) for href in order] == sorted(hrefs.index(href) for href in order)
    assert "tel:+12025550143" in hrefs[hrefs.index("#reference-1") :]
    assert "https://booking.telemedicalservices.example/" in hrefs


def test_no_ring_is_cut(page, base_url, focus):
    """The ring around a control of the header lies above the picture below it, and the list of contents has room for that of its first link."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(base_url)
    page.evaluate("document.querySelector('.placeholder-notice').remove()")
    for place in (".menu__toggle", ".language-switch__link"):
        while not page.evaluate("(place) => document.activeElement.matches(place)", place):
            focus()
        box = page.locator(place).bounding_box()
        # The ring is 3 pixels wide, 2 from its control.
        below = Image.open(io.BytesIO(page.screenshot(clip={"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] + 3, "width": 1, "height": 1})))
        beside = Image.open(io.BytesIO(page.screenshot(clip={"x": box["x"] - 4, "y": box["y"] + box["height"] / 2, "width": 1, "height": 1})))
        assert below.getpixel((0, 0)) == beside.getpixel((0, 0)), place

    page.set_viewport_size({"width": 1280, "height": 740})
    page.goto(base_url + ARTICLE)
    assert page.locator(".contents__link").first.bounding_box()["y"] - page.locator(".contents__list").bounding_box()["y"] >= 7


def test_a_contents_link_leads_to_its_section(page, base_url):
    """Its heading comes into view, and the next Tab goes on from there."""
    page.goto(base_url + ARTICLE)
    page.locator('nav a[href="#conclusion"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#conclusion').getBoundingClientRect().top < innerHeight")

    assert page.evaluate("document.querySelector('#conclusion').getBoundingClientRect().top") >= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#conclusion').compareDocumentPosition(document.activeElement) & 4")
