"""A build that takes over what earlier builds made gives, byte for byte, what a build from nothing gives."""

import os
import shutil
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import commands, quick
from tests.project import ROOT, TODAY, copy_project, edit, fingerprint, run_task, write_article

NAMES = ("alpha", "beta", "gamma", "delta")
TOPICS = ("mental-health", "heart-health")


def build(content, output, *flags):
    """Build as `python3 tasks.py build` does, in a forked child: all is loaded already, so that many builds take little time."""
    argv = ["build", "--content", str(content), "--output", str(output), "--today", TODAY, *flags]
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.argv = ["tasks.py", *argv]
            with open(os.devnull, "w", encoding="utf-8") as nowhere:
                sys.stdout = sys.stderr = nowhere
                code = quick.answer(tuple(argv))
                if code is None:
                    code = commands.build(content=str(content), output=str(output), today=TODAY, clean="--clean" in flags)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def rewrite(path, change):
    """Change a text's lines, if it is there; then make sure that no time stamp tells of it."""
    if path.exists():
        stat = path.stat()
        path.write_text(change(path.read_text("utf-8")), "utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def replace_line(key, value):
    return lambda text: "\n".join(f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.split("\n"))


EDITS = {
    "words": lambda content, name, n: rewrite(content / f"articles/{name}.md", lambda text: f"{text}\nMore words, {n} times.\n"),
    "heading": lambda content, name, n: rewrite(content / f"articles/{name}.md", lambda text: f"{text}\n## Part {n}\n\nWords.\n"),
    "link": lambda content, name, n: rewrite(content / f"articles/{name}.md", lambda text: f"{text}\nSee [the clinic]({{filename}}/pages/contact.md), {n}.\n"),
    "citation": lambda content, name, n: rewrite(content / f"articles/{name}.md", lambda text: f"{text}\nAs was found {n} times.[@rush2006]\n"),
    "title": lambda content, name, n: rewrite(content / f"articles/{name}.md", replace_line("title", f"Title number {n}")),
    "date": lambda content, name, n: rewrite(content / f"articles/{name}.md", replace_line("date", f"2026-0{n % 9 + 1}-11")),
    "topic": lambda content, name, n: rewrite(content / f"articles/{name}.md", replace_line("topic", TOPICS[n % 2])),
    "hide": lambda content, name, n: rewrite(content / f"articles/{name}.md", replace_line("status", ("hidden", "draft", "published")[n % 3])),
    "add": lambda content, name, n: write_article(content, f"{name}-{n}", f"Words of {n}.\n", status="published"),
    "remove": lambda content, name, n: (content / f"articles/{name}.md").unlink(missing_ok=True),
    "sheet": lambda content, name, n: rewrite(content / f"articles/{name}.md", replace_line("visit_sheet", "[A part]" if n % 2 else "[]")),
    "phone": lambda content, name, n: rewrite(content / "clinic.yaml", lambda text: text.replace("+1202555014", "+1202555015") if n % 2 else text.replace("+1202555015", "+1202555014")),
    "page": lambda content, name, n: rewrite(content / "pages/about.md", lambda text: f"{text}\nAnd more, {n}.\n"),
    "glossary": lambda content, name, n: rewrite(content / "references.json", lambda text: text.replace("STAR*D", f"STAR D{n}")),
}


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """A folder with a small site's content and its first output."""
    folder = tmp_path_factory.mktemp("start")
    shutil.copytree(ROOT / "content", folder / "content")
    for name in NAMES:
        write_article(folder / "content", name, f"Words of {name}.\n\n## A part\n\nMore.\n", lang="en", tags="[one, two]", status="published", visit_sheet="[A part]")
    return folder


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(NAMES), st.integers(0, 8)), min_size=1, max_size=4), st.integers(0, 2**60))
def test_any_edits_give_what_a_clean_build_gives(start, tmp_path_factory, edits, number):
    """Whatever an editor changes, and in which order, no page is stale and none is left over."""
    folder = tmp_path_factory.mktemp(f"edits{number}")
    content, output = folder / "content", folder / "output"
    shutil.copytree(start / "content", content)
    assert build(content, output) == 0
    for kind, name, n in edits:
        EDITS[kind](content, name, n)
        assert build(content, output) == 0
    assert build(content, folder / "clean", "--clean") == 0

    assert fingerprint(output) == fingerprint(folder / "clean")
    shutil.rmtree(folder)


