"""The environment, the locks that it is made from, and the commands that start in it."""

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline import environment
from tests.project import run_task as project_task

ROOT = Path(__file__).resolve().parent.parent
LOCKS = environment.LOCKS
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ]+)(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def read_pins(lock):
    """Return {name: version} of a lock file."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return {pin["name"]: pin["version"] for pin in map(PIN.match, lines) if pin}


def read_committed_files():
    """Yield the path and the bytes of every file that is, or would be, in a commit."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("no git checkout here: nothing says which files are committed")
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, os.fsdecode(listing.stdout).split("\0")):
        path = ROOT / name
        if path.is_file():
            yield name, path.read_bytes()


def run_task(*arguments, **options):
    """Run tasks.py with this Python, and return the finished process."""
    return subprocess.run(
        [sys.executable, ROOT / "tasks.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **options,
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_pins_and_hashes_only(lock):
    """Every line of a lock is an exact version or a hash of it: no index, no host, no address, no folder."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()

    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []
    assert len(read_pins(lock)) > 20
    assert all(HASH.match(after) for line, after in itertools.pairwise(lines) if PIN.match(line))
    assert HASH.match(lines[-1])


def test_locks_agree():
    """Tests run against the very versions that build and publish the site: each lock holds the one before it whole."""
    runtime, publishing, development = map(read_pins, LOCKS)

    assert runtime.items() <= publishing.items() <= development.items()


def test_project_is_locked():
    """Each package that pyproject.toml asks for has its version in the locks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        environment.RUNTIME: project["project"]["dependencies"],
        environment.PUBLISHING: project["project"]["optional-dependencies"]["publish"],
        environment.DEVELOPMENT: project["dependency-groups"]["dev"],
    }
    for lock, requirements in asked.items():
        names = {re.match(r"[A-Za-z0-9-]+", requirement)[0].lower() for requirement in requirements}
        assert names <= read_pins(lock).keys()


def test_commits_name_no_machine():
    """A commit works anywhere: no file in it names a package registry's host or a folder of one machine."""
    hosts = ["pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com"]
    folders = ["/ro" + "ot/", "/wo" + "rk/", "/ho" + r"me/\w+/", "/Us" + r"ers/\w+/"]
    told = re.compile("|".join([*map(re.escape, hosts), rf"(?<![\w./])(?:{'|'.join(folders)})"]).encode())

    found = [
        f"{name}:{content[: match.start()].count(10) + 1}: {match[0].decode()}"
        for name, content in read_committed_files()
        if b"\0" not in content
        for match in told.finditer(content)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["build", "--content"], "--content needed value"),
        (["check", "--path"], "--path needed value"),
        (["check", "--path", "--json"], "--path needed value"),
        (["build", "--jobs", "x"], "--jobs must be a whole number from 1, not 'x'."),
        (["build", "-c", "content"], "-c"),
    ],
)
def test_wrong_use_is_told_plainly(arguments, words):
    """A wrong task, flag or value ends with 1 and one line that names it."""
    done = run_task(*arguments)

    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_tasks_are_listed():
    """Without a task, the tasks are listed, each with what it does."""
    done = run_task()

    assert done.returncode == 0
    listed = dict(line.split(maxsplit=1) for line in done.stdout.splitlines() if line.startswith("  ") and line[2:3] != " ")
    assert listed["build"].startswith("Build the site.")
    assert {"bench", "build", "check", "publish", "releases", "rollback", "test"} <= listed.keys()


def test_tasks_run_from_any_folder(tmp_path):
    """The script is found and works from a folder that is not the project's."""
    assert "--site-url" in run_task("build", "--help", cwd=tmp_path).stdout


