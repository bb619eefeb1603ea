"""Code that is none: no words get past the rules by standing between signs that only look like a fence."""

import pytest

from tests.check.world import EXAMPLE, article

WORDS = "\n\nKetamine is a proven miracle cure and guaranteed safe.\n\n"


def found(world, body):
    """The problems of markup and wording in an article of this text, as `line rule`; lines from the text's first."""
    world.write(article(body))
    first = (world.content / EXAMPLE).read_text("utf-8").split(body)[0].count("\n")
    return [f"{problem.line - first} {problem.rule}" for problem in world.problems() if problem.rule in {"markup-left", "strong-word"}]


@pytest.mark.parametrize(("body", "problems"), [
    (f"```\na\n````\n\n```\n{WORDS}```\n", ["10 markup-left", "3 markup-left", "8 strong-word"]),
    (f"```\na\n  ```\n\n```\n{WORDS}```\n", ["10 markup-left", "3 markup-left", "8 strong-word"]),
    (f"``` a b\n{WORDS}```\n", ["1 markup-left"]),
    (f"~~~\n{WORDS}", ["1 markup-left"]),
    (f"```\n{WORDS}```\n", []),
    (f"````\n```\n{WORDS}```\n````\n", []),
])  # fmt: skip
def test_a_fence_that_is_none_is_refused(world, body, problems):
    """What looks like the start or the end of code to its writer, and not to Python-Markdown, stops the build at its line."""
    assert sorted({*found(world, body)}) == problems


def test_escaped_backticks_hide_no_words(world):
    """They are shown to readers, and so are the words between them."""
    assert "1 strong-word" in found(world, "Ketamine is \\`a proven miracle cure\\` and more.\n")
