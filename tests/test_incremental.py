"""A build that takes over what earlier builds made gives, byte for byte, what a build from nothing gives."""

import os
import re
import shutil
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.store.keys import key_of
from pipeline.store.records import Records
from pipeline.store.sealed import dump, load
from tests.edits import EDITS, NAMES, Site
from tests.project import ROOT, copy_project, edit, fingerprint, run_task, write_article

MANY = 20  # sequences; benchmarks/sequences.py tries more


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A project that edits may change."""
    with Site(tmp_path_factory.mktemp("edits")) as made:
        yield made


@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(list(EDITS)), st.sampled_from(NAMES), st.integers(0, 8)), min_size=1, max_size=4))
def test_any_edits_give_what_a_clean_build_gives(site, edits):
    """Whatever is changed, and in which order, no page is stale, none is left over, and no problem goes untold."""
    assert list(site.compare(edits)) == []


@pytest.mark.parametrize("kind", list(EDITS))
def test_each_edit_works(site, kind):
    """Each edit that sequences are made of changes what it says, on a project as it is at first."""
    site.reset()
    before = {name: fingerprint(site.project / name) for name in ("content", "theme", "output", ".cache", ".output.build")}
    settings, flags = (site.project / "pelicanconf.py").read_text("utf-8"), dict(site.flags)
    if kind.startswith("delete"):
        site.build()
    changed = False
    for turn in (1, 2):  # some take away in the first turn what the second gives
        EDITS[kind](site, "beta", turn)
        after = {name: fingerprint(site.project / name) for name in before if (site.project / name).exists()}
        changed = changed or (after, (site.project / "pelicanconf.py").read_text("utf-8"), site.flags) != (before, settings, flags)

    assert changed or kind in {"nothing", "touch"}


INPUTS = {
    "an article": ("content/articles/ketamine-therapy.md", "Your mental health", "The health of your mind"),
    "a page": ("content/pages/about.md", "United States", "US"),
    "the clinic": ("content/clinic.yaml", "name: TelemedicalServices", "name: Another Clinic"),
    "people": ("content/people.yaml", 'name: "{clinic}"', "name: The desk"),
    "references": ("content/references.json", "STAR*D", "STAR D"),
    "crisis help": ("content/crisis.yaml", "lead: In danger now", "lead: In danger today"),
    "a word of the interface": ("theme/locale/en.yaml", "skip: Skip to", "skip: Go to"),
    "a word of the interface in Spanish": ("theme/locale/es.yaml", "skip: Ir al", "skip: Pasar al"),
    "a translation": ("content/pages/es/about.md", "Estados Unidos.", "EE. UU."),
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


def test_a_first_build_makes_both_trees(project, tmp_path):
    """The one that the next build works on stands ready, and shares the bytes of the output: the first edit need not make it."""
    output, other = tmp_path / "output", tmp_path / ".output.build" / "next"
    assert run_task("build", "--output", output, root=project).code == 0
    files = sorted(path.relative_to(output) for path in output.rglob("*") if path.is_file())

    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert all((output / path).samefile(other / path) for path in files)
    assert run_task("build", "--output", output, "--json", root=project).report["rendered"] == 0


def test_an_edit_of_words_makes_one_page(project):
    """An edit inside a text makes its page anew, with its visit sheet, and takes over every other."""
    run_task("build", root=project)
    edit(project / "content/articles/ketamine-therapy.md", "Your mental health", "The health of your mind")
    report = run_task("build", root=project).stderr

    assert "2 made" in report
    assert "The health of your mind" in (project / "output/ketamine-therapy/index.html").read_text("utf-8")
    edit(project / "content/articles/ketamine-therapy.md", "The health of your mind", "Your mental health")


@pytest.mark.parametrize(("path", "old", "new", "made"), [
    ("theme/templates/article.html", '<article class="wrap">', '<article class="wrap wide">', 2),
    ("content/clinic.yaml", "name: TelemedicalServices", "name: Another Clinic", 0),
], ids=["a template", "the clinic"])  # fmt: skip
def test_what_no_text_holds_reads_no_text(project, path, old, new, made):
    """A change of one template makes the pages anew that use it, one of the clinic's name all of them (0); neither reads any Markdown again."""
    run_task("build", root=project)
    edit(project / path, old, new)
    result = run_task("build", "--json", root=project)
    edit(project / path, new, old)
    clean = run_task("build", "--clean", root=project)
    report = result.report

    assert " 0 texts read, " in result.stderr
    assert report["rendered"] == (made or report["pages"])
    assert report["reused"] == report["pages"] - report["rendered"]
    assert int(re.search(r"(\d+) texts read, ", clean.stderr)[1]) >= 10


