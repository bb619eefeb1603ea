"""Checking one text at once: what it tells is what a check of all content tells of that text."""

import datetime as dt
import json
import shutil
import subprocess
import sys

import pytest

from pipeline.check.rule import RULES
from pipeline.check.single import check_texts
from pipeline.quick import read_flags
from tests.check.world import EXAMPLE, article
from tests.project import ROOT, write_article

TODAY = dt.date(2026, 11, 22)
MISTAKES = """Ketamine is a breakthrough.[@hann2016] See [help]({filename}/pages/urgent-help.md#nowhere) and [click here](https://a.example/).

## Suicide

Words on [ECT](glossary:etc) and the the brain. See [articles](/articles/) and [contact](/contact/).
"""


def single(world, path=EXAMPLE):
    return check_texts([world.content / path], world.content, ROOT, TODAY)


def test_one_text_is_told_as_in_a_check_of_all(world):
    """Problems of reading, of the text alone, and of what is around it; only those of the site as a whole are left out."""
    world.write(article(MISTAKES, summary="Short.", reviewer="nobody", tags="[ketamine]"))
    path = str(world.content / EXAMPLE)
    whole = [problem for problem in world.problems() if problem.path == path and not (problem.rule in RULES and RULES[problem.rule].scope == "site")]

    assert sorted(single(world)) == sorted(whole)
    assert {"citation-unknown", "broken-link", "link-text", "suicide-help", "word-twice", "term-unknown", "medicine-missing", "schema"} <= {p.rule for p in whole}


def test_links_to_other_texts_are_followed(world):
    """Only the texts that it links to are read with it."""
    world.write("See [one]({filename}one.md#part), [two](/two/) and [three]({filename}three.md).")
    world.write(article("## Part\n\nWords.\n", slug="one"), "articles/one.md")
    world.write(article(slug="two"), "articles/two.md")

    assert [problem.rule for problem in single(world)] == ["broken-link"]


@pytest.mark.parametrize("target", ["/clinic.yaml", "/images/visit.png", "../../outside.md", "//etc/hosts.md"])
def test_a_link_to_a_file_that_is_no_text_is_told(world, target):
    """Such a file is not read, inside the content folder or out of it."""
    (world.content.parent / "outside.md").write_text(article(), "utf-8")
    world.write(f"See [that file]({{filename}}{target}).")

    assert [problem.rule for problem in single(world)] == ["broken-link"]


@pytest.mark.parametrize("text", ["See [the topic](/topics/heart/).", "See [it](/by-another-name/)."])
def test_what_only_all_texts_tell_takes_the_long_way(world, text):
    """The address of a topic, or of a text whose file has another name."""
    world.write(text)

    assert single(world) is None


def test_the_long_way_tells_the_same_of_one_text(content, check):
    """Whatever its links: what concerns the site as a whole is told of folders and of all content."""
    found = {}
    for name, words in (("short", "Words."), ("long", "See [the topic](/topics/mental-health/).")):
        one, two = (write_article(content, f"{name}-{number}", f"{words} [x](nowhere)\n", slug=f"{name}-slug") for number in (1, 2))
        found[name] = [problem["rule"] for problem in check("--path", one).problems]
        assert check("--path", one.parent).found.count(f"content/articles/{one.name}:7:7 slug-twice") == 1
        one.unlink()
        two.unlink()

    assert found == {"short": ["broken-link"], "long": ["broken-link"]}


@pytest.mark.parametrize("path", ["references.json", "articles", "clinic.yaml"])
def test_other_files_take_the_long_way(world, path):
    """Facts and folders concern the site as a whole."""
    assert single(world, path) is None


def test_plugins_of_a_user_take_the_long_way(world, tmp_path):
    """They may change what is read."""
    shutil.copytree(ROOT / "theme" / "locale", tmp_path / "root" / "theme" / "locale")
    settings = (ROOT / "pelicanconf.py").read_text("utf-8").replace('PLUGINS = ["pipeline.plugin"]', 'PLUGINS = ["pipeline.plugin", "mine"]')
    (tmp_path / "root" / "pelicanconf.py").write_text(settings, "utf-8")
    world.write("Words.")

    assert check_texts([world.content / EXAMPLE], world.content, tmp_path / "root", TODAY) is None


def test_pelican_is_not_needed():
    """Nor invoke: each takes longer to load than a text to check."""
    code = """
import sys
from pipeline.quick import answer
code = answer(("check", "--path", "content/articles/ketamine-therapy.md", "--today=2026-11-22", "--json"))
assert code == 0, code
assert {"pelican", "invoke"}.isdisjoint(sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert json.loads(told)["problems"] == []


def test_plain_flags_are_read_as_invoke_reads_them():
    """In both forms, paths more than once."""
    words = ["--path", "a.md", "--path=b.md", "--json", "--today", "2026-11-22", "--content=c"]

    assert read_flags(words) == {"paths": ["a.md", "b.md"], "content": "c", "today": "2026-11-22", "json": True}


@pytest.mark.parametrize(
    "words", ["--path a.md --json --json", "--path", "--path --json", "--path=", "--today 1 --today 2", "--help", "--path a.md build", "--no-such", "-p a.md"]
)
def test_other_words_are_left_to_invoke(words):
    """It understands more, and says what was wrong with the rest."""
    assert read_flags(words.split()) is None
