"""The gallery in a browser: every component with its fixtures is accessible, fits, and works without styles and scripts."""

import re

import pytest

from pipeline.gallery import write_gallery
from tests.browser.test_accessibility import MODES, axe  # noqa: F401 a fixture
from tests.gallery import make_edition
from tests.project import ROOT
from tests.site import Site

# These ask where on a page a part stands, or whether it is there once. In the gallery parts stand within its main text, more than
# once; test_accessibility.py asks it of them where they belong.
OF_PAGES = {"landmark-unique", "landmark-complementary-is-top-level", "landmark-banner-is-top-level", "landmark-contentinfo-is-top-level"}
COMPONENTS = sorted(path.parent.name for path in (ROOT / "theme" / "templates" / "components").glob("*/fixtures.yaml"))
WITHOUT_FIXTURES = {"icon", "mark"}  # they take no words: other components show them
# Elements of one fixture that hold words and lie over each other.
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('main *')].flatMap((element) => {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own.length || element.closest('.hidden, svg') || !element.checkVisibility({visibilityProperty: true})) return [];
    return own.flatMap((node) => {
      const range = document.createRange(); range.selectNodeContents(node);
      return [...range.getClientRects()].map((rect) => ({element, rect}));
    });
  });
  const cut = (element) => { const style = getComputedStyle(element); return style.clipPath !== 'none' || style.overflowX !== 'visible' || (element.parentElement && cut(element.parentElement)); };
  const seen = boxes.filter(({element}) => !cut(element)), found = [];
  for (const [index, {element, rect}] of seen.entries()) for (const other of seen.slice(index + 1)) {
    if (other.element === element || element.contains(other.element) || other.element.contains(element)) continue;
    const width = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
    const height = Math.min(rect.bottom, other.rect.bottom) - Math.max(rect.top, other.rect.top);
    if (width > 1 && height > Math.min(rect.height, other.rect.height) / 2) found.push(element.innerText + ' | ' + other.element.innerText);
  }
  return found;
}"""


@pytest.fixture(scope="session")
def gallery(tmp_path_factory):
    """The gallery's folders: as it is, and from right to left."""
    cache = tmp_path_factory.mktemp("cache")
    folders = {direction: tmp_path_factory.mktemp(direction) for direction in ("ltr", "rtl")}
    for direction, folder in folders.items():
        write_gallery(make_edition(cache), folder, direction=direction)
    return folders


def test_every_component_is_shown(gallery):
    """Each has fixtures, but for those that other components show; ids stand once."""
    page = Site(gallery["ltr"]).page("index.html")
    folders = {path.name for path in (ROOT / "theme" / "templates" / "components").iterdir()}

    assert set(COMPONENTS) == folders - WITHOUT_FIXTURES
    assert sorted(set(page.ids)) == sorted(page.ids)
    assert [name for name in COMPONENTS if f"{name}-1" not in page.ids] == []


@pytest.mark.parametrize("mode", MODES)
def test_no_rule_is_broken(browser, gallery, serve, axe, mode):  # noqa: F811 the fixture
    """Every fixture keeps every rule of axe, in light, in dark and on a narrow screen."""
    context = browser.new_context(reduced_motion="reduce", **MODES[mode])
    page = context.new_page()
    page.goto(serve(gallery["ltr"]))
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    page.evaluate(axe)
    rules = {rule: {"enabled": False} for rule in OF_PAGES}
    found = page.evaluate("(rules) => axe.run({resultTypes: ['violations'], rules})", rules)["violations"]
    context.close()

    assert [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]] == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_overlaps_or_scrolls_sideways(page, gallery, serve, direction, width):
    """In both writing directions words keep apart, and the page is read from top to bottom."""
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(serve(gallery[direction]))
    page.add_style_tag(content="* { content-visibility: visible !important }")  # all of it, not only what is near

    assert page.evaluate("document.dir") == direction
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[document.documentElement.scrollLeft, document.body.getBoundingClientRect().left]") == [0, 0]
    assert page.evaluate(OVERLAPS) == []


