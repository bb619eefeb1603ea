"""What the docs say of the ketamine article stands on its built page: no row can rot."""

import re
from functools import cache

import pytest

from pipeline.check.readability import grade_flesch_kincaid, grades
from tests.check.test_readability import sections
from tests.project import ROOT

PAGE = "ketamine-therapy/index.html"
_ASIDES = re.compile(r'<sup class="citation">.*?</sup>|<span class="term__meaning">.*?</span>')
_INLINE = re.compile(r"</?(?:a|strong|span|time|dfn)\b[^>]*>")


@cache
def read_rows(name):
    """The cells of each row of the only table of a page of the docs, without its head."""
    lines = (ROOT / "docs" / name).read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return rows[2:]


def quotes(cell):
    """The words between curly quotes, the outermost where they are nested; they are parted by semicolons."""
    return [part[part.index("“") + 1 : part.rindex("”")] for part in re.split(r"(?<=”); ", cell) if "“" in part]


@pytest.fixture(scope="module")
def words(built):
    """All that a visitor reads on the page, without the numbers of sources and the meanings in brackets."""
    text = _ASIDES.sub("", built.page(PAGE).html)
    return simple(re.sub(r"<[^>]+>", " ", _INLINE.sub("", text)))


def simple(text):
    """Text with one kind of space and of apostrophe."""
    return " ".join(text.replace("&nbsp;", " ").replace("&#39;", "'").replace("’", "'").replace("&amp;", "&").split())


@pytest.mark.parametrize(("name", "column"), [("discern.md", 3), ("source-points.md", 5)])
def test_what_the_docs_quote_stands_on_the_page(words, name, column):
    """Each row quotes the page, word by word; only DISCERN's last question, on the whole, quotes nothing."""
    rows = read_rows(name)
    missing = [quote for row in rows for quote in quotes(row[column]) if simple(quote) not in words]

    assert missing == []
    assert [row[0] for row in rows if not quotes(row[column])] == (["16"] if name == "discern.md" else [])


def test_the_scorecard_adds_up():
    """Sixteen questions with 1 to 5 points each, whose sum is the total that is told: 75 or more."""
    rows = read_rows("discern.md")
    scores = [int(row[2]) for row in rows]

    assert [row[0] for row in rows] == [str(number) for number in range(1, 17)]
    assert set(scores) <= set(range(1, 6))
    assert f"**Total: {sum(scores)} of 80.**" in (ROOT / "docs" / "discern.md").read_text("utf-8")
    assert sum(scores) >= 75
    assert [row[0] for row, score in zip(rows, scores, strict=True) if score < 5 and not row[4]] == [], "what is missing must be told"


def test_every_point_of_the_draft_is_in_the_table():
    """The register's 24 points, and none that is wrong, unsafe or risky has been kept as it was."""
    rows = read_rows("source-points.md")

    assert [row[0] for row in rows if row[0] != "–"] == [str(number) for number in range(1, 25)]
    assert {row[4] for row in rows if re.search("wrong|unsafe|risky", row[3])} == {"corrected"}


def test_the_article_is_easy_to_read():
    """Flesch-Kincaid 7 or less on the whole and 8 or less in each section, SMOG 9 or less, sentences of 20 words or fewer."""
    parts = list(sections())
    whole = [sentence for _, sentences in parts for sentence in sentences]
    words_of = lambda sentences: [word for sentence in sentences for word in sentence.words]  # noqa: E731

    assert grade_flesch_kincaid(len(whole), words_of(whole)) <= 7
    assert grades(len(whole), words_of(whole))[1] <= 9
    assert {title: grade for title, sentences in parts if (grade := grade_flesch_kincaid(len(sentences), words_of(sentences))) > 8} == {}
    assert [sentence.text for sentence in whole if len(sentence.words) > 20] == []
