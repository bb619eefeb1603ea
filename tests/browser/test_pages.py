"""Pages in a browser: they fit a narrow screen, need no script, load nothing from elsewhere, and print what matters."""

import pytest


@pytest.mark.parametrize("width", [320, 768])
def test_no_page_scrolls_sideways(page, site, serve, width):
    """On a small phone, or at 400 % zoom, every page is read from top to bottom."""
    page.set_viewport_size({"width": width, "height": 640})
    told = {}
    for built_page in site.pages:
        page.goto(serve(site.output) + built_page.address)
        page.add_style_tag(content="* { content-visibility: visible !important }")  # all of it, not only what is near
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            told[built_page.address] = needed

    assert told == {}


@pytest.mark.parametrize("letters", [24, 32])
def test_no_page_scrolls_sideways_with_larger_letters(browser_type, browser_type_launch_args, site, serve, letters):
    """Who sets letters half as large again, or twice as large (WCAG 1.4.4), reads every page on a phone from top to bottom, too."""
    told = {}
    with browser_type.launch(**{**browser_type_launch_args, "args": [*browser_type_launch_args["args"], f"--blink-settings=defaultFontSize={letters}"]}) as browser:
        page = browser.new_page()
        for built_page in site.pages:
            page.goto(serve(site.output) + built_page.address)
            page.add_style_tag(content="* { content-visibility: visible !important }")
            for width in (320, 360, 412):
                page.set_viewport_size({"width": width, "height": 640})
                if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
                    told[built_page.address, width] = needed
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{letters}px"

    assert told == {}


def test_nothing_is_cut_off_with_larger_spacing(page, base_url):
    """With the spacing of letters, words and lines that WCAG 1.4.12 names, an article still fits."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{base_url}/ketamine-therapy/")
    page.add_style_tag(content="* { content-visibility: visible !important; line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_page_asks_another_host_or_complains(page, site, serve):
    """Every request goes to the site itself and is answered; the console stays silent; no cookie and nothing stored."""
    base, requests, complaints = serve(site.output), [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    page.on("requestfailed", lambda request: complaints.append(request.url) if request.failure != "net::ERR_ABORTED" else None)  # by the next page
    for built_page in site.pages:
        page.goto(base + built_page.address)

    assert complaints == []
    assert [url for url in requests if not url.startswith((f"{base}/", "data:"))] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_pages_need_no_script(browser, base_url, built):
    """Without JavaScript every page says and shows the same."""
    seen = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled, viewport={"width": 1280, "height": 600}, reduced_motion="reduce")
        page = context.new_page()
        shots = {}
        for built_page in built.pages:
            page.goto(base_url + built_page.address)
            shots[built_page.address] = (page.locator("body").inner_text(), page.screenshot())
        seen.append(shots)
        context.close()

    assert [address for address in seen[0] if seen[0][address] != seen[1][address]] == []


def test_a_wrong_address_gets_the_sites_own_page(page, base_url):
    """At any depth, with status 404, its style, and ways on."""
    response = page.goto(f"{base_url}/no/such/page/")

    assert response.status == 404
    assert page.locator("h1").inner_text() == "We cannot find that page"
    assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)")
    page.locator("main a", has_text="home page").click()
    assert page.url == f"{base_url}/"


@pytest.mark.parametrize("address", ["/ketamine-therapy/", "/", "/contact/"])
def test_crisis_help_is_printed(page, base_url, address):
    """On paper the crisis lines stand before the text, with numbers that can be read."""
    page.goto(base_url + address)
    page.emulate_media(media="print")
    crisis, title = page.locator('a[href="tel:988"]').first, page.locator("h1")

    assert crisis.is_visible()
    assert "988" in crisis.inner_text()
    assert crisis.bounding_box()["y"] < title.bounding_box()["y"]


def test_crisis_help_is_seen_at_once(page, base_url):
    """On a small phone, the crisis lines are on the first screen of an article."""
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{base_url}/ketamine-therapy/")

    box = page.locator('a[href="tel:988"]').first.bounding_box()
    assert box["y"] + box["height"] <= 568


def test_what_is_tapped_is_large_enough(page, base_url):
    """Calls for help and to the clinic are at least 44 pixels high (WCAG 2.5.5), also for a shaking hand."""
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{base_url}/ketamine-therapy/")
    for link in ('a[href="tel:911"]', 'a[href="tel:988"]', 'main a[href="tel:+12025550143"]'):
        assert page.locator(link).first.bounding_box()["height"] >= 43.5, link


@pytest.mark.parametrize("width", [320, 412, 768, 1280])
def test_pictures_are_as_wide_as_they_say(page, full, serve, width):
    """What `sizes` tells the browser is what the layout shows, give or take the gutter, so that it chooses the right file."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{serve(full.output)}/with-photos/")
    told = min(37 * 16, width - 32)
    for image in page.locator("figure img").all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("(image) => image.complete && image.naturalWidth > 0", arg=image.element_handle())
        assert 0.95 * told <= image.bounding_box()["width"] <= told
        chosen = image.evaluate("image => image.currentSrc")
        assert chosen.endswith(".avif")
        assert int(chosen.rsplit("-", 1)[1].split(".")[0]) >= 0.8 * told


