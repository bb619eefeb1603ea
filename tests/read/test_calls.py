"""A call that stands by itself: the reader marks it, so that the theme can make a button of it."""

import pytest

from pipeline.read.markdown import Converter


@pytest.mark.parametrize(("text", "marked"), [
    ("[Call 911](tel:911)", True),
    ("[Text HOME](sms:741741)", True),
    ("Call [911](tel:911)", False),
    ("[911](tel:911) at once", False),
    ("[911](tel:911), [988](tel:988)", False),
    ("- [911](tel:911)", False),
    ("[Our page](https://example.org/)", False),
])  # fmt: skip
def test_only_a_call_alone_is_marked(text, marked):
    """Words around a link, or another link, make it a part of a sentence."""
    body, problems = Converter().convert("text.md", text)

    assert problems == []
    assert ('<p class="action">' in body.html) == marked
