"""Front matter in listings and search results: warnings that stop nothing."""

import pytest

from tests.project import write_article


@pytest.mark.parametrize(("length", "fits"), [(49, False), (50, True), (160, True), (161, False)])
def test_a_summary_has_a_length_that_is_shown_whole(content, check, length, fits):
    """Fifty to a hundred and sixty characters, else a warning that tells how many there are."""
    write_article(content, "one", summary="Words on sleep and on how it goes with mood, " + "a" * (length - 45 - 1) + ".")
    result = check("--path", "content/articles/one.md")
    warned = [problem for problem in result.problems if problem["rule"] == "summary-length"]

    assert result.code == 0
    assert [(p["line"], p["column"], p["severity"]) for p in warned] == ([] if fits else [(3, 10, "warning")])
    assert all(f"it has {length}" in problem["message"] for problem in warned)
