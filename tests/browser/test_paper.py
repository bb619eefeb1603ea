"""Printed pages: no sheet is spent on a line or two, and what is to be written on has room for a hand."""

import re
import zlib

import pytest

PAPERS = ("Letter", "A4")
SHEETS = ("/ketamine-therapy/visit-sheet/", "/es/ketamine-therapy/visit-sheet/")
MILLIMETER = 96 / 25.4
_LINE = re.compile(rb"[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ ([-\d.]+) (?:cm|Tm)|BT|Tj|TJ")


def lines_of_sheets(pdf):
    """How many lines of text each sheet of a browser's PDF has: places that differ in height at which words are drawn."""
    objects = dict(re.findall(rb"\n(\d+) 0 obj\n(.*?)endobj", pdf, re.DOTALL))
    contents = [re.search(rb"/Contents (\d+) 0 R", body)[1] for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    streams = (re.search(rb"stream\r?\n(.*?)\r?\nendstream", objects[number], re.DOTALL)[1] for number in contents)
    return [len(_heights(zlib.decompressobj().decompress(stream))) for stream in streams]


def _heights(drawn):
    height, found = b"", set()
    for operator in _LINE.finditer(drawn):
        if operator[1]:
            height = operator[1]
        elif operator[0] != b"BT":
            found.add(round(float(height)))
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_no_sheet_is_spent_on_a_line_or_two(page, built, base_url, paper):
    """The last sheet of each page holds some lines of its text, never the footer and the sheet's number alone."""
    told = {}
    for built_page in built.pages:
        page.goto(base_url + built_page.address)
        lines = lines_of_sheets(page.pdf(format=paper))
        assert lines[0] > 5, built_page.address
        if lines[-1] < 6:
            told[built_page.address] = lines
    assert told == {}


@pytest.mark.parametrize("address", SHEETS)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_visit_sheet_fits_on_two_pages(page, base_url, paper, address):
    """On the paper of either side of the ocean, so that one sheet of paper holds it."""
    page.goto(base_url + address)

    assert len(lines_of_sheets(page.pdf(format=paper))) <= 2


@pytest.mark.parametrize("address", SHEETS)
def test_every_line_of_the_visit_sheet_has_room_for_a_hand(page, base_url, address):
    """Nine millimeters each, of which the label takes the lower part, the second line of a pair like the first; and a cell of the medicines as much."""
    page.set_viewport_size({"width": 672, "height": 900})
    page.goto(base_url + address)
    for media in ("print", "screen"):
        page.emulate_media(media=media)
        rooms = page.locator(".visit-sheet__line, .visit-sheet__table td").evaluate_all(
            "lines => lines.map(line => line.clientHeight - (line.matches('li') ? parseFloat(getComputedStyle(line).paddingTop) : 0))")
        assert len(rooms) == 8 + 3 * 5
        assert min(rooms) >= 8.4 * MILLIMETER, (media, rooms)
        assert len(set(rooms[:7])) == 1


def test_paper_says_where_a_link_leads(page, base_url):
    """The addresses of other sites stand behind their links, of the text as of its sources; a card's and the site's own do not."""
    page.goto(f"{base_url}/ketamine-therapy/")
    page.emulate_media(media="print")
    said = lambda place: page.locator(place).first.evaluate("link => getComputedStyle(link, '::after').content")  # noqa: E731

    assert said('.prose a[href="https://988lifeline.org/"]') == '" https://988lifeline.org/"'
    assert said('.references a[href^="https://doi.org/"]').startswith('" https://doi.org/')
    assert said('.prose a[href^="/"]') == "none"


@pytest.mark.parametrize("address", SHEETS)
def test_the_visit_sheet_is_cut_nowhere_but_between_things(page, base_url, address):
    """No question is split, what leads to a list stays with it, and notes have six lines' room across the whole sheet."""
    page.set_viewport_size({"width": 672, "height": 900})
    page.goto(base_url + address)
    page.emulate_media(media="print")
    breaks = lambda place, name: set(page.locator(place).evaluate_all("(all, name) => all.map(element => getComputedStyle(element)[name])", name))  # noqa: E731
    notes, sheet = page.locator(".visit-sheet__notes").bounding_box(), page.locator(".visit-sheet").bounding_box()

    assert breaks(".visit-sheet__text li", "breakInside") == {"avoid"}
    assert breaks(".visit-sheet__text p:has(+ ul)", "breakAfter") == {"avoid"}
    assert notes["width"] == sheet["width"]
    assert notes["height"] >= 50 * MILLIMETER - 1


def test_the_footer_keeps_off_the_text(page, base_url):
    """It says in small print what is true of all pages, and does not touch what stands above it."""
    page.set_viewport_size({"width": 672, "height": 900})
    page.goto(f"{base_url}/contact/")
    page.emulate_media(media="print")

    assert page.evaluate("""() => { const words = document.createRange(); words.selectNodeContents(document.querySelector('.footer__brand'));
      return words.getBoundingClientRect().y - document.querySelector('main').getBoundingClientRect().bottom; }""") >= 2.5 * MILLIMETER


def test_what_belongs_together_stays_on_one_sheet(page, base_url):
    """A heading of the evidence stays with its table, and a source is never cut in two; what only leads around the page is left out."""
    page.goto(f"{base_url}/ketamine-therapy/")
    page.emulate_media(media="print")
    style = lambda place, name: page.locator(place).first.evaluate("(element, name) => getComputedStyle(element)[name]", name)  # noqa: E731

    assert style(".evidence__tables", "display") == "block"
    assert style(".evidence__condition", "breakAfter") == "avoid"
    assert style(".references__item", "breakInside") == "avoid"
    assert style(".prose p:has(+ ul)", "breakAfter") == style(".prose p:has(+ .claim > .table)", "breakAfter") == "avoid"
    assert not page.locator(".evidence__place").first.is_visible()
