"""Tables in a browser: nothing of them is cut off on any screen, on paper or in any language, and screen readers get rows and columns."""

import pytest

BOTH = ("/ketamine-therapy/", "/es/ketamine-therapy/")
OPTIONS, EFFECTS = ".table--cards", ".table:has(.rows--figures)"
SCREENS = (320, 360, 768, 960, 1100, 1280)
# Tables of the text, each with what it needs more than it has, and the cells that reach out of it.
CUT = """() => [...document.querySelectorAll('.prose .table')].map((table) => {
  const frame = table.getBoundingClientRect();
  return [table.scrollWidth - table.clientWidth, [...table.querySelectorAll('tbody th, td')].filter((cell) => {
    const range = document.createRange(); range.selectNodeContents(cell);
    const box = range.getBoundingClientRect();
    return box.width && (box.right > frame.right || box.left < frame.left || box.right > innerWidth);
  }).map((cell) => cell.innerText)];
})"""


@pytest.fixture
def opened(page, base_url):
    """Open a page at a width, all of it laid out: takes the address and the width."""

    def visit(address, width):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(base_url + address)
        page.add_style_tag(content="* { content-visibility: visible !important }")
        return page

    return visit


@pytest.mark.parametrize("address", BOTH)
@pytest.mark.parametrize("width", SCREENS)
def test_no_table_of_the_article_is_cut_off(opened, width, address):
    """The harms and the sources are seen without a scroll to the side, whatever the screen."""
    assert opened(address, width).evaluate(CUT) == [[0, []], [0, []]]


@pytest.mark.parametrize("address", BOTH)
def test_the_options_stand_two_abreast(opened, address):
    """Where there is room, two cards share a row, and the same question is answered at the same height in both."""
    page = opened(address, 768)
    cells = page.locator(f"{OPTIONS} tbody tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => { const box = cell.getBoundingClientRect(); return [box.x, box.y]; }))")

    assert len({x for row in cells for x, _ in row}) == 2
    assert page.locator(f"{OPTIONS} tbody tr").last.bounding_box()["width"] > (500 if len(cells) % 2 else 0), "one that is left over stands beside a hole"
    for left, right in zip(cells[::2], cells[1::2], strict=False):
        assert [y for _, y in left] == [y for _, y in right]
    page = opened(address, 767)
    assert len(set(page.locator(f"{OPTIONS} td").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().x)"))) == 1


@pytest.mark.parametrize("address", BOTH)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_figure_never_breaks(opened, width, address):
    """A number and “no figure” stand on one line, ranged right; on a phone beside their label."""
    page = opened(address, width)
    cells = page.locator(f"{EFFECTS} td:not(.sources)")
    told = cells.evaluate_all("""cells => cells.filter((cell) => { const range = document.createRange(); range.selectNodeContents(cell);
      const style = getComputedStyle(cell), edge = cell.getBoundingClientRect().right - parseFloat(style.paddingRight), box = range.getBoundingClientRect();
      return range.getClientRects().length !== 1 || Math.abs(box.right - edge) > 1.5; }).map((cell) => cell.innerText)""")

    assert cells.count() == 16
    assert told == []
    if width == 320:
        assert max(box["height"] for box in (row.bounding_box() for row in page.locator(f"{EFFECTS} tbody tr").all())) < 270


@pytest.mark.parametrize("address", BOTH)
@pytest.mark.parametrize("width", [320, 768])
def test_sources_of_a_row_are_read_and_pressed(opened, width, address):
    """Where a cell holds nothing but sources, each number is as large as the words, and 24 pixels wide and 44 high to a finger, with none over another."""
    boxes = opened(address, width).locator(".sources a").evaluate_all("links => links.map(link => { const box = link.getBoundingClientRect(); return [parseFloat(getComputedStyle(link, '::before').fontSize), box.x, box.y, box.width, box.height]; })")

    assert len(boxes) > 30
    assert all(size >= 15 and across >= 24 and height >= 43.5 for size, _, _, across, height in boxes), boxes
    for index, (_, x, y, across, height) in enumerate(boxes):
        assert not [other for other in boxes[index + 1:] if min(x + across, other[1] + other[3]) - max(x, other[1]) > 1 and min(y + height, other[2] + other[4]) - max(y, other[2]) > 1]


@pytest.mark.parametrize("address", BOTH)
def test_a_source_is_not_taken_for_a_result(opened, address):
    """On a phone it stands apart from the figures, at the other side, and calls itself a source; a wide screen gives what is felt the room that it needs."""
    row = opened(address, 320).locator(f"{EFFECTS} tbody tr").first
    figure, source = row.locator("td").first, row.locator(".sources a")
    size = "(element, part) => parseFloat(getComputedStyle(element, part).fontSize)"

    assert source.evaluate("link => getComputedStyle(link, '::before').content") == f'"{source.get_attribute("aria-label")}" / ""'
    assert source.bounding_box()["x"] < 60
    assert source.evaluate(size, "::before") < figure.evaluate(size)
    row = opened(address, 1280).locator(f"{EFFECTS} tbody tr").first
    name, last = row.locator("th"), row.locator("td").last
    assert name.bounding_box()["width"] >= 16 * 16
    assert last.evaluate("cell => getComputedStyle(cell).paddingInlineEnd") == name.evaluate("cell => getComputedStyle(cell).paddingInlineStart")


@pytest.mark.parametrize("address", BOTH)
@pytest.mark.parametrize("width", [320, 767, 768, 1280])
@pytest.mark.parametrize(("place", "columns"), [(OPTIONS, 8), (EFFECTS, 4)])
def test_screen_readers_get_rows_and_columns(opened, place, columns, width, address):
    """Cards are a table to them, with each word said once; to the eye each cell but the first of a card shows its column's head."""
    page = opened(address, width)
    table = page.locator(place)
    heads, rows = table.locator("thead th").all_text_contents(), table.locator("tbody tr")
    shown = rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => getComputedStyle(cell, '::before').content))")
    labels = [f'"{head}" / ""' for head in heads[1:]] if place == OPTIONS or width < 768 else ["none"] * (columns - 1)

    assert len(heads) == columns
    assert shown == [["none", *labels]] * rows.count()
    page.evaluate("(place) => document.querySelectorAll('.table').forEach((table) => table.matches(place) || table.remove())", place)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    said = lambda role: [node["name"]["value"] for node in tree if not node["ignored"] and node["role"]["value"] == role]  # noqa: E731
    assert (len(said("table")), len(said("row")), said("columnheader"), len(said("cell"))) == (1, 1 + rows.count(), heads, (columns - 1) * rows.count())
    assert said("rowheader") == rows.locator("th").all_text_contents()
    assert len(said("rowheader")) == rows.count()
    assert not [cell for cell, head in zip(said("cell"), heads[1:] * rows.count(), strict=True) if cell.startswith(head)]