def test_an_edit_of_words_keeps_what_other_texts_were_made_into(project):
    """However much the store has: of a build that looks at one text alone, the store learns nothing about what is still used."""
    run_task("build", root=project)
    records = Records(project / ".cache" / "store.sqlite3")
    for number in range(2_000):
        records.put(key_of("another site", number), b"a text of it")
    records.close()
    edit(project / "content/articles/ketamine-therapy.md", "Your mental health", "The health of your mind")
    assert "2 made" in run_task("build", root=project).stderr
    edit(project / "content/clinic.yaml", "name: TelemedicalServices", "name: Another Clinic")
    after = run_task("build", root=project).stderr
    edit(project / "content/clinic.yaml", "name: Another Clinic", "name: TelemedicalServices")
    edit(project / "content/articles/ketamine-therapy.md", "The health of your mind", "Your mental health")

    assert " 0 texts read, " in after


def test_a_plugin_that_listens_may_change_every_page(project):
    """While a plugin of a user listens to a signal, nothing is taken over, and the build says why."""
    (project / "listening.py").write_text("from pelican import signals\n\n\ndef hear(_):\n    pass\n\n\ndef register():\n    signals.content_object_init.connect(hear)\n", "utf-8")
    edit(project / "pelicanconf.py", 'PLUGINS = ["pipeline.plugin"]', 'PLUGINS = ["pipeline.plugin", "listening"]')
    builds = [run_task("build", "--json", root=project) for _ in range(2)]
    edit(project / "pelicanconf.py", 'PLUGINS = ["pipeline.plugin", "listening"]', 'PLUGINS = ["pipeline.plugin"]')
    (project / "listening.py").unlink()

    for build in builds:
        assert "Every page is made anew, since others may change any of them: listening." in build.stderr
        assert (build.report["rendered"], build.report["reused"]) == (build.report["pages"], 0)
    assert "Every page" not in run_task("build", "--json", root=project).stderr


ASKED = """
import os, sys
os.sched_getaffinity = lambda _: set(range({cores}))
sys.argv = ["tasks.py", "build"]
from pipeline import quick
print(quick.answer(("build",)), *sorted({{"jinja2", "markdown", "pydantic", "yaml", "phonenumbers", "pelican", "PIL"}} & set(sys.modules)))
"""


@pytest.mark.parametrize(("cores", "told"), [(1, "0 jinja2 markdown\n"), (2, "0 jinja2\n")])
def test_an_edit_of_words_loads_little(project, tmp_path, cores, told):
    """What reads front matter and facts, and Pelican, takes longer to load than a page to make: an edit of words needs none of it.

    Where two processes may work, one reads and checks while the other gets ready to make the page, and does not load what the first needs.
    """
    text = write_article(project / "content", "alone", "Your mental health.\n", status="published")  # a translation would be compared with
    run_task("build", root=project)
    edit(text, "Your mental health", "The health of your mind")
    done = subprocess.run([project / ".venv/bin/python", "-c", ASKED.format(cores=cores)], cwd=project, capture_output=True, text=True, check=True)
    clean = run_task("build", "--clean", "--output", str(tmp_path / "clean"), root=project)

    assert (done.stdout, clean.code) == (told, 0)
    assert fingerprint(project / "output") == fingerprint(tmp_path / "clean")
    text.unlink()


