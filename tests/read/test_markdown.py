"""The Markdown reader: HTML with typed holes, each with its place in the source."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.problem import Place
from pipeline.read.body import (
    CLOSE,
    OPEN,
    Block,
    Citation,
    End,
    Heading,
    Link,
    Name,
    Picture,
    SectionStart,
    token,
)
from pipeline.read.markdown import Converter
from pipeline.read.marking import BLOCKS
from tests.project import ROOT


@pytest.fixture(scope="module")
def read():
    """Read Markdown that must be right; returns its body."""
    converter = Converter()

    def convert(source, first_line=1):
        body, problems = converter.convert("a.md", source, first_line)
        assert problems == []
        return body

    return convert


def found(body, kind):
    """The places of the holes of one kind."""
    return [(hole.place.line, hole.place.column) for hole in body.holes if isinstance(hole, kind)]


def test_plain_words_make_plain_html(read):
    """What has no hole is finished HTML in one piece."""
    assert list(read("One *two* **three** `4 < 5`.\n\n- a\n- b\n").pieces()) == [
        "<p>One <em>two</em> <strong>three</strong> <code>4 &lt; 5</code>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"
    ]


def test_a_body_is_html_with_holes(read):
    """Pieces come in order: HTML, then the hole that render fills."""
    pieces = list(read("See [it]({filename}b.md) [@a].").pieces())

    assert pieces == [
        '<p>See <a href="',
        Link("{filename}b.md", "it", Place(1, 10)),
        '">it</a> ',
        Citation((("a", ""),), Place(1, 26)),
        ".</p>",
    ]


def test_places_count_from_the_first_line_of_the_text(read):
    """Behind front matter, lines are the file's."""
    assert found(read("A [b](/c/)", first_line=12), Link) == [(12, 7)]


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("- one [a](/a/)\n- two\n\n    more [b](/b/)\n", [(1, 11), (4, 14)]),
        ("1. one\n    - two [a](/a/)\n", [(2, 15)]),
        ("| A | B |\n|---|---|\n| [a](/a/) | x [b](/b/) |\n", [(3, 7), (3, 20)]),
        ("> quoted [a](/a/)\n", [(1, 14)]),
        ("## About [a](/a/)\n", [(1, 14)]),
        ("**bold [a](/a/)** and *[b](/b/)*\n", [(1, 12), (1, 28)]),
        ("::: inset\n[a](/a/)\n:::\n", [(2, 5)]),
        ("ñandú 😀 [a](/a/)\n", [(1, 13)]),
        ("`code` [a](/a/) [b](</b/>)\n", [(1, 12), (1, 22)]),
        ("[a][x] and [x]\n\n[x]: /a/\n", [(3, 6), (3, 6)]),
        ("<https://a.example/>\n", [(1, 1)]),
        ("line one\n[a](/a/)\nline three [b](/b/)\n", [(2, 5), (3, 16)]),
        ("[a\nb](/a/)\n", [(2, 4)]),
        ('[a](/a/ "Title")\n', [(1, 5)]),
        ("[a](/a/)[b](/b/)\n", [(1, 5), (1, 13)]),
    ],
)
def test_links_know_their_place(read, source, places):
    """In lists, tables, quotes, headings, emphasis, blocks and references, a link's address has its line and column."""
    assert sorted(found(read(source), Link)) == sorted(places)


def test_citations_are_read_whole(read):
    """One bracket may cite several references, each with where to look in it."""
    body = read("A.[@zarate2006] B [@han2016; @dean:2021, p. 4].")

    assert [hole.items for hole in body.holes] == [
        (("zarate2006", ""),),
        (("han2016", ""), ("dean:2021", "p. 4")),
    ]
    assert found(body, Citation) == [(1, 3), (1, 19)]


def test_citations_stand_wherever_words_stand(read):
    """In lists, tables, headings, blocks and emphasis."""
    source = "- a [@a]\n\n| h |\n|---|\n| b [@b] |\n\n## c [@c]\n\n::: do\n- **d [@d]**\n:::\n"

    assert sorted(found(read(source), Citation)) == [(1, 5), (5, 5), (7, 6), (10, 7)]


def test_what_only_looks_like_a_citation_is_text(read):
    """An address with an at sign, code, or an escaped bracket cites nothing."""
    body = read("a@b.example `[@a]` \\[@b]\n\n    [@c]\n\n```\n[@d]\n```\n")

    assert found(body, Citation) == []
    for text in ("[@a]", "[@b]", "[@c]", "[@d]"):
        assert text in body.html


def test_pictures_know_whether_they_stand_alone(read):
    """A picture in a paragraph of its own is free of it; one among words stays among them."""
    body = read('![Alone](images/a.png)\n\nWords ![among](images/b.png "T") more.\n')

    assert [(hole.source, hole.alt, hole.alone) for hole in body.holes] == [
        ("images/a.png", "Alone", True),
        ("images/b.png", "among", False),
    ]
    assert found(body, Picture) == [(1, 10), (3, 16)]
    assert [piece for piece in body.pieces() if isinstance(piece, str)] == ["\n<p>Words ", " more.</p>"]


