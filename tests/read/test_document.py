"""A document: front matter and body of one file, and everything that is wrong with it."""

import pytest

from pipeline.read.document import read_document
from pipeline.read.frontmatter import PageFrontMatter
from pipeline.read.markdown import Converter

FRONT = "title: A\nsummary: B\ndate: 2026-11-22\n"


@pytest.fixture
def read(tmp_path):
    """Read a file with these bytes; returns its document, and its problems as (line, column, rule, severity)."""

    def convert(data):
        path = tmp_path / "a.md"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        document, problems = read_document(path, path.read_bytes(), PageFrontMatter, Converter())
        assert {problem.path for problem in problems} <= {str(path)}
        return document, [(p.line, p.column, p.rule, p.severity) for p in problems]

    return convert


def test_front_matter_and_text_are_parted(read):
    """What stands between the first two lines of hyphens is front matter; the rest is the text, with the file's lines."""
    document, problems = read(f"---\n{FRONT}---\n\nWords [a](/a/).\n\n---\n\nMore.\n")

    assert problems == []
    assert document.meta.title == "A"
    assert document.located.place("title").line == 2
    assert document.body.holes[0].place.line == 7
    assert "<hr>" in document.body.html


@pytest.mark.parametrize("text", [f"---\n{FRONT}---", f"---  \n{FRONT}---\t\n", f"\ufeff---\n{FRONT}---\n", f"---\n{FRONT}---\n".replace("\n", "\r\n")])
def test_small_differences_do_not_matter(read, text):
    """Spaces behind the hyphens, a byte-order mark, other line ends, or no text at all."""
    document, problems = read(text)

    assert problems == []
    assert document.body.html == ""


@pytest.mark.parametrize("text", ["", "Words.\n", f"\n---\n{FRONT}---\n", f"----\n{FRONT}----\n", "Title: A\nDate: B\n\nWords\n"])
def test_a_file_without_front_matter_is_refused(read, text):
    """A file begins with its front matter, or is refused on its first line."""
    assert read(text) == (None, [(1, 1, "front-matter", "error")])


@pytest.mark.parametrize(("below", "line"), [("", 5), ("\nWords.\n", 5), ("Words: so.\nMore of them.\n", 6), ("tags:\n- a\n  # b\n\n---x\n", 8)])
def test_front_matter_that_is_never_closed_is_refused(read, below, line):
    """Where its closing line is missing: above the first line that can't belong to it."""
    assert read(f"---\n{FRONT}{below}") == (None, [(line, 1, "front-matter", "error")])


@pytest.mark.parametrize("front", ["- a\n- b\n", "words\n", "'x'\n"])
def test_front_matter_is_keys_and_values(read, front):
    """A list or words between the hyphens is refused there."""
    document, problems = read(f"---\n{front}---\nWords\n")

    assert problems == [(2, 1, "front-matter", "error")]
    assert not document.whole


def test_empty_front_matter_asks_for_its_keys(read):
    """Nothing between the hyphens: every key that is needed is asked for."""
    assert [rule for _, _, rule, _ in read("---\n---\nWords\n")[1]] == ["schema-missing"] * 3


def test_mistakes_of_both_parts_are_told(read):
    """Broken front matter does not hide what is wrong in the text, at the file's lines."""
    document, problems = read("---\ntitle: a: b\n---\n\n<b>\n")

    assert not document.whole
    assert problems == [(2, 9, "yaml", "error"), (5, 1, "raw-html", "error")]


def test_a_drafts_mistakes_are_warnings(read):
    """A text that is not published keeps no other from it."""
    document, problems = read(f"---\n{FRONT}status: draft\n---\n<b>\n")

    assert document.meta.status == "draft"
    assert document.whole
    assert problems == [(7, 1, "raw-html", "warning")]


def test_a_draft_whose_front_matter_does_not_fit_only_warns(read):
    """A draft may still lack its date: no other text must wait for it."""
    document, problems = read("---\ntitle: A\nstatus: draft\n---\nWords\n")

    assert not document.whole
    assert {severity for *_, severity in problems} == {"warning"}


def test_what_is_not_utf_8_is_refused(read):
    """At the line and column of its first odd byte."""
    assert read(f"---\n{FRONT}---\nCaf".encode() + b"\xe9\n") == (None, [(6, 4, "encoding", "error")])


@pytest.mark.parametrize("keys", ["author: jane\n", "topic: sleep\n", "author: jane\ntopic: sleep\ntags: [sleep]\n"])
def test_an_articles_keys_in_a_page_are_refused_once_each(read, keys):
    """A page may begin its life as an article: each key that a page lacks is told at its line, and reading ends."""
    document, problems = read(f"---\n{FRONT}{keys}---\nWords.\n")

    assert problems == [(line, 1, "schema-extra-forbidden", "error") for line in range(5, 5 + keys.count("\n"))]
    assert document.meta.title == "A"
