"""The reporter: the terminal's words, the JSON contract, and GitHub's annotations."""

import io
import json

import pytest

from pipeline.problem import Problem, did_you_mean
from pipeline.report import Summary, as_json, in_order, print_problems, shown_path


def problem(path="a.md", line=1, column=1, rule="rule", severity="error", message="It must be so.", cure="Make it so."):
    """A problem, of which a test names what matters to it."""
    return Problem(str(path), line, column, rule, message, cure, severity)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current folder, outside of GitHub's CI."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """It is one."""
        return True


def printed(*problems, stream=None):
    """What is printed of the problems."""
    stream = stream or io.StringIO()
    print_problems(problems, stream)
    return stream.getvalue()


def test_a_problem_is_told_in_one_line_with_its_excerpt(folder):
    """Place, what must be true, the cure and the rule; then the source's line with a caret below the column."""
    (folder / "a.md").write_text("---\ntitle: a: b\n")

    assert printed(problem(folder / "a.md", 2, 9, "yaml")) == (
        "a.md:2:9: It must be so. Make it so. (yaml)\n"
        "    2 | title: a: b\n"
        "                ^\n"
    )  # fmt: skip


@pytest.mark.usefixtures("folder")
def test_a_warning_says_that_it_is_one():
    """A warning stops nothing, and is told apart."""
    assert printed(problem(severity="warning")) == "a.md:1:1: warning: It must be so. Make it so. (rule)\n"


def test_a_place_without_a_source_line_is_told_all_the_same(folder):
    """A file that is missing, is not text, or is shorter has no excerpt."""
    (folder / "bad.md").write_bytes(b"\xff\n")
    (folder / "short.md").write_text("one\n")
    text = printed(problem("none.md"), problem("bad.md"), problem("short.md", 7), problem("."))

    assert text.count("\n") == 4


def test_an_excerpt_of_a_long_line_shows_the_column(folder):
    """Of a line of a thousand letters, the part around the column is shown, with the caret below it."""
    (folder / "a.md").write_text("x" * 500 + "HERE" + "x" * 500)
    _, line, caret = printed(problem(column=501)).splitlines()

    assert line[caret.index("^") :].startswith("HERE")
    assert len(line) < 120


def test_a_tab_before_the_column_does_not_move_the_caret(folder):
    """Tabs are one column wide in the excerpt, as in the count."""
    (folder / "a.md").write_text("\t\tword")
    _, line, caret = printed(problem(column=3)).splitlines()

    assert line[caret.index("^") :] == "word"
    assert "\t" not in line


def test_lines_of_an_excerpt_are_those_of_the_loader(folder):
    """A line separator inside a line, as layout programs leave it, does not move the excerpt to another line."""
    (folder / "a.md").write_text("one\u2028still one\ntwo\n")

    assert "    2 | two" in printed(problem(line=2))


def test_problems_come_in_the_order_of_files_and_lines():
    """Sorted by path, line and column, each once."""
    one, two, three, four = problem("a", 2, 9), problem("a", 10, 1), problem("a", 10, 2), problem("b", 1, 1)

    assert in_order([four, three, one, two, one, three]) == [one, two, three, four]


def test_json_is_the_contract(folder):
    """One document with the keys that tools rely on, its paths relative to the current folder."""
    (folder / "sub").mkdir()
    summary = Summary([problem(folder / "sub" / "é.md", 3, 4), problem(folder / "a.md", severity="warning")], 5, 4, 1, 1.23456)

    assert json.loads(as_json(summary)) == {
        "problems": [
            {"path": "a.md", "line": 1, "column": 1, "rule": "rule", "severity": "warning", "message": "It must be so.", "cure": "Make it so."},
            {"path": "sub/é.md", "line": 3, "column": 4, "rule": "rule", "severity": "error", "message": "It must be so.", "cure": "Make it so."},
        ],
        "pages": 5,
        "rendered": 4,
        "reused": 1,
        "seconds": 1.235,
    }  # fmt: skip
    assert (summary.errors, summary.warnings) == (1, 1)


def test_paths_are_those_an_editor_would_type(folder):
    """Relative to the current folder, also where that lies beside or below."""
    assert shown_path(str(folder / "a.md")) == "a.md"
    assert shown_path(str(folder.parent / "b" / "a.md")) == "../b/a.md"
    assert shown_path("content/a.md") == "content/a.md"


@pytest.mark.usefixtures("folder")
def test_github_gets_annotations(monkeypatch):
    """In GitHub's CI each problem is said once more in its own form; signs that end a line or a value are escaped."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    text = printed(problem("content/a,b:c.md", 2, 3, "r", message="100 %\nsure."), problem("z.md", severity="warning"))

    assert text.splitlines()[-2:] == [
        "::error file=content/a%2Cb%3Ac.md,line=2,col=3::100 %25%0Asure. Make it so. (r)",
        "::warning file=z.md,line=1,col=1::It must be so. Make it so. (rule)",
    ]


@pytest.mark.usefixtures("folder")
def test_colour_is_for_terminals_alone(monkeypatch):
    """A terminal gets colour, unless NO_COLOR is set; a file never does."""
    assert "\033[1;31m" in printed(problem(), stream=Terminal())
    assert "\033[" not in printed(problem())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033[" not in printed(problem(), stream=Terminal())


@pytest.mark.parametrize(("word", "guess"), [("sumary", "Did you mean “summary”? "), ("Summary", "Did you mean “summary”? "), ("xyz", ""), ("", "")])
def test_a_near_word_is_offered(word, guess):
    """A slip of the finger finds the word that was meant; another word finds nothing."""
    assert did_you_mean(word, ["title", "summary", "status"]) == guess
