"""The documentation agrees with the code: what it names exists, and what people may write is in it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest
from invoke import Collection
from pelican.plugins import signals
from pydantic import BaseModel

import tasks
from pipeline.check.text import text_of
from pipeline.problem import Problem, Refused
from pipeline.read.clinic import Clinic, Crisis, Person
from pipeline.read.document import read_document
from pipeline.read.frontmatter import ArticleFrontMatter, FrontMatter, PageFrontMatter
from pipeline.read.loader import load_json, load_yaml
from pipeline.read.markdown import Converter
from pipeline.read.marking import BLOCKS, NEEDS_TITLE
from pipeline.read.references import Reference
from pipeline.read.validation import validate
from pipeline.read.vocabulary import Condition, Medicine, Term, Topic
from pipeline.report import Summary, as_json
from tests.check.world import article
from tests.project import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^( *)(`{3,})(\w*)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)
FILES = {
    "clinic.yaml": Clinic,
    "people.yaml": Person,
    "crisis.yaml": Crisis,
    "references.json": Reference,
    "conditions.yaml": Condition,
    "medicines.yaml": Medicine,
    "glossary.yaml": Term,
    "topics.yaml": Topic,
}


@cache
def read_page(name):
    """Return the text of a file, by its path in the project."""
    return (ROOT / name).read_text("utf-8")


def cut_section(page, heading):
    """Return what stands under a heading, up to the next of its level or above."""
    level = heading.index(" ")
    start = page.index(f"\n{heading}\n") + len(heading) + 2
    end = re.compile(rf"^#{{1,{level}}} ", re.MULTILINE).search(page, start)
    return page[start : end.start() if end else None]


def read_blocks(page, language):
    """Return the fenced blocks in a language, without their indentation."""
    return [
        re.sub(rf"^{fence[1]}", "", fence[4], flags=re.MULTILINE)
        for fence in FENCE.finditer(page)
        if fence[3] == language
    ]


def list_keys(model, before=""):
    """Return {key: whether it must be given}, those of groups with a dot, as an editor writes them."""
    keys = {}
    for name, field in model.model_fields.items():
        key = before + (field.alias or name)
        keys[key] = field.is_required()
        for group in list_models(field.annotation):
            keys |= list_keys(group, f"{key}.")
    return keys


def list_models(annotation):
    """Return the models within a type, such as Phone in tuple[Phone, ...]."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in list_models(part)]


def read_entries(section):
    """Return {key: whether the entry begins with “Required”} of third-level headings that are code."""
    return {
        entry[1]: entry[2] == "Required"
        for entry in re.finditer(r"^### `(.+)`\n\n(\w+)", section, re.MULTILINE)
    }


def read_rows(section):
    """Return {first cell: second cell} of the tables whose first cell is code."""
    return dict(re.findall(r"^\| `([^`]+)` \| ([^|]*?) ?\|", section, re.MULTILINE))


def slug_of(heading):
    """Return the fragment that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(
    ("heading", "model", "shared"),
    [
        ("## Every text", FrontMatter, None),
        ("## Articles only", ArticleFrontMatter, FrontMatter),
        ("## Pages only", PageFrontMatter, FrontMatter),
    ],
)
def test_every_front_matter_key_is_documented(heading, model, shared):
    """Each key has its entry under the texts that may have it, says whether it is required, and no other key has one."""
    keys = list_keys(model)
    for key in list_keys(shared) if shared else ():
        del keys[key]

    assert read_entries(cut_section(read_page("docs/front-matter.md"), heading)) == keys


@pytest.mark.parametrize(("model", "example"), [(ArticleFrontMatter, 0), (PageFrontMatter, 1)])
def test_front_matter_examples_are_accepted(model, example):
    """What an editor copies from the page on front matter is refused nowhere."""
    text = read_blocks(read_page("docs/front-matter.md"), "yaml")[example]

    assert validate(model, load_yaml("example", text))


@pytest.mark.parametrize("name", FILES)
def test_every_key_of_the_content_files_is_documented(name):
    """Each key of a file has its row under the file's heading, a required one says so, and no other key has a row."""
    rows = read_rows(cut_section(read_page("docs/content-files.md"), f"## `{name}`"))
    keys = list_keys(FILES[name])

    assert rows.keys() == keys.keys()
    assert {key for key, need in rows.items() if need in {"required", "required in it"}} == {
        key for key in keys if keys[key]
    }