def test_who_reads_the_changed_texts_does_not_load_what_makes_pages():
    """The two halves of a short build share little: else neither would save the other's time."""
    done = subprocess.run([sys.executable, "-c", "import sys, pipeline.reread; print('markdown' in sys.modules, 'jinja2' in sys.modules)"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "True False\n"


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


@pytest.mark.parametrize("what", [".cache", ".output.build/state", ".output.build/next", ".cache/store.sqlite3"])
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


def test_a_memo_of_another_build_is_not_believed(project):
    """A build that was killed after its record and before its memo, or the other way round, left a pair that does not belong together."""
    one = write_article(project / "content", "one", "Words.\n", topic="sleep", title="The first title")
    two = write_article(project / "content", "two", "Words.\n", topic="sleep")
    run_task("build", root=project)
    memos = {path: path.read_bytes() for path in project.glob(".cache/runs/*.memo")}
    edit(one, "The first title", "The second title")
    run_task("build", root=project)
    for path, old in memos.items():
        path.write_bytes(old)
    edit(two, "Words", "Terms")
    assert run_task("build", root=project).code == 0
    left = fingerprint(project / "output")
    run_task("build", "--clean", root=project)
    clean = fingerprint(project / "output")
    one.unlink()
    two.unlink()

    assert "The second title" in (project / "output/two/index.html").read_text("utf-8")
    assert left == clean


def test_a_text_that_was_there_before_is_new(project):
    """A text comes, goes, and comes again, while what was remembered of its first time is still there: every list has it."""
    text = write_article(project / "content", "again", topic="sleep")
    run_task("build", root=project)
    memos = {path: path.read_bytes() for path in project.glob(".cache/runs/*.memo")}
    text.rename(project / "away")
    run_task("build", root=project)
    for path, old in memos.items():
        path.write_bytes(old)
    (project / "away").rename(text)
    told = run_task("build", root=project).stderr
    home = (project / "output/index.html").read_text("utf-8")
    text.unlink()

    assert int(re.search(r"(\d+) made", told)[1]) > 3
    assert "/again/" in home


BREAKS = {
    "a problem with a part too much": lambda record: {**record, "summary": {**record["summary"], "problems": [list(range(8))]}},
    "a summary of another kind": lambda record: {**record, "summary": None},
    "no stamps": lambda record: {**record, "stamps": None},
    "stamps of another kind": lambda record: {**record, "stamps": dict.fromkeys(record["stamps"], 1)},
    "no folders": lambda record: {**record, "roots": 1},
    "a day that is none": lambda record: {**record, "today": 1, "zone": 7},
}


@pytest.mark.parametrize("what", BREAKS)
@pytest.mark.parametrize("edited", [False, True], ids=["no change", "an edit"])
def test_a_broken_record_is_no_harm(project, what, edited):
    """A record of an earlier build that is not as a record should be, say of other code, is passed over; the build does all anew, and keeps a right one."""
    text = write_article(project / "content", "alone", "Your mental health.\n", status="published")
    shutil.rmtree(project / ".cache/runs", ignore_errors=True)  # of other commands
    run_task("build", root=project)
    for path in project.glob(".cache/runs/*.run"):
        path.write_bytes(dump(BREAKS[what](load(path.read_bytes()))))
    if edited:
        edit(text, "Your mental health", "The health of your mind")
    build, again = run_task("build", root=project), run_task("build", root=project)

    assert (build.code, again.code) == (0, 0)
    assert "Traceback" not in build.stderr
    assert ("of your mind" in (project / "output/alone/index.html").read_text("utf-8")) is edited
    text.unlink()


def test_a_touched_file_is_no_change(project):
    """New time stamps on the same bytes change nothing."""
    pages = run_task("build", "--json", root=project).report["pages"]
    os.utime(project / "content/articles/ketamine-therapy.md", (time.time() + 5, time.time() + 5))

    assert run_task("build", "--json", root=project).report["reused"] == pages
