"""The words of front matter that visitors see are read as the text is, and told at their place."""

import pytest

from tests.check.world import article


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("title", "A proven cure", "proven"),
        ("title", '"A “pro\u00adven” way"', "pro\u00adven"),
        ("summary", "A summary that is long enough, and proven,\n  to be shown in a list of search results.", "proven"),
        ("summary", "A summary that is long enough\n  to be shown in a list of guaranteed search results.", "guaranteed"),
        ("call_to_action", "{title: Talk with us, lead: A guaranteed lift}", "guaranteed"),
        ("call_to_action", "{title: 'It''s a guaranteed lift', lead: Come}", "guaranteed"),
        ("call_to_action", "\n  title: Come\n  lead: A break‑through", "break‑through"),
        ("hero", "{image: images/visit.png, alt: A miracle}", "miracle"),
        ("changes", "[{date: 2026-11-02, text: Added a cure.}]", "cure"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_a_strong_word_is_told_where_it_stands(world, key, value, word):
    """In the title, the summary, an invitation, a picture's words, a change: at the word's own line and column."""
    text = article(**{key: value})
    world.write(text)
    before = text[: text.index(word)]

    assert (before.count("\n") + 1, len(before) - before.rfind("\n"), "strong-word") in world.found()


def test_no_id_and_no_address_is_taken_for_words(world):
    """Only what visitors see counts."""
    world.write(article(tags="[cure]", slug="proven-cure", hero="{image: images/visit.png, alt: A nurse}"))

    assert [found for found in world.found() if found[2] == "strong-word"] == []


def test_the_summary_does_not_stand_in_for_the_fda_sentence(world):
    """It must be said in the text."""
    text = "::: benefit a: depression, low certainty\nSome felt better.[@han2016]\n:::\n\n::: harm b: any condition, low certainty\nSome felt sick.[@han2016]\n:::\n"
    world.write(article(text, medicine="ketamine", summary="Ketamine is not FDA-approved for any mental-health condition, and this is what is known."))

    assert "fda-status-first" in {rule for *_, rule in world.found()}