@pytest.mark.parametrize("name", FILES)
def test_content_file_examples_are_accepted(name):
    """What an editor copies from the page on content files is refused nowhere."""
    section = cut_section(read_page("docs/content-files.md"), f"## `{name}`")
    if name == "references.json":
        located = load_json(name, read_blocks(section, "json")[0])
        parts = [(0,)]
    else:
        located = load_yaml(name, read_blocks(section, "yaml")[0])
        parts = [()] if name == "clinic.yaml" else [(key,) for key in located.data]

    assert all(validate(FILES[name], located, part) for part in parts)


def test_every_command_and_flag_is_documented():
    """Each command has a section, and its table has exactly the flags that the command takes."""
    commands = Collection.from_module(tasks)
    page = read_page("docs/commands.md")
    taken = {
        name: {f"--{flag}" for argument in commands[name].get_arguments() for flag in argument.names}
        for name in commands.task_names
    }

    named = re.findall(r"^## `([\w-]+)`$", page, re.MULTILINE)
    told = {
        name: {flag.split()[0] for flag in read_rows(cut_section(page, f"## `{name}`"))} for name in named
    }

    assert told == taken


def test_json_document_is_documented():
    """The document of --json has the keys, and its problems have the keys, that the page on commands shows."""
    shown = json.loads(read_blocks(read_page("docs/commands.md"), "json")[0])
    made = json.loads(as_json(Summary([Problem("file", 1, 1, "rule", "Must.", "Mend.")])))

    assert list(shown) == list(made)
    assert list(shown["problems"][0]) == list(made["problems"][0])


def test_every_kind_of_block_is_documented():
    """Each kind has a row that says what it becomes and whether it needs a title, and an example; no other kind has."""
    section = cut_section(read_page("docs/writing.md"), "## Blocks")
    rows = dict(re.findall(r"^\| `([\w-]+)` \|.*\| ([^|]+) \|$", section, re.MULTILINE))

    assert set(rows) == set(BLOCKS)
    assert {kind for kind, title in rows.items() if title == "required"} == set(NEEDS_TITLE)
    assert re.findall(r"^::: ([\w-]+)", section, re.MULTILINE) == list(BLOCKS)


@pytest.mark.parametrize("example", read_blocks(read_page("docs/writing.md"), "markdown"))
def test_writing_examples_are_accepted(example):
    """What an editor copies from the page on writing is refused nowhere."""
    assert Converter().convert("example.md", example)[1] == []


def test_refused_examples_are_refused():
    """Each piece of text that the page on writing calls refused is; links and pictures are left to the tests of checks."""
    section = cut_section(read_page("docs/writing.md"), "## What is refused, and why")
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    written = [text for cell in cells for text in re.findall(r"`([^`]+)`", cell) if text[0] not in "[!"]

    assert written
    assert [text for text in written if not Converter().convert("example.md", text)[1]] == []


def test_first_article_is_accepted(tmp_path):
    """The article that the README lets a new editor write has nothing to mend."""
    article = tmp_path / "first.md"
    article.write_text(
        read_blocks(read_page("README.md"), "markdown")[0].replace("draft", "published"), "utf-8"
    )

    assert read_document(article, article.read_bytes(), ArticleFrontMatter, Converter())[1] == []


