"""Parts of a long text that a phone lays out only when they come near: nobody but the processor can tell."""

import pytest

ARTICLE = "/ketamine-therapy/"
# What a browser has laid out: content-visibility hides no more of it than what is far below.
LAID_OUT = "(id) => document.getElementById(id).checkVisibility({contentVisibilityAuto: true})"
LAST = "what-matters-most-to-you"
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"


@pytest.fixture
def phone(page):
    """A page on a small phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    return page


def settled(page):
    """Two frames later, everything that comes near has been laid out."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))")


def test_a_phone_lays_out_what_is_near(phone, base_url):
    """The last part waits while the first screen is read, and is there when it is reached; a wide screen lays out everything."""
    phone.goto(base_url + ARTICLE)
    assert not phone.evaluate(LAID_OUT, LAST)
    phone.evaluate("(id) => document.getElementById(id).scrollIntoView()", LAST)
    settled(phone)
    assert phone.evaluate(LAID_OUT, LAST)

    phone.set_viewport_size({"width": 1280, "height": 740})
    phone.goto(base_url + ARTICLE)
    assert phone.evaluate(LAID_OUT, LAST)


@pytest.mark.parametrize("name", ["conclusion", LAST, "claim-bladder", "evidence", "references", "reference-20", "cite-5-2"])
def test_an_address_leads_to_its_place(phone, base_url, name):
    """Whoever follows a link to a place far below finds it at the top of the screen, or as far up as the page's end lets it come."""
    phone.goto(f"{base_url}{ARTICLE}#{name}")
    settled(phone)
    at_the_end = phone.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1")

    assert 0 <= phone.evaluate(TOP, name) <= (740 if at_the_end else 120)


def test_a_citation_leads_to_its_source_and_back(phone, base_url):
    """From the middle of the text to a source far below, and from there to the words that cite it."""
    phone.goto(base_url + ARTICLE)
    phone.locator(".part .citation a").nth(20).focus()
    name = phone.evaluate("document.activeElement.id")
    phone.keyboard.press("Enter")
    settled(phone)
    source = phone.evaluate("location.hash.slice(1)")
    assert 0 <= phone.evaluate(TOP, source) <= 120
    phone.locator(f'.references__back a[href="#{name}"]').focus()
    phone.keyboard.press("Enter")
    settled(phone)

    assert 0 <= phone.evaluate(TOP, name) <= 120


def test_words_of_a_part_that_waits_are_found(phone, base_url):
    """Searching within the page leads to them."""
    phone.goto(base_url + ARTICLE)
    heading = phone.locator(f"#{LAST}").text_content()
    phone.evaluate("document.querySelector('.contents').remove()")  # it holds the same words
    assert not phone.evaluate(LAID_OUT, LAST)

    assert phone.evaluate("(words) => window.find(words, true)", heading)
    settled(phone)
    assert 0 <= phone.evaluate(TOP, LAST) <= 740


def test_parts_that_wait_are_heard(browser_type, browser_type_launch_args, base_url):
    """As when assistive technology is used, the tree that screen readers get has every heading and link from the start."""
    arguments = [*browser_type_launch_args.get("args", []), "--force-renderer-accessibility"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(base_url + ARTICLE)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    heard = {(node["role"]["value"], node["name"]["value"]) for node in nodes if not node["ignored"] and "name" in node}
    written = page.evaluate("[...document.querySelectorAll('.part :is(h2, h3)')].filter((one) => !one.closest('details')).map((one) => one.textContent.trim())")

    assert not page.evaluate(LAID_OUT, LAST)
    assert [words for words in written if ("heading", words) not in heard] == []
    assert {f"Source {number}" for number in range(1, 21)} <= {name for role, name in heard if role == "link"}
    browser.close()


def test_each_part_leads_back_to_the_contents(phone, base_url):
    """On a small screen, where the list is far above, a link stays in the corner while a part is read, and leads to it; a wide screen has the list beside the text, and paper has none."""
    phone.goto(base_url + ARTICLE)
    ways = phone.locator(".part > .contents-back:last-child a")
    assert ways.count() == phone.locator(".part").count() > 3
    phone.locator("#serious-risks").scroll_into_view_if_needed()
    settled(phone)
    seen = [box for box in (way.bounding_box() for way in ways.all()) if 0 <= box["y"] <= 740 - box["height"]]
    assert len(seen) == 1
    assert seen[0]["height"] >= 43.5
    ways.last.scroll_into_view_if_needed()
    ways.last.click()
    settled(phone)
    assert 0 <= phone.evaluate(TOP, "contents") <= 120

    phone.set_viewport_size({"width": 1280, "height": 740})
    assert not ways.first.is_visible()
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.emulate_media(media="print")
    assert not ways.first.is_visible()


@pytest.mark.parametrize("address", ["/contact/", "/how-we-write/", "/urgent-help/", "/privacy/", "/es/how-we-write/"])
def test_the_length_of_a_short_page_is_known(phone, base_url, address):
    """What is not laid out yet is given about the room that it will take: the bar that shows the place in a page does not jump."""
    length = "document.documentElement.scrollHeight"
    phone.goto(base_url + address)
    settled(phone)
    guessed = phone.evaluate(length)
    phone.add_style_tag(content="* { content-visibility: visible !important }")

    assert 0.95 <= guessed / phone.evaluate(length) <= 1.15


def test_paper_has_every_part(phone, base_url):
    """Printing lays out everything."""
    phone.goto(base_url + ARTICLE)
    phone.emulate_media(media="print")

    assert phone.evaluate("[...document.querySelectorAll('.prose *')].every((element) => getComputedStyle(element).contentVisibility === 'visible')")


def test_nothing_jumps_while_a_page_is_read(phone, base_url):
    """From the top to the end, screen by screen, no text moves under the reader's eyes."""
    phone.goto(base_url + ARTICLE)
    phone.evaluate("window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({type: 'layout-shift', buffered: true})")
    while not phone.evaluate("() => { const before = scrollY; scrollBy(0, innerHeight / 2); return scrollY === before; }"):
        settled(phone)

    assert phone.evaluate("window.shift") == 0