@pytest.mark.parametrize("address", BOTH)
def test_paper_has_all_of_a_table(page, base_url, address):
    """Numbers are printed as a table, options as cards two abreast of which none is cut by a sheet's end."""
    page.set_viewport_size({"width": 672, "height": 900})
    page.goto(base_url + address)
    page.emulate_media(media="print")
    look = lambda place: page.locator(place).first.evaluate("element => { const style = getComputedStyle(element); return [style.display, style.breakInside]; }")  # noqa: E731

    assert page.evaluate(CUT) == [[0, []], [0, []]]
    assert look(f"{EFFECTS} tbody tr") == ["table-row", "avoid"]
    assert look(f"{OPTIONS} tbody tr") == ["grid", "avoid"]
    assert look(EFFECTS)[1] == "avoid"
    assert len(set(page.locator(f"{OPTIONS} tbody th").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().x)"))) == 2


def test_a_row_of_a_table_keeps_its_name(page, full, serve):
    """While a table of words is scrolled sideways, the name of each row stays in sight, and no word of it is broken."""
    page.set_viewport_size({"width": 800, "height": 640})
    page.goto(f"{serve(full.output)}/everything/")
    name = page.locator("tbody th", has_text="Psicoterapia").first
    before = name.bounding_box()
    name.evaluate("cell => { cell.closest('.table').scrollLeft = 400; }")
    first = page.locator("tbody th", has_text="conversación").first

    assert name.evaluate("cell => cell.closest('.table').scrollLeft") > 20
    assert name.bounding_box()["x"] == before["x"] >= 0
    assert first.evaluate("cell => cell.scrollWidth - cell.clientWidth") == 0
    assert first.evaluate("""cell => { const range = document.createRange(), words = cell.firstChild, at = words.data.indexOf('conversación');
      range.setStart(words, at); range.setEnd(words, at + 12); return range.getClientRects().length; }""") == 1
