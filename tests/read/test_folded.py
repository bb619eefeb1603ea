"""Folded text is what a reader sees, and each character still knows where it stood."""

import pytest

from pipeline.read.folded import Folded, fold
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
    folded = Folded(passage.text)
    assert folded.text == passage.folded == "It is effective here."
    assert folded.origin(folded.text.index("effective")) - passage.text.index("It is ") in {6, 7, 8}
    assert folded.origin(folded.text.index("here")) == passage.text.index("here")


@pytest.mark.parametrize("hyphen", "-‐‑‒－")
def test_every_hyphen_is_one(hyphen):
    """Such as the one that never breaks."""
    assert fold(f"life{hyphen}changing") == "life-changing"


@pytest.mark.parametrize("text", ["Spravato™ works", "“so” – he said, isn’t it", "señor", "a & b &unknown;", ""])
def test_other_signs_are_left_alone(text):
    """A raised sign, curly quotes and accented letters are none of that."""
    assert fold(text) == text


def test_cells_and_citations_part_words():
    """What a reader sees apart stays apart."""
    row, words = read_prose("| No | no[@x]body |\n\nIt is[@x]safe, `co`de.")

    assert row.folded.split() == ["No", "|", "no", "body", "|"]
    assert words.folded == "It is safe,  de."


@pytest.mark.parametrize("text", ["plain words", "a\tb\nc", "**a** b\u00ad&amp;c *d*", "\u00ad", "&shy;&shy;x", "ﬁne ﬀ ﬃx", "a &#x2011; b"])
def test_every_character_knows_its_origin(text):
    """In order, within the text, and at the character itself where it stands in the text as it is folded."""
    folded = Folded(text)
    origins = [folded.origin(offset) for offset in range(len(folded.text))]

    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)
    assert [text[origin] for origin, sign in zip(origins, folded.text, strict=True) if sign.isalpha() and sign in text] == [
        sign for sign in folded.text if sign.isalpha() and sign in text
    ]
