"""Editors' mistakes: each is told with its place, its rule and a cure, all in one run, and the site stays as it was."""

import shutil

import pytest

from tests.pictures import photo
from tests.project import ROOT, TODAY, edit, fingerprint, run_task, write_article

FRONT = {"summary": "summary: A summary that is long enough to be shown in a list of search results."}
GOOD = {
    "title": "title: A good title",
    **FRONT,
    "date": "date: 2026-11-22",
    "author": "author: telemedicalservices",
    "topic": "topic: mental-health",
    "status": "status: published",
}


def article(text="Words.", **lines):
    """An article's text with some lines of its front matter changed; None leaves one out."""
    front = [line for line in {**GOOD, **lines}.values() if line is not None]
    return "\n".join(["---", *front, "---", text, ""])


# file: (its bytes or text, [(line, column, rule, a part of the message or cure)])
MISTAKES = {
    "no-title": (article(title=None), [(2, 1, "schema-missing", "Add a line “title: …”.")]),
    "no-such-day": (article(date="date: 2026-13-40"), [(4, 7, "schema", "“2026-13-40” must be a day of the calendar. Write it as year-month-day")]),
    "bad-yaml": (article(title="title: Ketamine: what it is"), [(2, 16, "yaml", "Put the whole value in quotes")]),
    "double-key": (article(status="title: Another"), [(7, 1, "duplicate-key", "it stands on line 2 already. Delete one")]),
    "unknown-key": (article(status="sumary: X"), [(7, 1, "schema-extra-forbidden", "Did you mean “summary”?")]),
    "unknown-author": (article(author="author: telemedicalservice"), [(5, 9, "author-unknown", "Did you mean “telemedicalservices”?")]),
    "author-in-words": (article(author="author: Dr. Smith"), [(5, 9, "author-unknown", "must be an id of content/people.yaml. The ids are: telemedicalservices.")]),
    "unknown-reviewer": (
        article(status="reviewer: jane\nreviewed: 2026-11-01\nreview_by: 2027-11-01"),
        [(7, 11, "reviewer-unknown", "must be an id of content/people.yaml")],
    ),
    "no-clinician": (
        article(status="reviewer: telemedicalservices\nreviewed: 2026-11-01\nreview_by: 2027-11-01"),
        [(7, 11, "reviewer-clinician", "must be a person with credentials")],
    ),
    "bad-link": (article("See [Ketamine]({filename}nowhere.md)."), [(9, 16, "broken-link", "“{filename}nowhere.md” must name a text of this site")]),
    "bad-fragment": (
        article("## The part\n\nSee [Ketamine](#the-prat)."),
        [(11, 16, "broken-link", "Did you mean “the-part”?")],
    ),
    "bad-far-fragment": (
        article("- See [Ketamine]({filename}ketamine-therapy.md#conclsion)"),
        [(9, 18, "broken-link", "Did you mean “conclusion”?")],
    ),
    "bad-address": (article("See [Ketamine](/ketamine-therpy/)."), [(9, 16, "broken-link", "Did you mean “/ketamine-therapy/”?")]),
    "bad-script": (article("See [Ketamine](javascript:alert(1))."), [(9, 16, "broken-link", "must be a link that a reader may follow")]),
    "no-hero": (article(status="hero: {image: images/hero.png, alt: A}"), [(7, 15, "picture-missing", "there is no images/hero.png")]),
    "no-picture": (article("![A nurse](images/nurse.jpg)"), [(2, 8, "slug-twice", "articles/same-slug.md:7 has it too"), (9, 12, "picture-missing", "there is no images/nurse.jpg")]),
    "no-words-for-picture": (article("![](images/here.png)"), [(9, 5, "picture-alt", "must have words that say what it shows")]),
    "broken-picture": (article("![A nurse](images/broken.png)"), [(9, 12, "picture-broken", "Export it again from the program")]),
    "same-slug": (article(status="slug: no-picture"), [(7, 7, "slug-twice", "articles/no-picture.md:2 has it too")]),
    "reserved-slug": (article(status="slug: topics"), [(7, 7, "slug-reserved", "Choose another slug.")]),
    "no-reference": (article("It works.[@zarate2007]"), [(9, 10, "citation-unknown", "Did you mean “zarate2006”?")]),
    "no-citation": (article("It works.[@]"), [(9, 10, "citation-syntax", "Write [@id]")]),
    "no-front-matter": ("Only words.\n", [(1, 1, "front-matter", "Write ---, the “key: value” lines and --- above the text.")]),
    "empty": ("", [(1, 1, "front-matter", "must begin with its front matter")]),
    "not-utf-8": (article("Caf").encode().rstrip() + b"\xe9\n", [(9, 4, "encoding", "Save it again as UTF-8.")]),
    "raw-html": (article("One.\n\n<div class=x>"), [(11, 1, "raw-html", "must be Markdown; “<div” is HTML")]),
    "no-block": (article("::: do\n- x"), [(9, 1, "block-end", "Write ::: on a line of its own")]),
    "no-review": (article(status="reviewed: 2026-11-01"), [(7, 11, "schema", "Give reviewer, reviewed and review_by together")]),
    "wrong-status": (article(status="status: publish"), [(7, 9, "schema-literal-error", "Did you mean “published”?")]),
    "wrong-order": (article(status="modified: 2026-11-21"), [(7, 11, "schema", "before it is dated")]),
    "second-h1": (article("# A title\n\nWords."), [(9, 1, "one-h1", "the title is it")]),
}
FACTS = {
    "content/clinic.yaml": ('number: "+12025550143"', 'number: "+1202555"', (19, 13, "schema", "must be a phone number")),
    "content/pages/about.md": ("place: header", "place: heading", (6, 15, "schema-literal-error", "Did you mean “header”?")),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One build of content with every mistake, over the output of a good one: (result, prints before and after)."""
    folder = tmp_path_factory.mktemp("mistakes")
    content = shutil.copytree(ROOT / "content", folder / "content")
    arguments = ("build", "--content", "content", "--output", "output", "--json", "--today", TODAY)
    assert run_task(*arguments, cwd=folder).code == 0
    before = fingerprint(folder / "output")

    (content / "images").mkdir(exist_ok=True)
    photo(content / "images" / "here.png", (9, 9))
    (content / "images" / "broken.png").write_bytes(b"no picture")
    for name, (text, _) in MISTAKES.items():
        data = text if isinstance(text, bytes) else text.encode()
        (content / "articles" / f"{name}.md").write_bytes(data.replace(b"A good title", name.encode()))
    for name, (old, new, _) in FACTS.items():
        edit(folder / name, old, new)
    (content / "crisis.yaml").unlink()
    return run_task(*arguments, cwd=folder), before, fingerprint(folder / "output")


EXPECTED = [
    *((f"content/articles/{name}.md", *place) for name, (_, places) in MISTAKES.items() for place in places),
    *((name, *place) for name, (_, _, place) in FACTS.items()),
    ("content/crisis.yaml", 1, 1, "file", "Put the file there"),
]


@pytest.mark.parametrize(("path", "line", "column", "rule", "words"), EXPECTED, ids=[f"{e[0]}-{e[3]}" for e in EXPECTED])
def test_a_mistake_is_told_with_its_place_and_a_cure(told, path, line, column, rule, words):
    """Each mistake has its path, line, column and rule; what must be true and how to get there are whole sentences."""
    found = [p for p in told[0].errors if (p["path"], p["rule"]) == (path, rule)]

    assert [(p["line"], p["column"]) for p in found] == [(line, column)]
    assert words in f"{found[0]['message']} {found[0]['cure']}"
    assert found[0]["message"].endswith(".")
    assert found[0]["cure"].endswith((".", "?"))


def test_nothing_else_is_told(told):
    """No mistake is told twice or in other words, and none that nobody made."""
    expected = {(path, line, column, rule) for path, line, column, rule, _ in EXPECTED}
    found = [(p["path"], p["line"], p["column"], p["rule"]) for p in told[0].errors]

    assert sorted(set(found) - expected) == []
    assert len(found) == len(set(found))


def test_the_build_fails_and_says_so(told):
    """Exit code 1; every problem stands in the terminal's text too, with one count at the end."""
    result = told[0]

    assert result.code == 1
    assert all(f"{p['path']}:{p['line']}:{p['column']}: " in result.stderr for p in result.problems)
    assert f"{len(result.errors)} errors, " in result.stderr
    assert "Traceback" not in result.stderr
    assert result.report["pages"] == 0


def test_the_former_output_is_untouched(told):
    """Not a byte of the live site changes when a build is refused."""
    _, before, after = told

    assert after == before
    assert len(before) > 10


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("references.json", '"id": "sanacora2017"', 'id: "sanacora2017"', "content/references.json:3:3 json"),
        ("references.json", '"id": "sanacora2017"', '"id": "sanacora2017", "URL": "x"', "content/references.json:3:32 schema"),
        ("people.yaml", "kind: organization", "kind: clinic: yes", "content/people.yaml:6:15 yaml"),
        ("people.yaml", "kind: organization", "kind: clinic", "content/people.yaml:6:9 schema-literal-error"),
        ("clinic.yaml", "name: TelemedicalServices", "name: ''", "content/clinic.yaml:7:7 schema"),
        ("crisis.yaml", "lead: In danger", "lede: In danger", "content/crisis.yaml:4:3 schema-extra-forbidden"),
    ],
)
def test_one_mistake_in_a_file_of_facts_is_told_once(content, check, name, old, new, found):
    """What every text relies on may be broken: the texts are not blamed for it."""
    edit(content / name, old, new)
    told = [place for place in check().found if not place.endswith("schema-missing")]

    assert told == [found]


