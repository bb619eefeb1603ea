"""What a page of each type weighs and asks for, against tests/budgets.yaml, which says why each number."""

import brotli
import pytest
import yaml

from tests.project import ROOT

BUDGETS = yaml.safe_load((ROOT / "tests" / "budgets.yaml").read_text("utf-8"))
TEXT = (".html", ".svg", ".webmanifest", ".txt", ".xml")
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}  # Lighthouse's
# The first words that are below the screen.
FIRST_BELOW = """() => [...document.querySelectorAll('main h2, main h3, main p, footer')].find((element) =>
  element.checkVisibility() && element.getBoundingClientRect().top >= innerHeight)?.textContent.trim().split("\\n")[0].slice(0, 30) ?? ''"""


def packed(data):
    """The bytes that travel."""
    return len(brotli.compress(data, quality=11))


def file_of(site, address):
    """The file behind an address."""
    path = address.split("?")[0].lstrip("/")
    return site.output / (f"{path}index.html" if path.endswith("/") or not path else path)


@pytest.fixture
def loaded(browser, full, serve):
    """Open a page on a phone: takes its address, returns the paths that it asked for, and the HTML that fills the first screen."""

    def visit(address):
        context = browser.new_context(**PHONE)
        page, base, asked = context.new_page(), serve(full.output), []
        page.on("request", lambda request: asked.append(request.url.removeprefix(base)))
        page.goto(base + address, wait_until="networkidle")
        below = page.evaluate(FIRST_BELOW)
        context.close()
        return asked, below

    return visit


@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_keeps_its_budget(name, full, loaded):
    """Bytes of the page, of its first screen and of all that is loaded, and the count of requests."""
    budget = BUDGETS[name]
    asked, below = loaded(budget["address"])
    html = file_of(full, budget["address"]).read_bytes()
    cut = html.find(below.encode(), html.find(b"<main")) if below else -1
    icon = {"/favicon.ico"} if not any("icon" in path for path in asked) else set()
    whole = 0
    for path in {*asked, *icon}:
        data = file_of(full, path).read_bytes()
        whole += packed(data) if file_of(full, path).suffix in TEXT else len(data)
    found = {"page": packed(html), "first": packed(html[: cut if cut > 0 else len(html)]), "all": whole, "requests": len({*asked, *icon})}

    assert {key: found[key] for key in found if found[key] > budget[key]} == {}, found
    assert {key: budget[key] for key in found if found[key] < budget[key] * 0.6 and key not in ("first", "requests")} == {}, f"more room than it needs: {found}"
