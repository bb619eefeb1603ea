"""Prose: words without their Markdown, each still at its line and column."""

import pytest

from pipeline.read.folded import BLANK, JOINT
from pipeline.read.prose import read_prose


def kinds(source):
    return [(passage.kind, passage.words) for passage in read_prose(source)]


def sentences(source):
    return [(sentence.text, sentence.place.line, sentence.place.column) for passage in read_prose(source) for sentence in passage.sentences()]


def test_passages_are_told_apart():
    """Headings, paragraphs, items, rows and fences; code, addresses of links and inserts are no words."""
    source = "# A **b**\n\nOne\ntwo.\n\n- three\n  more\n- four\n\n| h | i |\n|---|---|\n| j | k |\n\n> quoted\n\n::: do Title\n:::\n\n```\ncode\n```\n\n    code\n\n[x]: /a/\n\n{evidence}\n"

    assert kinds(source) == [
        ("heading", "A b"), ("paragraph", "One two."), ("item", "three more"), ("item", "four"), ("row", "h i"), ("row", "j k"),
        ("paragraph", "quoted"), ("fence", "Title"), ("fence", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("A [link](https://a.example/) and ![picture](b.png) here.", "A link and here."),
        ("*One* **two** ***three*** _four_ snake_case 2 * 3.", "One two three four snake_case 2 3."),
        ("Cited.[@a; @b, p. 4] On.", "Cited. On."),
        ("`code` and <https://a.example/> and \\*.", "and and *."),
        ("A [link][x] to {clinic}.", "A link to {clinic}."),
    ],
)
def test_markup_is_no_word(source, words):
    """Only what a reader reads is left."""
    assert kinds(source)[0][1] == words


def test_every_character_keeps_its_place():
    """Markup is blanked, not cut: the text is as long as its source, and what is left stands where it stood."""
    source = "**Bold** [link](/a/) `code` word.[@a]\nNext *line* here."
    (passage,) = read_prose(source)

    assert len(passage.text) == len(source)
    assert all(kept in {BLANK, JOINT, sign} for kept, sign in zip(passage.text, source, strict=True))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One. Two! Three?", [("One.", 1, 1), ("Two!", 1, 6), ("Three?", 1, 11)]),
        ("One.[@a] Two.", [("One.", 1, 1), ("Two.", 1, 10)]),
        ("One\ntwo. Three\nfour.", [("One two.", 1, 1), ("Three four.", 2, 6)]),
        ("- **One** two.\n- three", [("One two.", 1, 5), ("three", 2, 3)]),
        ("“One.” Two.", [("“One.”", 1, 1), ("Two.", 1, 8)]),
        ("Ask Dr. Lee in the U.S. now. Go.", [("Ask Dr. Lee in the U.S. now.", 1, 1), ("Go.", 1, 30)]),
        ("About 0.5 of it. Go.", [("About 0.5 of it.", 1, 1), ("Go.", 1, 18)]),
    ],
)
def test_sentences_know_where_they_begin(source, expected):
    """After markup, over lines, and past abbreviations and decimal points."""
    assert sentences(source) == expected


def test_lines_count_from_the_first_of_the_text():
    """Behind front matter, lines are the file's."""
    assert read_prose("One.", 12)[0].place(0).line == 12