def test_shown_message_is_the_real_one():
    """The message that the pages explain is word for word what a wrong date gets."""
    text = load_yaml("text.md", "title: A\nsummary: B\ndate: 2026-13-40\n")
    with pytest.raises(Refused) as refused:
        validate(PageFrontMatter, text)
    problem = refused.value.problems[0]

    assert f"{problem.message} {problem.cure} ({problem.rule})" in read_page("README.md")
    assert all(words in read_page("docs/commands.md") for words in (problem.message, problem.cure))


def test_named_pages_exist():
    """Every page of docs/ that the README, a message or a comment sends people to is there."""
    sources = [
        ROOT / "README.md",
        ROOT / "tasks.py",
        *(ROOT / "pipeline").rglob("*.py"),
        *(ROOT / "theme").rglob("*.css"),
    ]
    named = {
        (name, source.relative_to(ROOT).as_posix())
        for source in sources
        for name in re.findall(r"docs/[\w./-]+\.md", source.read_text("utf-8"))
    }

    assert named
    assert {(name, source) for name, source in named if not (ROOT / name).is_file()} == set()


def test_what_developers_are_sent_to_exists():
    """Every file, folder and name in code that the page for developers gives stands in the project, is a signal of Pelican, or is of an example there."""
    page = read_page("docs/development.md")
    written = {span for span in re.findall(r"`([^`\n]+)`", FENCE.sub("", page)) if not re.search(r"[ <*]|NAME", span)}
    paths = {span for span in written if re.search(r"/|\.(py|md|yaml|toml|txt|css|html)$", span)}
    names = {name for span in written - paths for name in re.findall(r"[A-Za-z_]\w+", span)}
    files = [*ROOT.glob("*.*"), *(path for folder in ("pipeline", "theme") for path in (ROOT / folder).rglob("*.*"))]
    code = [path.read_text("utf-8") for path in files if path.suffix in {".py", ".toml", ".html", ".css"}]
    examples = [fence[4] for fence in FENCE.finditer(page)]

    assert {path for path in paths - {file.name for file in files} if not (ROOT / path).exists()} == set()
    assert names - set(re.findall(r"\w+", "\n".join([*code, *examples]))) - set(vars(signals)) == set()


def test_the_rule_that_developers_copy_is_one(monkeypatch):
    """What a newcomer copies from the page is taken for a rule, and finds what it says at its place."""
    monkeypatch.setattr("pipeline.check.rule.RULES", rules := {})
    exec(read_blocks(cut_section(read_page("docs/development.md"), "### A check"), "python")[0], {})  # noqa: S102 our own page
    [example] = rules.values()
    texts = [article(title="T" * length).encode() for length in (80, 81)]
    documents = [read_document(Path("a.md"), text, ArticleFrontMatter, Converter())[0] for text in texts]
    found = [[(problem.line, problem.column, problem.rule) for problem in example.problems("a.md", text_of(document))] for document in documents]

    assert found == [[], [(2, 8, "title-length")]]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(file):
    """Every relative link leads to a file or folder, and its fragment to a heading there."""
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", file.read_text("utf-8")))
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]

    assert [link for link in links if not leads_somewhere(file, link)] == []


def leads_somewhere(file, link):
    """Whether a link in a file leads to a file or folder and, with a fragment, to a heading there."""
    path, _, fragment = link.partition("#")
    target = file.parent / unquote(path) if path else file
    if not target.exists() or not fragment:
        return target.exists()
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", target.read_text("utf-8")), re.MULTILINE)
    return fragment in map(slug_of, headings)


def test_decisions_have_one_shape():
    """A decision has its number as title, four parts in one order, and at most 40 lines."""
    parts = ["## Context", "## Decision", "## Why", "## Consequences"]
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    for number, decision in enumerate(decisions, 1):
        text = decision.read_text("utf-8")
        assert decision.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number:04}: ")
        assert re.findall(r"^## .+$", text, re.MULTILINE) == parts, decision.name
        assert text.count("\n") <= 40, decision.name