def test_pictures_in_links_and_neighbours_stay_in_order(read):
    """Several pictures in one line are filled from left to right."""
    body = read("![a](a.png) ![b](b.png)\n\n[![c](c.png)](/c/)\n")

    assert [piece.alt for piece in body.pieces() if isinstance(piece, Picture)] == ["a", "b", "c"]
    assert found(body, Link) == [(3, 15)]


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_holds_its_text(read, kind):
    """A block is a hole with a start and an end, around finished HTML."""
    body = read(f"::: {kind}  A title \n- one\n- two\n:::\n")
    block = Block(kind, "A title", 2, Place(1, 1))

    assert list(body.pieces()) == [block, "\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n", End(block)]


def test_blocks_nest_and_know_the_level_of_their_title(read):
    """A block's title stands one level below the heading before it."""
    body = read("## A\n\n::: inset\n::: do\n- x\n:::\n:::\n\n### B\n\n::: dont\ny\n:::\n")

    assert [(hole.kind, hole.level) for hole in body.holes if isinstance(hole, Block)] == [("inset", 3), ("do", 3), ("dont", 4)]
    assert [type(piece).__name__ for piece in body.pieces() if not isinstance(piece, str | SectionStart)] == [
        "Block", "Block", "End", "End", "Block", "End",
    ]  # fmt: skip


def test_a_heading_may_have_an_id_of_its_own(read):
    """Behind its words, where it is no part of them; the next heading of the same words gets another."""
    body = read("## Depresión {#depression}\n\nA\n\n### **Una** [parte](#depression) {#a-part}\n\nB\n\n## Depression\n\nC\n")

    assert [(heading.id, heading.text) for heading in body.outline] == [("depression", "Depresión"), ("a-part", "Una parte"), ("depression_1", "Depression")]
    assert "{#" not in body.html


def test_a_part_of_the_text_has_a_place_behind_its_heading(read):
    """Headings of the second level do, where a way to the same part in another language may stand."""
    body = read("## One\n\nA\n\n### Two\n\nB\n\n## Three\n\nC\n")

    assert [hole.id for hole in body.holes if isinstance(hole, SectionStart)] == ["one", "three"]


def test_tables_are_blocks_with_headed_columns(read):
    """A table gets a block around it, named after the heading above, and a scope for each column's head."""
    body = read("### Doses\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n")

    assert [(hole.kind, hole.title) for hole in body.holes] == [("table", "Doses")]
    assert body.html.count('scope="col"') == 2
    assert "style=" not in body.html


def test_cells_of_a_wide_table_say_their_column(read):
    """From three columns on, each cell but the first of its row has its column's head in plain words, and the clinic's name as it is filled in. Two fit a phone."""
    body = read("| A | *B* & “b” | {clinic} |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 |\n")
    names = [token(index) for index, hole in enumerate(body.holes) if isinstance(hole, Name)][1:]

    assert re.findall(r"<td[^>]*>", body.html) == [sign for name in names for sign in ('<td data-label="B &amp; “b”">', f'<td data-label="{name}">')]
    assert len(names) == 2
    assert "data-label" not in read("| A | B |\n|---|---|\n| 1 | 2 |\n").html


def test_the_first_cell_names_its_row(read):
    """Screen readers say it with each cell of the row, whatever the table's width; where it is empty there is no name to say."""
    body = read("| A | B |\n|---|---|\n| *One* | 2 |\n| | 4 |\n")

    assert re.findall(r"<t[hd][^>]*>.*?</t[hd]>", body.html)[2:] == ['<th scope="row"><em>One</em></th>', "<td>2</td>", "<td></td>", "<td>4</td>"]


@pytest.mark.parametrize(
    ("columns", "cell", "kind", "classes"),
    [
        (5, "A cell of words", "table", "rows"),
        (6, "A cell of words", "cards", "rows"),
        (7, "12", "table", "rows rows--figures"),
        (8, "12", "cards", "rows rows--figures"),
        (3, "no figure", "table", "rows"),
    ],
)
def test_a_table_is_shown_as_it_fits(read, columns, cell, kind, classes):
    """Of words it fits no screen from six columns on, of short cells with numbers from eight; then its rows are cards everywhere."""
    line = lambda words: f"|{'|'.join([words] * columns)}|\n"  # noqa: E731
    body = read(f"{line('Head')}{line('---')}{line(cell)}")

    assert [hole.kind for hole in body.holes if isinstance(hole, Block)] == [kind]
    assert f'<table class="{classes}">' in body.html


def test_a_cell_of_sources_alone_is_marked(read):
    """The theme shows their numbers as words there; a cell with a word of its own is as any other, and no figure."""
    body = read("| A | B | C |\n|---|---|--:|\n| Name | 12 [@a] | [@a; @b] |\n| Name | 1.5 to 2.8 | [@a] [@b] |\n")

    assert re.findall(r"<td([^>]*)>", body.html)[:2] == [' data-label="B"', ' class="align-right sources" data-label="C"']
    assert body.html.count("sources") == 2
    assert "rows--figures" in body.html


