"""Code between fences: rules and readers must take the same lines for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from pipeline.read.code import code_lines, find_code
from pipeline.read.prose import read_prose

LINES = ["```", "````", "  ```", "``` ", "~~~", "~~~~", "```python", "``` .py", "~~~ {.py}", "```a b", "``` ```", '```py hl_lines="1"', "words", ""]


def shown_as_code(source):
    """The lines that Python-Markdown makes code of, found as it finds them."""
    found, at = set(), 0
    while match := FencedBlockPreprocessor.FENCED_BLOCK_RE.search(source, at):
        found |= set(range(source.count("\n", 0, match.start()), source.count("\n", 0, match.end()) + 1))
        at = match.end()
    return found


@given(st.lists(st.sampled_from(LINES), max_size=9))
def test_what_is_right_is_what_python_markdown_takes_for_code(lines):
    """Where nothing about code is to be refused, its lines are the very ones that readers are shown as code."""
    if all(code.starts and code.ends and not code.no_ends for code in find_code(lines)):
        assert code_lines(lines) == shown_as_code("\n".join(lines))


@pytest.mark.parametrize(("source", "prose"), [
    ("Take \\`a miracle cure\\` now", "Take `a miracle cure` now"),
    ("Take `a miracle cure`` now", "Take `a miracle cure`` now"),
    ("Take ``a ` b`` now", "Take now"),
])  # fmt: skip
def test_only_code_is_left_out_of_a_sentence(source, prose):
    """Backticks that are escaped, or of another number, mark nothing: the words between them are read by every rule."""
    passage, = read_prose(source)

    assert passage.words == prose
    assert len(passage.text) == len(source)
