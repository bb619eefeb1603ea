"""The commands' contract: flags, exit codes, what goes to which stream, and the output folder."""

import inspect
import re
import shutil

import pytest
from invoke import Collection

import tasks
from tests.project import ROOT, TODAY, edit, fingerprint, run_task, start_task


def names(folder):
    """What stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_json_is_one_document_with_the_contracts_keys(content, build):
    """Standard output holds the document and nothing else; everything for people goes to standard error."""
    (content / "articles" / "bad.md").write_text("Words\n")
    result = build()

    assert list(result.report) == ["problems", "pages", "rendered", "reused", "seconds"]
    assert list(result.problems[0]) == ["path", "line", "column", "rule", "severity", "message", "cure"]
    assert result.stdout.startswith("{")
    assert "content/articles/bad.md:1:1: " in result.stderr


def test_json_counts_pages(build):
    """A good build tells how many pages it has made."""
    report = build().report

    assert report["problems"] == []
    assert report["pages"] >= 12
    assert report["rendered"] + report["reused"] == report["pages"]
    assert report["seconds"] > 0


def test_without_json_standard_output_is_empty(tmp_path):
    """People read standard error; the last line says what was done."""
    result = run_task("build", "--output", tmp_path / "output", "--today", TODAY)

    assert (result.code, result.stdout) == (0, "")
    assert re.match(r"\d+ pages", result.stderr.splitlines()[-1])


def test_a_refused_build_says_that_the_site_is_as_it_was(tmp_path, content):
    """An editor need not fear for the live site."""
    (content / "articles" / "bad.md").write_text("Words\n")
    result = run_task("build", "--content", content, "--output", tmp_path / "output", "--today", TODAY)

    assert (result.code, result.stdout) == (1, "")
    assert "1 error, 0 warnings." in result.stderr
    assert "Nothing was built; the last good output is as it was." in result.stderr


def test_a_good_check_says_so(check, content):
    """Nothing to mend: exit code 0, and nothing is made."""
    result = check()

    assert (result.code, result.problems) == (0, [])
    assert names(content.parent) == ["content"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--content", "nowhere"], "--content nowhere: there is no such folder."),
        (["build", "--today", "yesterday"], "--today yesterday: this must be a day, such as 2026-11-22."),
        (["build", "--today", "2026-02-30"], "--today 2026-02-30: this must be a day"),
        (["build", "--today", "9999-12-31"], "--today 9999-12-31: this must be a day"),
        (["build", "--today", "20261122"], "--today 20261122: this must be a day"),
        (["build", "--jobs", "0"], "--jobs must be a whole number from 1"),
        (["build", "--site-url", "clinic.example"], "--site-url clinic.example: this must be a whole address"),
        (["check", "--path", "nowhere.md"], "--path nowhere.md: there is no such file or folder."),
        (["check", "--output", "x"], "--output"),
        (["build", "extra"], "extra"),
    ],
)
def test_wrong_use_ends_with_1_and_one_line(arguments, words, tmp_path):
    """The flag, what it must be, and nothing else; nothing is made."""
    result = run_task(*arguments, cwd=tmp_path)

    assert result.code == 1
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_task_behind_a_build_runs_every_time(project):
    """Also where the build itself has nothing to do, and would have ended before invoke was asked."""
    shutil.copy2(ROOT / "pyproject.toml", project)
    first, second = (run_task("build", "--today", TODAY, "sbom", root=project) for _ in range(2))

    assert (first.code, second.code) == (0, 0), second.stderr
    assert '"bomFormat"' in first.stdout
    assert second.stdout == first.stdout


def test_the_value_of_a_flag_is_no_task():
    """A folder named as a task is asks for no other environment; every flag that takes a value is known to take one."""
    signatures = [inspect.signature(task.body).parameters.values() for task in Collection.from_module(tasks).tasks.values()]
    valued = {f"--{flag.name.replace('_', '-')}" for flags in signatures for flag in flags if flag.default is not False and flag.name != "_context"}

    assert set(tasks.VALUED) == valued
    assert tasks.named(["build", "--content", "test", "--json", "sbom"]) == {"build", "--content", "--json", "sbom"}


def test_a_second_build_leaves_nothing_behind(build, content):
    """Beside the output no folder is left, after a good build, a second one, and a refused one."""
    build()
    first = names(content.parent)
    build()
    (content / "articles" / "bad.md").write_text("Words\n")
    build()

    assert names(content.parent) == first
    assert [name for name in first if not name.startswith(".")] == ["content", "output"]


def test_what_is_no_longer_made_is_gone(build, content):
    """A page whose text was deleted is not in the next output."""
    assert (build().output / "privacy" / "index.html").exists()
    for folder, link in (("pages", "[your privacy on this site]({filename}/pages/privacy.md)"), ("pages/es", "[su privacidad en este sitio]({filename}/pages/es/privacy.md)")):
        (content / folder / "privacy.md").unlink()
        edit(content / folder / "contact.md", link, "privacy")

    output = build().output
    assert not (output / "privacy").exists()
    assert not (output / "es" / "privacy").exists()


@pytest.mark.parametrize("name", ["index.html", ".hidden", "folder/deep.txt"])
def test_a_folder_with_other_files_is_never_replaced(build, content, name):
    """An output folder that no build made may be somebody's work."""
    work = content.parent / "output" / name
    work.parent.mkdir(parents=True)
    work.write_text("my work")
    result = build()

    assert result.code == 1
    assert [p["rule"] for p in result.problems] == ["output-folder"]
    assert fingerprint(content.parent / "output").keys() == {name}


@pytest.mark.parametrize("output", ["content", "content/output", ".", "file", "/"])
def test_an_output_that_would_destroy_something_is_refused(build, content, output):
    """The output may not hold the content, lie in it, be a file, or the whole disk."""
    (content.parent / "file").write_text("my work")
    before = fingerprint(content.parent)
    result = build(output=output)

    assert result.code == 1
    assert "output-folder" in [p["rule"] for p in result.problems]
    assert {path: digest for path, digest in fingerprint(content.parent).items() if path in before} == before


def test_an_empty_folder_may_be_the_output(build, content):
    """A folder made for it, or a link to one."""
    (content.parent / "output").mkdir()
    assert build().code == 0
    assert (content.parent / "output" / "index.html").is_file()


def test_two_builds_at_once_both_end_well(content, build):
    """The second waits for the first; the output is whole."""
    flags = ("build", "--content", "content", "--output", "output", "--today", TODAY)
    processes = [start_task(*flags, cwd=content.parent) for _ in range(3)]
    ends = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]

    assert [code for _, code in ends] == [0, 0, 0], ends
    assert fingerprint(content.parent / "output") == fingerprint(build(output="other").output)


def test_the_projects_own_content_has_nothing_to_mend():
    """What is committed passes its own check without a warning."""
    result = run_task("check", "--json", root=ROOT)

    assert (result.code, result.problems) == (0, [])