def test_headings_make_the_outline(read):
    """Each heading has an id of its own, also where two say the same, and its words are plain."""
    body = read("## What *is* [it](/a/)?\n\n### What is it?\n\n## Ñandú & `code` [@a]\n\n## !!!\n")

    assert body.outline == (
        Heading(2, "what-is-it", "What is it?", Place(1, 1)),
        Heading(3, "what-is-it_1", "What is it?", Place(3, 1)),
        Heading(2, "ñandú-code", "Ñandú & code", Place(5, 1)),
        Heading(2, "section", "!!!", Place(7, 1)),
    )
    for heading in body.outline:
        assert f'<h{heading.level} id="{heading.id}">' in body.html


@pytest.mark.parametrize(
    "source",
    [
        "Words [a](/a/) <https://a.example/> [@a] `x` ![p](p.png)",
        "    [a](/a/) <b> [@a]\n    ::: do\n    # no heading\n",
        "```\n[a](/a/) <b> [@a]\n::: do\n## no\n```",
        "~~~~ python\nx = [a](/a/)  # <b>\n~~~\n~~~~",
        "- a\n\n        [a](/a/) <b> [@a]\n",
        "`` [a](/a/) ` <b> ``",
        "\\[a](/a/) \\<b> [a](not closed",
        "[x]: /a/ 'T'\n\nunused",
        "[a]( /a/ ) [@ ] [@] (@a) [ @a]",
        "| `a|b` | <c |\n|---|---|\n| [a](/a/ | b |",
        "###### six\n\n####### seven\n\n#no space [@a]",
        "> ```\n> <b>\n> ```\n",
        "1 < 2 and 3 > 2, a <3 b, < b >",
        "![broken](a.png\n\n[also](",
    ],
)
def test_marks_never_leak(source):
    """The private signs that carry places are gone from everything that is handed on."""
    body, problems = Converter().convert("a.md", source)
    handed = [body.html, *(str(hole) for hole in body.holes), *(str(heading) for heading in body.outline), *map(str, problems)]

    assert not any(sign in text for text in handed for sign in "\ue000\ue001\x02\x03")
    assert body.html.count(OPEN) == body.html.count(CLOSE)
    assert not any(OPEN in text for text in handed[1:])


def test_code_keeps_its_text_and_is_coloured_by_classes(read):
    """Fenced code with a language has classes and no style; what stands in code is never a link, block or heading."""
    body = read("```python\nif a < b:\n    # [a](/a/) <b> [@a]\n```\n\n    <b>[a](/a/)\n")

    assert body.holes == ()
    assert body.outline == ()
    assert 'class="code"' in body.html
    assert '<span class="k">if</span>' in body.html
    assert "style=" not in body.html
    assert "[a](/a/) &lt;b&gt; [@a]" in body.html
    assert "&lt;b&gt;[a](/a/)" in body.html


PARTS = st.sampled_from([
    "words", " words.", "\n", "\n\n", "*so*", "**so**", "_so_", "`so`", "so  \nso", "\\*", "&amp;", "&#8212;", "<https://a.example>", "<b>", "[so](x)", "![so](x.png)", "[@a]",
    "{clinic}", "*", "_", "`", "\\", "<", "[", "]", "{", "!", "@", "- ", "1. ", "> ", "## ", "| a | *b* |\n| --- | --- |\n| c | d |\n", "    ", "```\ncode\n```\n", "~~~\ncode\n~~~\n", "::: inset\n", ":::\n",
])


@settings(max_examples=500, deadline=None)
@given(st.lists(PARTS, max_size=6).map("".join))
def test_texts_without_code_need_not_what_colors_it(source):
    """Code is colored by a machine of its own: the body and the problems of every text are what that would make of it."""
    short, long = Converter(), Converter()
    long._plain = long._with_code

    assert short.convert("a.md", source) == long.convert("a.md", source)


@settings(max_examples=500, deadline=None)
@given(st.lists(PARTS, max_size=6).map("".join))
def test_words_that_are_passed_over_hold_no_markup(source):
    """Sparing plain words the inline patterns is a matter of time alone: the body and the problems are the same without it."""
    short, long = Converter(), Converter()
    for machine in (long._plain, long._with_code):
        machine.treeprocessors.deregister("pass_over")

    assert short.convert("a.md", source) == long.convert("a.md", source)


def test_no_heading_has_an_id_of_the_theme(read):
    """Whatever a heading says, links to a part of the page that a template makes lead there."""
    ids = {name for path in (ROOT / "theme" / "templates").rglob("*.html") for name in re.findall(r'\bid="([a-z][\w-]*)"', path.read_text("utf-8"))}

    assert {"main", "fda-status"} <= ids
    for name in ids:
        words = name.replace("-", " ").capitalize()
        assert not ids & {heading.id for source in (f"## {words}\n", f"## Words {{#{name}}}\n") for heading in read(source).outline}, words