def test_interrupted_task_ends_with_130(tmp_path):
    """Ctrl-C while a command works ends with 130, the command having had its chance to clean up."""
    (tmp_path / "tasks.py").write_bytes((ROOT / "tasks.py").read_bytes())
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").touch()
    (tmp_path / "pipeline" / "commands.py").write_text(
        "import time\n"
        "def bench(**flags):\n"
        "    try:\n"
        "        print('working', flush=True)\n"
        "        time.sleep(60)\n"
        "    except KeyboardInterrupt:\n"
        "        print('cleaned up', flush=True)\n"
        "        raise\n"
    )
    (tmp_path / "pipeline" / "environment.py").write_text("def enter(dev, publish):\n    assert dev and not publish\n")
    (tmp_path / "pipeline" / "quick.py").write_text("def answer(command):\n    return None\n")
    with subprocess.Popen(
        [sys.executable, "tasks.py", "bench"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as task:
        assert task.stdout.readline() == "working\n"
        task.send_signal(signal.SIGINT)
        assert task.stdout.read() == "cleaned up\n"

    assert task.returncode == 130


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """A project of its own that asks for no package, so that its environment needs no network: (folder, start)."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "pipeline").mkdir()
    (folder / "pipeline" / "__init__.py").touch()
    (folder / "pipeline" / "environment.py").write_bytes((ROOT / "pipeline" / "environment.py").read_bytes())
    (folder / "enter.py").write_text(
        "import sys\n"
        "from pipeline import environment\n"
        "environment.enter(dev='dev' in sys.argv, publish='publish' in sys.argv)\n"
        "print(sys.prefix)\n"
    )
    for lock in LOCKS:
        (folder / lock).write_text("# asks for nothing\n")

    def enter(*arguments):
        return subprocess.Popen(
            [sys.executable, "enter.py", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return folder, enter


def test_environment_is_made_once(start):
    """Of two commands at once, one makes the environment and the other waits for it; the third finds it ready."""
    folder, enter = start
    shutil.rmtree(folder / ".venv", ignore_errors=True)
    first, second = enter(), enter()
    outputs, messages = zip(first.communicate(), second.communicate(), strict=True)

    assert outputs == (f"{folder / '.venv'}\n",) * 2
    assert "".join(messages).count("Making the environment") == 1
    assert "".join(messages).count("waiting for it") == 1
    assert enter().communicate() == (f"{folder / '.venv'}\n", "")


def test_tests_add_to_the_environment(start):
    """What publishing needs, and then what tests need, is added to the environment that builds, which stays ready."""
    folder, enter = start
    enter().communicate()
    (folder / ".venv" / "kept").touch()

    assert "Installing requirements-publish.txt" in enter("publish").communicate()[1]
    assert "Installing requirements-dev.txt" in enter("dev").communicate()[1]
    assert [enter(*flags).communicate()[1] for flags in ((), ("publish",), ("dev",))] == ["", "", ""]
    assert (folder / ".venv" / "kept").exists()


def test_changed_lock_makes_it_anew(start):
    """What a lock no longer holds is gone, and an installation that fails is told and begun again."""
    folder, enter = start
    enter().communicate()
    lock = folder / environment.RUNTIME
    kept = lock.read_text()
    (folder / ".venv" / "dropped").touch()
    lock.write_text("no requirement at all\n")
    failed = enter()

    assert "check the network, then run the same again" in failed.communicate()[1]
    assert failed.returncode == 1
    assert not (folder / ".venv" / "dropped").exists()
    lock.write_text(kept)
    assert "Making the environment" in enter().communicate()[1]


def test_incomplete_python_is_told_plainly(tmp_path, monkeypatch):
    """A Python without ensurepip, where nothing may be installed, ends with what to install."""
    monkeypatch.setattr(environment, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit, match="install the package python3-venv"):
        environment.enter()


def test_chosen_browser_comes_first(tmp_path, monkeypatch):
    """CHROMIUM_PATH names the browser to use, before any that is installed."""
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.setenv("CHROMIUM_PATH", str(browser))

    assert environment.find_browser() == str(browser)


def test_broken_browser_is_passed_over(tmp_path, monkeypatch, capsys):
    """A CHROMIUM_PATH that does not start is named, and never returned."""
    monkeypatch.setenv("CHROMIUM_PATH", str(tmp_path / "nothing"))

    assert environment.find_browser() != str(tmp_path / "nothing")
    assert f"CHROMIUM_PATH names {tmp_path / 'nothing'}, which does not start" in capsys.readouterr().err


def test_settings_of_other_projects_do_not_matter(tmp_path):
    """What somebody has set for invoke in their home, even if it is broken, is not ours."""
    (tmp_path / ".invoke.yaml").write_text("tasks: {dedupe: [", "utf-8")
    result = run_task("--list", env={**os.environ, "HOME": str(tmp_path)})

    assert result.returncode == 0
    assert "build" in result.stdout


def test_our_code_is_compiled_once(project):
    """A build keeps our modules compiled for the next one, those that are loaded late too: invoke would have each build compile them anew."""
    assert project_task("build", root=project).code == 0

    sources = {path.stem for path in (project / "pipeline").glob("*.py")}
    compiled = {path.name.split(".")[0] for path in (project / "pipeline" / "__pycache__").iterdir()}
    assert {"run", "plugin", "edition", "commands"} <= compiled & sources
    assert list((project / "pipeline" / "render" / "__pycache__").glob("compose.*.pyc"))