INPUTS = {
    "an article": ("content/articles/ketamine-therapy.md", "Your mental health", "The health of your mind"),
    "a page": ("content/pages/about.md", "United States", "US"),
    "the clinic": ("content/clinic.yaml", "name: TelemedicalServices", "name: Another Clinic"),
    "people": ("content/people.yaml", 'name: "{clinic}"', "name: The desk"),
    "references": ("content/references.json", "STAR*D", "STAR D"),
    "crisis help": ("content/crisis.yaml", "lead: In danger now", "lead: In danger today"),
    "a word of the interface": ("theme/locale/en.yaml", "skip: Skip to", "skip: Go to"),
    "a template": ("theme/templates/article.html", '<article class="wrap">', '<article class="wrap wrap">'),
    "a component": ("theme/templates/components/footer/footer.html", "<footer", '<footer data-x="1"'),
    "a stylesheet": ("theme/static/css/site.css", "@layer reset, tokens,", "@layer tokens, reset,"),
    "a setting": ("pelicanconf.py", 'SITEURL = "http://localhost:8000"', 'SITEURL = "http://localhost:8001"'),
    "the code": ("pipeline/render/compose.py", "ON_HOME = 6", "ON_HOME = 0"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with its site built; each test leaves a good output behind."""
    project = copy_project(tmp_path_factory.mktemp("incremental") / "project")
    assert run_task("build", root=project).code == 0
    return project


def test_every_input_reaches_the_output(project, tmp_path):
    """A change of any one file that pages are made from makes those pages anew, also through the shortest ways."""
    for name, (path, old, new) in INPUTS.items():
        run_task("build", root=project)
        before = fingerprint(project / "output")
        edit(project / path, old, new)
        changed = run_task("build", root=project)
        clean = run_task("build", "--clean", "--output", str(tmp_path / "clean"), root=project)

        assert (changed.code, clean.code) == (0, 0), name
        assert fingerprint(project / "output") == fingerprint(tmp_path / "clean"), name
        assert fingerprint(project / "output") != before, name
        edit(project / path, new, old)
    run_task("build", root=project)


def test_nothing_changed_makes_nothing(project):
    """The same command again makes no page, and says how many were as they were."""
    first = run_task("build", "--clean", "--json", root=project).report
    run_task("build", "--json", root=project)
    second = run_task("build", "--json", root=project).report

    assert (first["rendered"], first["reused"]) == (first["pages"], 0)
    assert (second["rendered"], second["reused"], second["pages"]) == (0, first["pages"], first["pages"])


def test_an_edit_of_words_makes_one_page(project):
    """An edit inside a text makes its page anew and takes over every other."""
    run_task("build", root=project)
    edit(project / "content/articles/ketamine-therapy.md", "Your mental health", "The health of your mind")
    report = run_task("build", root=project).stderr

    assert "1 made" in report
    assert "The health of your mind" in (project / "output/ketamine-therapy/index.html").read_text("utf-8")
    edit(project / "content/articles/ketamine-therapy.md", "The health of your mind", "Your mental health")


def test_a_damaged_output_is_mended(project):
    """What someone changed, deleted or added in the output is as it should be after the next build, which names what it took away."""
    run_task("build", root=project)
    before = fingerprint(project / "output")
    (project / "output/index.html").write_text("damaged", "utf-8")
    (project / "output/feed.xml").unlink()
    (project / "output/stray.html").write_text("stray", "utf-8")

    mended = run_task("build", root=project)
    assert mended.code == 0
    assert fingerprint(project / "output") == before
    assert "Gone from output/, since no build has made it: stray.html." in mended.stderr
    assert "Gone" not in run_task("build", "--clean", root=project).stderr


@pytest.mark.parametrize("what", [".cache", ".output.build/state.json", ".output.build/next", ".cache/store.sqlite3"])
def test_what_builds_remember_may_be_deleted(project, what):
    """Nothing that a build keeps for the next one is needed."""
    run_task("build", root=project)
    before = fingerprint(project / "output")
    path = project / what
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    edit(project / "content/pages/about.md", "United States", "US")
    assert run_task("build", root=project).code == 0
    edit(project / "content/pages/about.md", "the US", "the United States")

    assert run_task("build", root=project).code == 0
    assert fingerprint(project / "output") == before


def test_a_broken_store_is_no_harm(project):
    """Builds go on where the store's file holds nonsense."""
    run_task("build", root=project)
    for path in project.glob(".cache/store.sqlite3*"):
        path.write_bytes(b"nonsense" * 500)
    edit(project / "content/pages/about.md", "United States", "US")

    assert run_task("build", root=project).code == 0
    assert "the US" in (project / "output/about/index.html").read_text("utf-8")
    edit(project / "content/pages/about.md", "the US", "the United States")


def test_a_touched_file_is_no_change(project):
    """New time stamps on the same bytes change nothing."""
    pages = run_task("build", "--json", root=project).report["pages"]
    os.utime(project / "content/articles/ketamine-therapy.md", (time.time() + 5, time.time() + 5))

    assert run_task("build", "--json", root=project).report["reused"] == pages
