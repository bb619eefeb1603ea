"""The words of the files beside the texts are read by the rules for words, as an article's are."""

import pytest

from tests.project import edit

PROMISE = "Ketamine is a miracle."


@pytest.mark.parametrize(("path", "old", "new", "rule"), [
    ("clinic.yaml", "    - You tell us what you would like to know.\n", f"    - {PROMISE}\n", "strong-word"),
    ("clinic.yaml", "    - Usted nos dice qué le gustaría saber.\n", "    - La ketamina es un milagro.\n", "strong-word"),
    ("clinic.yaml", "    - You tell us what you would like to know.\n", "    - Tell us of anyone who did commit suicide.\n", "suicide-words"),
    ("clinic.yaml", "    - You tell us what you would like to know.\n", "    - Tell us of comorbidities.\n", "jargon"),
    ("glossary.yaml", "a brief electric current", "a miracle current", "strong-word"),
])  # fmt: skip
def test_words_that_stand_on_every_page_are_read(content, check, path, old, new, rule):
    """What the clinic, the glossary and the other files say is told of at its value, in its language."""
    assert check().problems == []
    edit(content / path, old, new)
    problem, = check().problems

    assert (problem["path"], problem["rule"]) == (f"content/{path}", rule)
    assert problem["line"] == (content / path).read_text("utf-8").split(new.strip(" -\n"))[0].count("\n") + 1
