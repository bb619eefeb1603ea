"""The Markdown reader's refusals: each with its place, its rule and a cure."""

import pytest

from pipeline.read.markdown import Converter


def refusals(source, first_line=1):
    """What is wrong with the source, as (line, column, rule)."""
    _, problems = Converter().convert("a.md", source, first_line)
    assert all(problem.cure.endswith(".") and problem.message.endswith(".") for problem in problems)
    assert {problem.path for problem in problems} <= {"a.md"}
    return [(problem.line, problem.column, problem.rule) for problem in problems]


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("<div>", 1),
        ("a <b>bold</b>", 3),
        ("x <br> y", 3),
        ("<!-- note -->", 1),
        ("<script>alert(1)</script>", 1),
        ("<img src=x onerror=y>", 1),
        ("- a <i>", 5),
        ("**<u>**", 3),
        ("| <b> |\n|---|\n| x |", 3),
        ("<details", 1),
        ("<?php", 1),
        ("<a href='https://a.example/'>", 1),
    ],
)
def test_raw_html_is_refused(source, column):
    """HTML in a text would slip past every check and rule: refused wherever it stands."""
    assert refusals(source)[0] == (1, column, "raw-html")


def test_raw_html_in_a_heading_is_refused_at_its_place():
    """Also in a heading, and on the line that it is on."""
    assert refusals("Words.\n\n## A <b>x", first_line=8) == [(10, 6, "raw-html")]


def test_raw_html_over_several_lines_is_refused():
    """A tag or comment that goes on over lines is refused where it begins."""
    assert refusals("a\n<!-- one\ntwo -->\n")[0] == (2, 1, "raw-html")
    assert refusals("a\n<div\nclass=x>\n")[0] == (2, 1, "raw-html")


@pytest.mark.parametrize(
    "source",
    ["`<b>`", "``` \n<b>\n```", "    <b>", "1 < 2", "a <3", "<https://a.example/>", "\\<b>", "a &amp; b &lt; c", "<me@a.example>"],
)
def test_what_is_no_html_is_let_be(source):
    """Code, comparisons, addresses and escapes are right as they are."""
    assert refusals(source) == []


def test_the_name_of_the_tag_is_told():
    """The message names what the editor typed."""
    _, problems = Converter().convert("a.md", "a </div> b")

    assert problems[0].message == "The text must be Markdown; “</div” is HTML."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("::: dos\nx\n:::\n", [(1, 1, "block-kind")]),
        ("::: emergency\nx\n:::\n", [(1, 1, "block-title")]),
        ("x\n\n::: do\nx\n", [(3, 1, "block-end")]),
        ("x\n:::\n", [(2, 1, "block-end")]),
        ("::: do\n::: dont\nx\n:::\n", [(1, 1, "block-end")]),
        ("::: do\n```\n:::\n```\n", [(1, 1, "block-end")]),
        (":::\n:::\n", [(1, 1, "block-end"), (2, 1, "block-end")]),
    ],
)
def test_blocks_are_refused_where_they_are_wrong(source, expected):
    """Unknown kinds, missing titles and ends without a start, or starts without an end."""
    assert refusals(source) == expected


def test_a_misspelt_block_is_guessed():
    """The nearest kind is offered, then all of them."""
    _, problems = Converter().convert("a.md", "::: emergncy Call 911\nx\n:::")

    assert problems[0].cure.startswith("Did you mean “emergency”? The kinds are: key-points, ")


@pytest.mark.parametrize("source", ["a [@a; b]", "a [@a;]", "a [@]", "a [@a, p. 4; @]", "a [@-]"])
def test_broken_citations_are_refused(source):
    """What begins like a citation must be one."""
    assert refusals(source) == [(1, 3, "citation-syntax")]


def test_a_pictures_words_cite_nothing():
    """Its number would stand where nobody sees it, and the source would count as cited."""
    assert refusals("Words.\n\n![A lift of the mood [@a] in *days*](x.svg) [@b]\n") == [(3, 22, "picture-alt")]


def test_the_first_level_belongs_to_the_title():
    """A heading of the first level in the text would be the page's second title."""
    assert refusals("Words.\n\n# Title\n") == [(3, 1, "one-h1")]


@pytest.mark.parametrize("sign", ["\ue000", "\ue003", "\x02", "\x03"])
def test_private_signs_are_refused(sign):
    """The signs that the reader itself uses may not be typed."""
    assert refusals(f"one\ntwo {sign}\n", first_line=5) == [(6, 5, "invisible-sign")]


def test_all_refusals_of_a_text_are_told():
    """One reading tells everything, and the next text begins afresh."""
    converter = Converter()
    _, problems = converter.convert("a.md", "::: dos\n<b> [@]\n:::\n\n# x\n")

    assert sorted(problem.rule for problem in problems) == ["block-kind", "citation-syntax", "one-h1", "raw-html"]
    assert converter.convert("b.md", "Fine.")[1] == []


@pytest.mark.parametrize(("source", "places"), [
    ("## A\n\n> ## B\n>\n> x", [(3, 3)]),
    ("- x\n\n    ### B\n\n- y", [(3, 5)]),
    ("1. ## B", [(1, 4)]),
    ("::: inset\nx\n\n## B\n\n::: do\n- x\n:::\n\n### C\n:::\n\n## D", [(4, 1), (10, 1)]),
    ("::: benefit a depression: low\n## B\n\nx[@a]\n:::\n\n## D\n\n{evidence}\n\n## E", [(2, 1)]),
])  # fmt: skip
def test_a_heading_stands_by_itself(source, places):
    """It begins a part, which must not begin within a block, a quotation or a list, and end outside it."""
    assert [found for found in refusals(source) if found[2] == "heading-nested"] == [(*place, "heading-nested") for place in places]
