"""The facts: five files, each refused on its own, all told at once."""

import shutil

import pytest

from pipeline.read.facts import read_facts
from tests.project import ROOT, edit


@pytest.fixture
def theme():
    """The project's own theme."""
    return ROOT / "theme"


def told(problems):
    """The problems as (file, line, column, rule)."""
    return [(problem.path.rsplit("/", 1)[1], problem.line, problem.column, problem.rule) for problem in problems]


def test_the_projects_own_facts_are_right(theme):
    """What the project ships is read without a problem."""
    facts, problems = read_facts(ROOT / "content", theme)

    assert problems == []
    assert facts.clinic.phones[0].number == "+12025550143"
    assert "telemedicalservices" in facts.people
    assert facts.crisis["en"].actions[0].url == "tel:911"
    assert facts.words["en"]["home"] == "Home"
    assert len(facts.references) > 20


@pytest.mark.parametrize("name", ["clinic.yaml", "people.yaml", "crisis.yaml", "references.json"])
def test_a_missing_file_is_told_by_name(content, theme, name):
    """Each file is needed, and one that is missing is no crash."""
    (content / name).unlink()

    assert told(read_facts(content, theme)[1]) == [(name, 1, 1, "file")]


@pytest.mark.parametrize(
    ("name", "text"),
    [("clinic.yaml", "- a\n"), ("people.yaml", "- a\n"), ("crisis.yaml", "words\n"), ("references.json", "{}"), ("clinic.yaml", "words\n")],
)
def test_a_file_of_another_shape_is_told(content, theme, name, text):
    """A list where a group belongs, or words, or the other way round: told, and no crash."""
    (content / name).write_text(text)
    problems = read_facts(content, theme)[1]

    assert {place[:3] for place in told(problems)} == {(name, 1, 1)}


@pytest.mark.parametrize(("name", "text"), [("people.yaml", "jane:\n"), ("people.yaml", "jane: Jane\n"), ("references.json", "[1, null]"), ("crisis.yaml", "en: Call\n")])
def test_an_entry_of_another_shape_is_told(content, theme, name, text):
    """An entry without its parts is a problem of that entry, and no crash."""
    (content / name).write_text(text)
    problems = read_facts(content, theme)[1]

    assert {place[0] for place in told(problems)} == {name}


def test_everything_wrong_is_told_at_once(content, theme):
    """A mistake in each file: all are told in one run, and what is right is kept."""
    edit(content / "clinic.yaml", '"+12025550143"', '"12"')
    edit(content / "people.yaml", "kind: organization", "kind: clinic")
    edit(content / "references.json", '"id": "sanacora2017"', '"id": "zarate2006"')
    (content / "crisis.yaml").unlink()
    facts, problems = read_facts(content, theme)

    assert sorted({place[0] for place in told(problems)}) == ["clinic.yaml", "crisis.yaml", "people.yaml", "references.json"]
    assert facts.clinic is None
    assert "murrough2013" in facts.references


def test_a_reference_stands_once(content, theme):
    """Two references with one id: a citation would lead to either."""
    edit(content / "references.json", '"id": "zarate2006"', '"id": "sanacora2017"')
    ((name, _, column, rule),) = told(read_facts(content, theme)[1])

    assert (name, column, rule) == ("references.json", 9, "duplicate-reference")


def test_words_are_read_for_each_language(content, theme, tmp_path):
    """A file of words in theme/locale makes its language known."""
    copy = shutil.copytree(theme / "locale", tmp_path / "theme" / "locale")
    (copy / "es.yaml").write_text("home: Inicio\n")

    assert read_facts(content, copy.parent)[0].words["es"] == {"home": "Inicio"}


@pytest.mark.parametrize(("name", "text"), [("people.yaml", "Dr. Smith:\n  name: Dr. Smith\n  kind: person\n"), ("conditions.yaml", "Low mood:\n  name: {en: low mood}\n"), ("topics.yaml", "Sleep:\n  name: {en: Sleep}\n")])
def test_an_id_that_no_text_can_name_is_told(content, theme, name, text):
    """Where it is given: a text that names it would be refused for its words."""
    (content / name).write_text(text)

    assert told(read_facts(content, theme)[1]) == [(name, 1, 1, "schema")]
