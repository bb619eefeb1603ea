"""Folded text is what a reader sees, and each character still knows where it stood."""

import pytest

from pipeline.read.folded import fold
from pipeline.read.prose import read_prose

WRITTEN = [
    "effective", "**eff**ective", "eff*ect*ive", "[eff](https://a.example/)ective", "[eff][ref]ective", "eff\\*ective".replace("\\*", "**"),
    "effec\u00adtive", "effec\u200ctive", "e\u200dffective", "effective\ufe0f", "eff&shy;ective", "eff&#101;ctive", "eff&#x65;ctive",
    "ｅｆｆｅｃｔｉｖｅ", "eﬀective", "𝐞ffective", "effe\u0323ctive",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN, ids=ascii)
def test_what_looks_like_a_word_is_found_as_it(written):
    """Whatever Markdown or Unicode is used to write it."""
    (passage,) = read_prose(f"It is {written} here.")

    assert passage.words != ""
    assert passage.folded.text == "It is effective here."
    assert passage.folded.origin(passage.folded.text.index("effective")) - passage.text.index("It is ") in {6, 7, 8}
    assert passage.folded.origin(passage.folded.text.index("here")) == passage.text.index("here")


@pytest.mark.parametrize("hyphen", "-‐‑‒－")
def test_every_hyphen_is_one(hyphen):
    """Such as the one that never breaks."""
    assert fold(f"life{hyphen}changing").text == "life-changing"


@pytest.mark.parametrize("text", ["Spravato™ works", "“so” – he said, isn’t it", "señor", "a & b &unknown;", ""])
def test_other_signs_are_left_alone(text):
    """A raised sign, curly quotes and accented letters are none of that."""
    assert fold(text).text == text


def test_cells_and_citations_part_words():
    """What a reader sees apart stays apart."""
    row, words = read_prose("| No | no[@x]body |\n\nIt is[@x]safe, `co`de.")

    assert row.folded.text.split() == ["No", "|", "no", "body", "|"]
    assert words.folded.text == "It is safe,  de."
