"""Readability: our grades are those of textstat 0.7.8, near enough, without its dictionary."""

import pytest
import textstat

from pipeline.check.readability import count_syllables, grade_flesch_kincaid, grades
from pipeline.check.text import Text
from pipeline.read.document import read_document
from pipeline.read.frontmatter import ArticleFrontMatter
from pipeline.read.markdown import Converter
from tests.project import ROOT

NEAR, SMOG_NEAR = 0.8, 1.0  # grades


def sections():
    """Each part of the article: its name, sentences and words."""
    path = ROOT / "content" / "articles" / "ketamine-therapy.md"
    document, _ = read_document(path, path.read_bytes(), ArticleFrontMatter, Converter())
    for section in Text(document).sections:
        yield section.title, [sentence for passage in section.spoken for sentence in passage.sentences()]


@pytest.mark.parametrize(("title", "sentences"), list(sections()), ids=lambda value: value if isinstance(value, str) else "")
def test_grades_are_near_to_textstats(title, sentences):
    """Flesch-Kincaid within 0.8 of a grade, SMOG within one: it says “ketamine” has two syllables, and the article says it often."""
    text = "\n".join(sentence.text if sentence.text.endswith((".", "!", "?")) else f"{sentence.text}." for sentence in sentences)
    words = [word for sentence in sentences for word in sentence.words]

    assert grade_flesch_kincaid(len(sentences), words) == pytest.approx(textstat.flesch_kincaid_grade(text), abs=NEAR), title
    assert grades(len(sentences), words)[1] == pytest.approx(textstat.smog_index(text), abs=SMOG_NEAR), title


def test_formulas_are_the_published_ones():
    """Ten words of one syllable in two sentences; and 30 long words in 30 sentences."""
    assert grade_flesch_kincaid(2, ["go"] * 10) == pytest.approx(0.39 * 5 + 11.8 - 15.59)
    assert grades(30, ["medical"] * 30 + ["go"] * 90)[1] == pytest.approx(1.043 * 30**0.5 + 3.1291)


@pytest.mark.parametrize(
    ("word", "count"),
    [("go", 1), ("made", 1), ("makes", 1), ("asked", 1), ("table", 2), ("doses", 2), ("treated", 2), ("people", 2), ("trial", 2),
     ("radio", 3), ("create", 2), ("special", 2), ("action", 2), ("anxiety", 4), ("ketamine", 3), ("pressure", 2), ("treatment", 2), ("don’t", 1)],
)  # fmt: skip
def test_syllables(word, count):
    """Silent vowels are not counted, and vowels that are spoken apart are two."""
    assert count_syllables(word) == count


def test_nothing_has_no_grade():
    """A part without words is not hard to read."""
    assert grades(0, []) == (0.0, 0.0)
