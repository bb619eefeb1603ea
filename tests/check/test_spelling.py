"""Spelling is told to editors: the word, its place, and what was meant; only what visitors read is looked at."""

import subprocess

import pytest

from pipeline.check import spelling
from pipeline.check.rules import inspection
from pipeline.progress import Progress
from pipeline.read.facts import read_facts
from pipeline.read.reading import Reading
from pipeline.store.records import Records
from tests.check.world import article
from tests.project import ROOT, write_article


@pytest.fixture
def forgetful(monkeypatch):
    """A process that has asked about no word yet."""
    for name, nothing in {"_known": set(), "_asked": set(), "_right": set(), "_wrong": {}, "_broken": []}.items():
        monkeypatch.setattr(spelling, name, nothing)


def told(world):
    return [(p.line, p.column, p.message, p.cure, p.severity) for p in world.problems() if p.rule == "spelling"]


def test_a_slip_is_told_with_what_was_meant(world):
    """Each time that it stands there; where several words may be meant, all are told."""
    world.write("They recieve it.\n\n- **Recieve** it, wich helps.\n")

    assert told(world) == [
        (9, 6, "“recieve” should be spelled as readers know it.", "Write “receive”.", "warning"),
        (11, 5, "“Recieve” should be spelled as readers know it.", "Write “Receive”.", "warning"),
        (11, 19, "“wich” should be spelled as readers know it.", "Write “which” or “witch”.", "warning"),
    ]


def test_titles_and_pictures_are_read(world):
    """And other words that visitors see."""
    world.write(article("![A nurse who recieves](images/visit.png)\n", title="To recieve", summary="A summary that is long enough to beleive, and to be shown in a list."))

    assert [message.split("”")[0] for _, _, message, _, _ in told(world)] == ["“recieve", "“beleive", "“recieves"]


def test_only_words_are_read(world):
    """No code, no address, no id of a source, no abbreviation, no name; and no other language."""
    world.write("See [it](https://recieve.example/wich).[@recieve] `recieve` ECT TEH Zyprexa Whittaker. <https://a.example/recieve>\n\n```\nrecieve\n```\n")
    assert told(world) == []

    world.write(article("Ellos recieve wich.\n", lang="es"))
    assert told(world) == []


def test_many_texts_are_asked_about_at_once(forgetful, world, monkeypatch):  # noqa: ARG001
    """One call of the program for all files that are new, none for those after it."""
    calls = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: calls.append(args) or run(*args, **options))
    world.write("Words.")
    spelling.learn_files(path.read_bytes() for path in sorted(world.content.rglob("*.md")))
    world.problems()

    assert len(calls) == 1


def test_what_was_asked_is_remembered(forgetful, world, monkeypatch):  # noqa: ARG001
    """A later process tells the same slips without a call of the program, and remembers anew only once it has asked again."""
    world.write("They recieve it.\n")
    first, kept = told(world), spelling.remember()
    assert spelling.remember() is None
    for name, nothing in {"_known": set(), "_right": set(), "_wrong": {}}.items():
        monkeypatch.setattr(spelling, name, nothing)
    monkeypatch.setattr(subprocess, "run", None)
    spelling.recall(kept)

    assert told(world) == first != []
    assert spelling.remember() is None


@pytest.mark.parametrize(("path", "text"), [("none", None), ("broken", "no program")])
def test_a_checker_that_is_missing_is_told_once(forgetful, world, monkeypatch, tmp_path, path, text):  # noqa: ARG001
    """All else is checked, and one warning says how to get it back."""
    if text:
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.setattr(spelling, "CHECKER", tmp_path / path)
    world.write("They recieve [it](nowhere.md).")
    found = world.problems()

    assert [(p.severity, p.cure) for p in set(found) if p.rule == "spelling"] == [("warning", "Delete the folder .venv: the next command makes it anew.")]
    assert any(p.rule == "broken-link" for p in found)


@pytest.mark.parametrize("part", ["SETTINGS", "CHECKER"])
def test_what_is_kept_depends_on_the_checker(monkeypatch, tmp_path, part):
    """With another program, or other words that are known to be right, texts are looked at anew."""
    before = spelling.version()
    spelling.version.cache_clear()
    monkeypatch.setattr(spelling, part, tmp_path / "none")
    try:
        assert spelling.version() != before
    finally:
        spelling.version.cache_clear()


@pytest.mark.usefixtures("forgetful")
def test_a_checker_that_fails_once_is_asked_again(content, tmp_path, monkeypatch):
    """What was found without it is not kept: neither its silence, nor the complaint about it."""
    text = write_article(content, "slip", "A long experiance.\n")

    def read():
        for known in (spelling._known, spelling._wrong, spelling._right, spelling._asked, spelling._broken):
            known.clear()
        reading = Reading(content, (), Records(tmp_path / "store.sqlite3"), Progress(), inspection())
        reading.facts = read_facts(content, ROOT / "theme")[0]
        reading.read_ahead(reading.missing([text]), jobs=1)
        assert reading.document(text)
        reading.records.close()
        return [problem.message for problem in reading.found[str(text)] if problem.rule == "spelling"], reading.is_lasting

    with monkeypatch.context() as broken:
        broken.setattr(spelling, "CHECKER", tmp_path / "typos")
        told, is_lasting = read()
    assert "No text is checked for spelling" in told[0]
    assert not is_lasting
    told, is_lasting = read()
    assert ["experiance" in message for message in told] == [True]
    assert is_lasting
    assert read() == (told, True)
