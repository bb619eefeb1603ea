"""Every rule has its page and its row; the page's bad example breaks the rule, and its good one does not."""

import datetime as dt
import errno
import pickle
import re

import pytest

from pipeline.assets.icons import add_icons
from pipeline.assets.store import Assets
from pipeline.check.rule import RULES, Occasion, rule
from pipeline.check.rules import check, check_document
from pipeline.problem import Refused
from pipeline.read.facts import Words
from pipeline.refusal import refusal
from pipeline.settings import check_settings
from tests.check.world import EXAMPLE, article
from tests.project import ROOT
from tests.rule_names import find_names
from tests.test_docs import cut_section

PAGES = ROOT / "docs" / "rules"
NAMES = find_names()
READ = {name for name in NAMES - set(RULES) if f"| [`{name}`]" in cut_section((ROOT / "docs/rules.md").read_text("utf-8"), "## What reading refuses")}
OUTSIDE = {"file", "encoding", "word-missing"}  # no text of a page can show them as they are
_EXAMPLE = re.compile(r"(?:In (?:`(?:content/)?([\w./-]+)`|the article):\n\n)?```\w+\n(.*?)\n```", re.DOTALL)


def page(name):
    return (PAGES / f"{name}.md").read_text("utf-8")


def write_examples(world, name, heading):
    """Write the files that stand under a heading of a rule's page."""
    before, good = page(name).split("\n## Good\n")
    section = good if heading == "Good" else before.split("\n## Bad\n")[1]
    examples = _EXAMPLE.findall(section)
    assert examples, f"{name} has no example under “{heading}”"
    for path, text in examples:
        world.write(text + "\n", f"../{path}" if path.startswith("theme/") else path or EXAMPLE)


def test_every_rule_has_its_page_and_its_row():
    """No rule without a page and a row, no page and no row without a rule."""
    rows = dict(re.findall(r"^\| \[`([\w-]+)`\]\(rules/\1\.md\) \| (\w+) \|", (ROOT / "docs/rules.md").read_text("utf-8"), re.MULTILINE))

    assert {path.stem for path in PAGES.glob("*.md")} == NAMES
    assert rows == {name: RULES[name].severity if name in RULES else "error" for name in NAMES}


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_page_says_the_rule(name):
    """A page begins with the rule in the words of its docstring, and tells why."""
    assert page(name).startswith(f"# {name}\n\n{RULES[name].about}\n\n")
    assert RULES[name].about.endswith(".")
    assert re.search(r"\n## Why\n\n[\w“]", page(name))
    assert f"| {RULES[name].about} |" in (ROOT / "docs/rules.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted({*RULES, *READ} - OUTSIDE))
def test_the_bad_example_breaks_the_rule(world, name):
    """What the page shows as bad is found, and told in whole sentences: what must be true, and how to mend it."""
    write_examples(world, name, "Bad")
    found = [problem for problem in world.problems(production=name == "placeholder") if problem.rule == name]

    assert found
    for problem in found:
        assert re.fullmatch(r"[A-Z“].*[.”?]", problem.message), problem.message
        assert re.fullmatch(r"[A-Z“].*[.”?]", problem.cure), problem.cure


@pytest.mark.parametrize("name", sorted({*RULES, *READ} - OUTSIDE))
def test_the_good_example_keeps_the_rule(world, name):
    """What the page shows as good is not."""
    write_examples(world, name, "Good")

    assert name not in {problem.rule for problem in world.problems(production=name == "placeholder")}


@pytest.mark.parametrize("name", sorted(NAMES - set(RULES)))
def test_every_other_page_tells_why(name):
    """The problems that are no rule's have pages of the same shape, and their first sentence is in their row."""
    about = page(name).split("\n\n")[1].replace("](../", "](")

    assert re.search(r"\n## Why\n\n[\w“].*\n\n## Bad\n\n.*\n\n## Good\n\n", page(name), re.DOTALL)
    assert f"| {about} |" in (ROOT / "docs/rules.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted((NAMES - set(RULES) - READ) | OUTSIDE))
def test_what_no_page_can_show_is_tested_elsewhere(name):
    """Mistakes in settings, templates and the like are made by other tests, which name what they expect."""
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    texts = [re.sub(r"(?m)^OUTSIDE = .*$", "", text) for text in texts]

    assert any(re.search(rf"[\" ]{name}[\",]", text) for text in texts)


def test_a_word_of_the_interface_that_is_missing_is_told():
    """With its file, and what to add."""
    with pytest.raises(Refused) as refused:
        Words("theme/locale/en.yaml", {})["skip"]

    assert [(p.path, p.rule, p.cure) for p in refused.value.problems] == [("theme/locale/en.yaml", "word-missing", "Add a line “skip: …”.")]


def test_a_color_that_the_icons_lack_is_told(tmp_path):
    """Where the tokens stand."""
    with pytest.raises(Refused) as refused:
        add_icons(Assets(ROOT / "content", tmp_path), ROOT / "theme", {}, "Clinic", tmp_path)

    assert [p.rule for p in refused.value.problems] == ["icon-color"]


def test_what_the_system_refuses_is_told():
    """Of the folder that it was refused in."""
    problem = refusal(PermissionError(errno.EACCES, "no", "/somewhere/site"))

    assert (problem.path, problem.rule) == ("/somewhere", "system")


def test_names_of_rules_are_their_own():
    """A second rule of the same name is refused, and so is one that says nothing of itself."""

    def silent(_text):
        yield from ()

    with pytest.raises(ValueError, match="link-text"):
        rule("link-text")(silent)
    with pytest.raises(ValueError, match="brand-new"):
        rule("brand-new")(silent)


def test_settings_make_a_rule_stricter(world):
    """A warning becomes an error where the settings say so; a draft's stays a warning."""
    world.write(article("Words.\n", summary="Short."))
    assert severities(world) == {"warning"}
    assert severities(world, {"summary-length": "error"}) == {"error"}

    world.write(article("Words.\n", summary="Short.", status="draft"))
    assert severities(world, {"summary-length": "error"}) == {"warning"}


def severities(world, raised=None):
    return {problem.severity for problem in world.problems(severities=raised) if problem.rule == "summary-length"}


@pytest.mark.parametrize(("raised", "words"), [({"summary-lenght": "error"}, "Did you mean “summary-length”?"), ({"link-text": "warning"}, "only be made stricter")])
def test_settings_for_rules_are_checked(raised, words):
    """An unknown rule is refused, and so is an attempt to make one milder."""
    problems = list(check_settings({"RULES": raised, "PLUGINS": []}, [ROOT / "pelicanconf.py"]))

    assert [problem.rule for problem in problems] == ["setting-rule"]
    assert words in problems[0].message + problems[0].cure


def test_what_one_text_shows_is_kept_with_it(world):
    """Rules of scope text need the document alone, so their findings can be handed in instead of being made again."""
    world.write("Ask the the nurse.")
    document = world.library().by_source[EXAMPLE].document
    found = check_document(document)

    assert [problem.rule for problem in found] == ["word-twice"]
    kept, kept_found = pickle.loads(pickle.dumps((document, found)))  # noqa: S301 our own
    assert (kept.digest, kept.source, kept_found) == (document.digest, document.source, found)
    assert "word-twice" not in {problem.rule for problem in check(world.library(), Occasion(dt.date(2026, 11, 22)), known={document.path: []})}
