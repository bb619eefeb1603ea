"""No way of writing a word hides it from the rules that look for it."""

import pytest

CLAIM = "::: harm drip: chronic pain, low certainty\nA drip is {} for most people.[@ferraro2025]\n:::\n"


@pytest.mark.parametrize(
    "word", ["**eff**ective", "eff*ective*", "effec\u00adtive", "effec\u200ctive", "ｅｆｆｅｃｔｉｖｅ", "[eff](https://a.example/x)ective", "eff&shy;ective", "life‑changing", "**life**-changing", "SAFE"],
    ids=ascii,
)  # fmt: skip
def test_a_strong_word_over_low_certainty_is_refused(world, word):
    """Split by emphasis, with a hyphen that never breaks, with signs that nobody sees, in full-width letters: at its place."""
    world.write(CLAIM.format(word))
    line, column, _ = next(found for found in world.found() if found[2] == "claim-strong-word")

    assert (line, column) in {(10, 11), (10, 12), (10, 13)}


def test_a_hidden_denial_denies(world):
    """The folding works for those words as well that make a sentence right."""
    world.write(CLAIM.format("**no**t proven safe, and n\u00adot a cure"))

    assert world.found() == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("She com**mitted** sui\u00adcide.", "suicide-words"),
        ("Thoughts of sui*cide* come.", "suicide-help"),
        ("Thoughts of suicide come. Call 988. He had fire‌arms.", "suicide-method"),
        ("Take util*ized* care.", "jargon"),
        ("It is to **be** writ­ten.", "text-unwritten"),
        ("[click‌ here](https://a.example/)", "link-text"),
        ("the **the** lift", "word-twice"),
    ],
)
def test_other_words_are_found_as_well(world, text, rule):
    """On suicide, of the trade, and those that say nothing."""
    world.write(text)

    assert rule in {found[2] for found in world.found()}


def test_an_approval_that_is_not_there_is_found(world):
    """Also where the words are split."""
    world.write("---\n" + "\n".join(["title: An example", "summary: A summary that is long enough to be shown in a list of search results.", "date: 2026-11-01", "author: telemedicalservices", "topic: mental-health", "slug: example", "medicine: ketamine"]) + "\n---\nKet**amine** is **FDA‑approved** for de\u00adpression.\n")  # noqa: FLY002 a line for each

    assert (10, 1, "fda-wording") in world.found()