def test_right_to_left_is_a_mirror(page, gallery, serve):
    """What stands at the start of a line stands at the right then: the sign of a care card, the edge of an inset."""
    page.goto(serve(gallery["rtl"]))
    for outer, inner in ((".care-card__title", ".icon"), (".key-points__body > ul", "li"), (".call-to-action", ".call-to-action__main")):
        box, part = page.locator(outer).first.bounding_box(), page.locator(outer).first.locator(inner).first.bounding_box()
        assert box["x"] + box["width"] - part["x"] - part["width"] <= part["x"] - box["x"] + 1, outer
    assert page.evaluate("getComputedStyle(document.querySelector('.inset')).borderRightWidth") == "4px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_systems_own_colors_keep_words_and_edges(browser, gallery, serve, scheme):
    """With forced colors every button's words differ from its ground, and every care card has an edge that is seen."""
    context = browser.new_context(forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    page.goto(serve(gallery["ltr"]))
    told = page.evaluate("""() => [...document.querySelectorAll('.button, .action > a, .care-card__title, .crisis__action')].filter((element) => {
      const style = getComputedStyle(element); return style.color === style.backgroundColor; }).map((element) => element.innerText)""")
    colors = page.evaluate("[...document.querySelectorAll('.button, .action > a, .crisis__action')].map((element) => getComputedStyle(element).color)")
    edges = page.evaluate("""() => [...document.querySelectorAll('.care-card, .button, .call-to-action, .key-points')].filter((element) =>
      getComputedStyle(element).borderTopColor === getComputedStyle(document.body).backgroundColor).map((element) => element.className)""")
    context.close()

    assert (told, edges) == ([], [])
    assert len(set(colors)) == 1, "what can be pressed has one color"


def test_it_reads_well_without_styles(browser, gallery, serve):  # noqa: ARG001 it must be served
    """Without CSS and JavaScript all words are there, in the order of the page, with nothing folded away for good."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(re.sub(r"<style>.*?</style>", "", (gallery["ltr"] / "index.html").read_text("utf-8"), flags=re.DOTALL))
    whole = page.locator("main").inner_text()
    context.close()
    wanted = [
        "Navigating the Benefits", "Written by", "Call us (202) 555-0143", "Talk it over with us", "Our interest", "What happens next",
        "Not urgent:", "Call your clinic if", "Emergency:", "Call 911 if anyone is in danger now", "What has changed", "On this page", "In danger now", "Call 911",
    ]  # fmt: skip
    start = 0
    for words in wanted:
        start = whole.index(words, start)


def test_details_unfold_without_a_script(browser, gallery, serve):
    """On a phone the menu and the contents list open by a key, and their links can be followed."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(serve(gallery["ltr"]))
    for fold, link in ((".menu__toggle", ".menu__link"), (".contents__toggle", ".contents__link")):
        assert not page.locator(link).first.is_visible()
        page.locator(fold).first.press("Enter")
        assert page.locator(link).first.is_visible()
    context.close()


def test_keys_walk_the_header_the_contents_and_the_call(page, gallery, serve):
    """Tab goes through each in reading order, and each stop shows where it is."""
    page.goto(serve(gallery["ltr"]))
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    for part in ("#header-1", "#contents-1", "#call-to-action-1"):
        links = page.locator(f"{part} a")
        links.first.focus()
        for index in range(links.count()):
            assert links.nth(index).evaluate("(link) => link === document.activeElement"), f"{part} {index}"
            assert links.nth(index).evaluate("(link) => link.matches(':focus-visible') && parseFloat(getComputedStyle(link).outlineWidth) >= 2")
            page.keyboard.press("Tab")
            while page.evaluate("document.activeElement.tagName") == "SUMMARY":
                page.keyboard.press("Tab")
