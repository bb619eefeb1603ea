"""The same content gives the same bytes, from any folder, clock, language, order and number of builds."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pipeline.store.sealed import load
from tests.project import ROOT, TODAY, clean_environment, copy_project, fingerprint, run_task, write_article

PAST_MIDNIGHT = """
import datetime, sys, types
from pipeline import commands, run
sys.argv = ["tasks.py", "build"]
days = iter(range(22, 31))
class Clock(datetime.datetime):
    @classmethod
    def now(cls, zone):
        return cls(2026, 11, next(days), tzinfo=zone)
run.dt = types.SimpleNamespace(date=datetime.date, datetime=Clock)
sys.exit(commands.build())
"""


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """Content with what could come in another order: several articles of one day, topics, tags, pictures, menus."""
    content = shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("rich") / "content")
    (content / "images").mkdir(exist_ok=True)
    for number in range(24):  # enough texts for work in two processes
        write_article(content, f"filler-{number:02}", "Words.\n", tags="[z]")
    for name in "abcdefgh":
        (content / "images" / f"{name}.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>{name}</title></svg>')
        tags = "[x, y]" if name < "e" else "[y, z]"
        write_article(content, f"article-{name}", f"![Letter {name}](images/{name}.svg)\n\n[@zarate2006; @han2016]\n", topic=f"topic-{ord(name) % 3}", tags=tags)
    return content


@pytest.fixture(scope="module")
def expected(rich, tmp_path_factory):
    """What that content makes."""
    output = tmp_path_factory.mktemp("expected") / "output"
    result = run_task("build", "--clean", "--content", rich, "--output", output, "--today", TODAY, output=output, env={"PYTHONHASHSEED": "0", "TZ": "UTC"})
    assert result.code == 0, result.stderr
    return fingerprint(output)


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Pago_Pago", "LC_ALL": "C", "LANG": "C"},
        {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "7"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "ar", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "4294967295"},
    ],
    ids=["seed-and-east", "seed-west-and-plain-locale", "locale", "other-languages"],
)
def test_the_surroundings_do_not_matter(rich, expected, tmp_path, env):
    """Hash seed, time zone and language of the machine leave no trace."""
    result = run_task("build", "--clean", "--content", rich, "--output", tmp_path / "o", "--today", TODAY, cwd=tmp_path, env=env)

    assert result.code == 0, result.stderr
    assert fingerprint(tmp_path / "o") == expected


@pytest.mark.parametrize("clock", ["2001-02-03 04:05:06", "2037-12-31 23:59:59"])
def test_the_clock_does_not_matter(rich, expected, tmp_path, clock):
    """A machine whose clock is wrong by decades makes the same site for one day."""
    if not shutil.which("faketime"):
        pytest.skip("NO OTHER CLOCK WAS TRIED: faketime is not installed.")
    asked = ["faketime", clock, sys.executable]
    shown = subprocess.run([*asked, "-c", "import time; print(time.strftime('%Y'))"], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == clock[:4]
    for more in ((), ("--clean",)):
        command = [*asked, str(ROOT / "tasks.py"), "build", *more, "--content", str(rich), "--output", str(tmp_path / "o"), "--today", TODAY]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert fingerprint(tmp_path / "o") == expected


def test_the_order_of_folders_and_the_mask_do_not_matter(rich, expected, tmp_path):
    """Files that the system lists in another order, and rights that new files do not get, leave no trace."""
    memory = Path("/dev/shm")  # noqa: S108 a file system that lists what was made last first
    if not os.path.ismount(memory):
        pytest.skip("NO OTHER ORDER WAS TRIED: there is no file system in memory at /dev/shm.")
    files = sorted(path.relative_to(rich) for path in rich.rglob("*") if path.is_file())
    orders = []
    for turn, ordered in enumerate((files, files[::-1])):
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            content = Path(folder) / "content"
            for path in ordered:
                (content / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(rich / path, content / path)
            orders.append(os.listdir(content / "articles"))
            before = os.umask((0o077, 0o002)[turn])
            try:
                done = run_task("build", "--clean", "--content", content, "--output", tmp_path / "o", "--today", TODAY)
            finally:
                os.umask(before)
            assert done.code == 0, done.stderr
            assert fingerprint(tmp_path / "o") == expected

    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


def test_the_folder_and_the_order_of_files_do_not_matter(rich, expected, tmp_path):
    """A copy of the project elsewhere, its files made in reverse order and long ago, gives the same bytes."""
    project = copy_project(tmp_path / "elsewhere" / "my project")
    shutil.rmtree(project / "content")
    for path in sorted(rich.rglob("*"), reverse=True):
        if path.is_file():
            copy = project / "content" / path.relative_to(rich)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (1, 1))
    result = run_task("build", "--today", TODAY, root=project, cwd=tmp_path)

    assert result.code == 0, result.stderr
    assert fingerprint(project / "output") == expected


def test_the_builds_before_do_not_matter(rich, expected, tmp_path):
    """A build over another one, or with any of the flags that change its speed alone, gives the same bytes."""
    flags = ("build", "--output", tmp_path / "o", "--today", TODAY)
    first = run_task(*flags)
    assert first.code == 0, first.stderr
    assert fingerprint(tmp_path / "o") != expected

    for more in ((), ("--clean",), ("--jobs", "1"), ("--jobs", "3")):
        again = run_task(*flags, "--content", rich, *more)
        assert again.code == 0, again.stderr
        assert fingerprint(tmp_path / "o") == expected


def test_the_day_enters_only_as_a_fact(rich, expected, tmp_path):
    """A build on another day, with no review due, gives the same bytes: no clock shows in the pages."""
    assert run_task("build", "--content", rich, "--output", tmp_path / "o", "--today", "2026-11-25").code == 0
    assert fingerprint(tmp_path / "o") == expected
    assert "TZ" not in clean_environment()


def test_a_build_past_midnight_is_of_one_day(project, tmp_path):
    """Where another day begins with each look at the clock, checks, pages and what the next build is told are of the same day."""
    people = project / "content/people.yaml"
    people.write_text(people.read_text("utf-8") + "jane-doe:\n  name: Jane Doe\n  kind: person\n  credentials: MD\n", "utf-8")
    write_article(project / "content", "due", reviewer="jane-doe", reviewed="2026-01-10", review_by="2026-11-22", status="published")
    done = subprocess.run([project / ".venv/bin/python", "-c", PAST_MIDNIGHT], cwd=project, capture_output=True, text=True, check=False)
    days = [load(path.read_bytes())["today"] for path in project.glob(".cache/runs/*.run")]
    same = run_task("build", "--clean", "--today", "2026-11-22", "--output", tmp_path / "o", root=project)

    assert (done.returncode, same.code) == (0, 0), done.stderr
    assert days == ["2026-11-22"]
    assert fingerprint(project / "output") == fingerprint(tmp_path / "o")
