"""Accessibility: no rule of axe is broken on any page: in light, dark, a system's own colors, on a narrow screen, on paper."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import npm

MODES = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "forced": {"color_scheme": "dark", "forced_colors": "active", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
    "print": {"color_scheme": "light", "viewport": {"width": 720, "height": 1000}},
}


@pytest.fixture(scope="session")
def axe():
    """The text of axe: npm's newest, else the one that Playwright's package for it brings."""
    try:
        path = npm.install() / "axe-core" / "axe.min.js"
    except npm.MissingError:
        path = Path(find_spec("axe_playwright_python").origin).parent / "axe.min.js"
    return path.read_text("utf-8")


@pytest.fixture(params=MODES)
def page_in_mode(browser, request):
    """A page in each of the modes."""
    context = browser.new_context(reduced_motion="reduce", **MODES[request.param])
    page = context.new_page()
    if request.param == "print":
        page.emulate_media(media="print")
    yield page
    context.close()


def violations(page, axe):
    """Every rule that the page breaks, what is folded or waits far below included, with the element and what to do."""
    page.add_style_tag(content="* { content-visibility: visible !important }")
    page.evaluate("document.querySelectorAll('details').forEach((details) => details.open = true)")
    page.evaluate(axe)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def test_no_rule_is_broken(page_in_mode, axe, built, full, serve):
    """Every rule that axe has, its best practices included, on every page of both sites; a page that they have alike is looked at once."""
    told, pages = {}, {page.html: (site, page) for site in (built, full) for page in site.pages}
    for site, page in pages.values():
        page_in_mode.goto(serve(site.output) + page.address)
        if found := violations(page_in_mode, axe):
            told[page.address] = found

    assert len(pages) > len(full.pages)
    assert told == {}


def test_axe_finds_what_is_broken(page, axe, base_url):
    """Axe does find mistakes, so that its silence means something."""
    page.goto(base_url)
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x><p style=\"color:#777;background:#888\">Some words</p>'")

    assert {"image-alt", "color-contrast"} <= {told.split(":")[0] for told in violations(page, axe)}