@pytest.mark.parametrize("address", ["/urgent-help/", "/es/urgent-help/"])
@pytest.mark.parametrize(("width", "height", "calls"), [(320, 480, 1), (360, 640, 3)])
def test_who_is_in_danger_need_not_scroll(page, base_url, address, width, height, calls):
    """On the first screen of the page on urgent help stand the calls, before anything is told; on the smallest screen one at least is whole."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(base_url + address)
    bottoms = [box["y"] + box["height"] for box in (link.bounding_box() for link in page.locator("main .crisis-calls a").all())]

    assert len(bottoms) == 3
    assert max(bottoms[:calls]) <= height
    order = page.evaluate("[...document.querySelectorAll('main :is(h1, .crisis-calls, .lede)')].map(element => element.className)")
    assert order == ["page__title", "crisis-calls", "lede"]
    assert page.locator("main nav").first.get_attribute("class") == "contents"


@pytest.mark.parametrize(("width", "columns"), [(320, 1), (360, 1), (768, 2)])
def test_people_are_drawn_large_enough_to_count(page, base_url, width, columns):
    """On a phone the two groups stand one below the other, where there is room side by side."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{base_url}/ketamine-therapy/")
    page.add_style_tag(content="* { content-visibility: visible !important }")
    boxes = [drawing.bounding_box() for drawing in page.locator(".icon-array__arms").first.locator("svg").all()]

    assert len({box["x"] for box in boxes}) == columns
    assert min(box["width"] for box in boxes) / 10 >= 20


@pytest.mark.parametrize("address", ["/", "/es/"])
@pytest.mark.parametrize("width", [320, 360, 768, 900, 1280])
def test_nothing_stands_in_the_water(page, base_url, address, width):
    """What follows the picture of the home page keeps clear of it, in each language."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(base_url + address)
    water = page.locator(".hero__water").bounding_box()
    below = page.locator(".hero + .wrap > *").first
    words = below.evaluate("element => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect().y; }")

    assert words >= water["y"] + water["height"] + 16


def test_the_first_screen_of_an_article_says_what_matters(page, base_url):
    """On a phone of 360 by 740: crisis help, what the text is about, for whom, what the FDA has not approved, and who has not reviewed it."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{base_url}/ketamine-therapy/")
    summary = page.locator(".lede").inner_text()

    for place in ('a[href="tel:911"]', 'a[href="tel:988"]', 'a[href="sms:988"]', "h1", ".lede", ".review__notice"):
        box = page.locator(place).first.bounding_box()
        assert (box["x"] >= 0, box["x"] + box["width"] <= 360, box["y"] + box["height"] <= 740) == (True, True, True), place
    assert "For adults" in summary
    assert "The FDA has not approved it for these" in summary


def test_the_evidence_is_folded_and_printed_open(page, base_url):
    """On the screen one line stands for the tables, and opens without a script; paper shows them all."""
    page.goto(f"{base_url}/ketamine-therapy/")
    table = page.locator(".evidence table").first

    assert not table.is_visible()
    page.locator(".evidence__show").click()
    assert table.is_visible()
    page.reload()
    page.emulate_media(media="print")
    assert table.bounding_box()["height"] > 100
    assert all(number.bounding_box()["width"] > 4 for number in table.locator(".citation a").all()), "the numbers of sources can't be read"
    assert not page.locator(".evidence__show").is_visible()


@pytest.mark.parametrize("address", ["/ketamine-therapy/", "/es/ketamine-therapy/"])
def test_the_evidence_is_one_column_on_a_phone(page, base_url, address):
    """How sure we are stands below what was found; the finding is plain text, and one short link leads to its place."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base_url + address)
    page.add_style_tag(content="* { content-visibility: visible !important }")
    page.locator(".evidence__show").click()
    for row in page.locator(".evidence tbody tr").all()[:6]:
        found, sure = (cell.bounding_box() for cell in row.locator("th, td").all())
        assert (sure["x"], sure["width"]) == (found["x"], found["width"])
        assert sure["y"] >= found["y"] + found["height"] - 1
        assert len(row.locator("a").first.inner_text()) < 20
    assert page.locator(".evidence__tables .table").first.evaluate("table => table.scrollWidth - table.clientWidth") == 0
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    assert [node for node in tree if not node["ignored"] and node["role"]["value"] == "columnheader"]


@pytest.mark.parametrize("address", ["/contact/", "/es/contact/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_contact_page_warns_before_it_invites(page, base_url, address, width):
    """What not to use it for comes first; what happens after a call is told once."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(base_url + address)
    top = lambda place: page.locator(place).first.bounding_box()["y"]  # noqa: E731

    assert top("main .care-card") < top("main .call-to-action") < top("main h2[id]")
    assert page.locator("main ol:not(.breadcrumb__list, .contents__list)").count() == 1


def test_a_contents_list_that_is_cut_says_so(page, base_url):
    """Beside the text a shade at its end says that there is more to scroll to, gone at the end of it; a mouse gets closer lines than a finger."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{base_url}/ketamine-therapy/")
    contents = page.locator(".contents__list")
    look = contents.evaluate("list => { const style = getComputedStyle(list); return [style.backgroundAttachment, style.backgroundImage.split('gradient(').length - 1]; }")
    heights = page.locator(".contents__children .contents__link").evaluate_all("links => links.map(link => link.getBoundingClientRect().height)")

    assert contents.evaluate("list => list.scrollHeight > list.clientHeight")
    assert look == ["local, local, scroll, scroll", 4]
    assert 27.5 <= min(heights) <= 30
    page.set_viewport_size({"width": 360, "height": 720})
    page.locator(".contents__toggle").click()
    assert page.locator(".contents__children .contents__link").first.bounding_box()["height"] >= 43.5


def test_certainty_stands_apart_from_a_list(page, base_url):
    """Behind a list it would seem to be said of the last item."""
    page.goto(f"{base_url}/ketamine-therapy/")
    gap = lambda before: page.locator(f".claim > {before} + .claim__certainty").first.evaluate("note => note.getBoundingClientRect().y - note.previousElementSibling.getBoundingClientRect().bottom")  # noqa: E731

    assert gap("ul") >= gap("p") + 6
