"""What other readers make of a page: those who hear it, a browser of text alone, and the reading view of a browser."""

import re
import shutil
import subprocess

import pytest

from tests.project import ROOT

TREES = ROOT / "tests" / "golden" / "trees"
TYPES = {"home": "/", "article": "/everything/", "list": "/articles/", "topics": "/topics/", "contact": "/contact/", "urgent-help": "/urgent-help/", "not-found": "/404.html"}
ARTICLE = "/ketamine-therapy/"


EDITORS = ("home", "contact", "urgent-help", "not-found")  # their words and headings may change at any time
FRAME = "banner|navigation|main|contentinfo|complementary|region|group"


def outline(snapshot, kinds):
    """What an accessibility tree holds of some kinds, each with its name, as deep as it lies."""
    kept = re.compile(rf"^( *)- ({kinds})\b(.*)$")
    return "\n".join(f"{found[1]}{found[2]}{found[3].rstrip(':')}" for line in snapshot.splitlines() if (found := kept.match(line))) + "\n"


@pytest.mark.parametrize("name", TYPES)
def test_what_is_heard_is_as_it_was_agreed(page, full, serve, name):
    """Landmarks with their names, and where tests write the texts also headings, tables and pictures, in the order in which they are heard."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(serve(full.output) + TYPES[name])
    page.evaluate("document.querySelectorAll('details').forEach((details) => details.open = true)")
    heard, golden = outline(page.locator("body").aria_snapshot(), FRAME if name in EDITORS else f"{FRAME}|article|heading|table|img"), TREES / f"{name}.txt"
    if not golden.exists():
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(heard, "utf-8")
        pytest.fail(f"{golden} was missing; it is written now: read it, and keep it if it is right")

    assert heard == golden.read_text("utf-8")


def test_every_page_has_its_landmarks(page, site, serve):
    """One main part, one heading of the first level, a header and a footer; navigations and regions have names of their own."""
    for built_page in site.pages:
        page.goto(serve(site.output) + built_page.address)
        tree = page.locator("body").aria_snapshot()
        assert len(re.findall(r"^ *- main", tree, re.MULTILINE)) == 1, built_page.address
        assert len(re.findall(r"^ *- '?heading .*\[level=1\]", tree, re.MULTILINE)) == 1, built_page.address
        assert re.search(r"^ *- banner", tree, re.MULTILINE), built_page.address
        assert re.search(r"^ *- contentinfo", tree, re.MULTILINE), built_page.address
        names = re.findall(r"^ *- (navigation|region|complementary)( \"[^\"]+\")?", tree, re.MULTILINE)
        assert len(names) == len(set(names)), (built_page.address, names)
        assert all(name for _, name in names), (built_page.address, names)


def test_a_browser_of_text_reads_in_order(built):
    """Crisis help, the title, whether it was reviewed, the text, its sources, and how to reach the clinic."""
    program = shutil.which("w3m") or shutil.which("lynx")
    if not program:
        pytest.skip("NO BROWSER OF TEXT: neither w3m nor lynx is installed")
    file = built.output / "ketamine-therapy" / "index.html"
    text = " ".join(subprocess.run([program, "-dump", *(["-T", "text/html", "-cols", "80"] if "w3m" in program else []), str(file)], capture_output=True, text=True, check=True).stdout.split())
    order = ["Call 911", "988", "Navigating the Benefits and Side Effects", "Not yet reviewed by a clinician", "Your mental health shapes", "Sources"]

    start = 0
    for words in order:
        assert words in text[start:], words
        start = text.index(words, start)


def test_a_reading_view_takes_the_article(page, base_url, node_modules):
    """The reading view that Firefox has finds the title and the whole text, and leaves out menus and the invitation."""
    page.goto(base_url + ARTICLE)
    page.evaluate((node_modules / "@mozilla" / "readability" / "Readability.js").read_text("utf-8"))
    read = page.evaluate("(() => { const read = new Readability(document.cloneNode(true)).parse(); return {title: read.title, text: read.textContent, lang: read.lang}; })()")
    headings = page.locator(".prose h2").all_inner_texts()

    assert read["title"].startswith("Navigating the Benefits and Side Effects")
    assert read["lang"] == "en"
    assert headings
    assert [heading for heading in headings if heading not in read["text"]] == []
    assert "Skip to" not in read["text"]


@pytest.mark.parametrize("address", [ARTICLE, "/", "/contact/", "/urgent-help/", "/articles/"])
def test_every_target_is_large_enough(page, base_url, address):
    """What stands by itself is at least 44 pixels high (WCAG 2.5.5) on a small phone; links within a sentence may be smaller."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(base_url + address)
    page.add_style_tag(content="* { content-visibility: visible !important }")  # all of it, not only what is near
    small = page.evaluate("""() => [...document.querySelectorAll('a[href], button, summary')].filter((element) => {
      const box = element.getBoundingClientRect(), inline = getComputedStyle(element).display === 'inline';
      return element.checkVisibility() && !element.matches('.skip') && !inline && (box.height < 43.5 || box.width < 24);
    }).map((element) => `${element.className}: ${element.innerText} ${element.getBoundingClientRect().height}`)""")

    assert small == []


@pytest.mark.parametrize("address", ["/urgent-help/", "/contact/", "/es/urgent-help/", "/es/contact/"])
def test_a_call_and_a_message_are_told_apart(page, base_url, address):
    """An item that says whom to call or to write to has a target of 44 pixels, and no two of different kinds have one name: who reaches for the one must not get the other."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base_url + address)
    page.add_style_tag(content="* { content-visibility: visible !important }")
    links = page.locator(":is(a[href^='tel:'], a[href^='sms:'])").evaluate_all("links => links.map(link => [link.innerText.split('\\n')[0].toLowerCase(), link.getAttribute('href')])")
    items = page.locator(".prose li > :is(a[href^='tel:'], a[href^='sms:'])")

    assert len(dict(links)) == len({(name, where) for name, where in links})
    assert items.count() > 2
    assert min(link.bounding_box()["height"] for link in items.all()) >= 43.5


def test_who_comes_from_a_citation_sees_the_source_and_the_way_back(page, base_url):
    """The light behind the source covers no word of the next, and words say what the arrows are."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{base_url}{ARTICLE}#reference-15")
    source = page.locator("#reference-15")

    assert source.evaluate("item => { const style = getComputedStyle(item); return [style.outlineStyle, style.boxShadow !== 'none']; }") == ["none", True]
    assert source.locator(".references__back").inner_text().startswith("Back to the text:")
    assert page.locator("#reference-16").bounding_box()["y"] - source.bounding_box()["y"] - source.bounding_box()["height"] >= 8


def test_nothing_moves_for_those_who_ask(browser, base_url):
    """With reduced motion no element has a transition or an animation."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for address in (ARTICLE, "/", "/contact/"):
        page.goto(base_url + address)
        moving = page.evaluate("""[...document.querySelectorAll('*')].filter((element) => { const style = getComputedStyle(element);
          return parseFloat(style.transitionDuration) > 0.001 || style.animationName !== 'none'; }).map((element) => element.className)""")
        assert moving == [], address
    context.close()