def test_a_broken_picture_is_told(content, build):
    """A file that only has a picture's name is found when it is to be shown."""
    (content / "images").mkdir(exist_ok=True)
    (content / "images" / "broken.png").write_bytes(b"no picture")
    write_article(content, "one", "![A nurse](images/broken.png)\n")
    result = build()

    assert result.code == 1
    assert result.found == ["content/articles/one.md:9:12 picture-broken"]


def test_a_drafts_mistakes_only_warn(content, build):
    """A draft keeps no other text from being published, whatever is wrong with it, and is not built itself."""
    lines = {"title": None, "date": "date: soon", "author": "author: nobody", "status": "status: draft"}
    text = "<b> [x]({filename}nowhere.md) [@none] ![](none.png)\n\n# One"
    (content / "articles" / "later.md").write_text(article(text, **lines), "utf-8")
    result = build()

    assert result.code == 0, result.stderr
    assert {p["severity"] for p in result.problems} == {"warning"}
    assert {p["path"] for p in result.problems} == {"content/articles/later.md"}
    assert {"schema-missing", "schema", "author-unknown", "raw-html", "broken-link", "citation-unknown", "picture-missing", "one-h1"} <= {p["rule"] for p in result.problems}
    assert not list(result.output.glob("later*"))


def test_a_check_tells_the_same_and_builds_nothing(content, check, build):
    """`check` finds what `build` finds."""
    (content / "articles" / "one.md").write_text(article("<b>", title=None), "utf-8")
    checked = check()

    assert checked.code == 1
    assert checked.problems == build().problems
    assert sorted(path.name for path in content.parent.iterdir() if not path.name.startswith(".")) == ["content"]


def test_a_check_of_one_path_tells_of_that_path_alone(content, check):
    """Editors check the text that they write; mistakes elsewhere are not theirs, and do not fail it."""
    for name in ("one", "two"):
        (content / "articles" / f"{name}.md").write_text(article("<b>", title=f"title: {name}"), "utf-8")

    assert check("--path", "content/articles/one.md").found == ["content/articles/one.md:9:1 raw-html"]
    assert len(check("--path", "content/articles").found) == 2
    elsewhere = check("--path", "content/pages", "--path", "content/clinic.yaml")
    assert (elsewhere.code, elsewhere.found) == (0, [])
