"""Ctrl-C and other ends: a build that is stopped leaves the site as it was, and nothing beside it."""

import signal

import pytest

from tests.project import TODAY, copy_project, edit, fingerprint, run_task, start_task

# Says that it is there, and waits to be interrupted, at the moment that {signal} is sent.
WAITING = """\
import sys
import time

from pelican import signals


def wait(*_, **__):
    print("waiting", file=sys.stderr, flush=True)
    time.sleep(60)


def register():
    signals.{signal}.connect(wait)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with a finished output, and a plugin that each test writes."""
    folder = copy_project(tmp_path_factory.mktemp("interruption") / "project")
    assert run_task("build", "--today", TODAY, root=folder).code == 0
    edit(folder / "pelicanconf.py", 'PLUGINS = ["pipeline.plugin"]', 'PLUGINS = ["pipeline.plugin", "waiting"]')
    edit(folder / "content" / "pages" / "about.md", "## What we offer", "## What we do {#what-we-offer}")
    return folder


def names_in(folder):
    """What stands in a folder."""
    return {path.name for path in folder.iterdir()}


MOMENTS = ["initialized", "readers_init", "article_generator_finalized", "all_generators_finalized", "content_written", "finalized"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_interrupted_build_ends_with_130(project, moment):
    """At whatever moment Ctrl-C comes: exit code 130, the former output untouched, and nothing left behind."""
    (project / "waiting.py").write_text(WAITING.format(signal=moment))
    before, names = fingerprint(project / "output"), names_in(project)
    with start_task("build", "--today", TODAY, root=project) as process:
        assert "waiting\n" in iter(process.stderr.readline, "")
        process.send_signal(signal.SIGINT)
        stderr = process.communicate(timeout=60)[1]

    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert fingerprint(project / "output") == before
    assert names_in(project) - names <= {"__pycache__"}


def test_a_killed_build_does_no_harm(project):
    """A build that is killed leaves the former output whole, and the next one works."""
    (project / "waiting.py").write_text(WAITING.format(signal="content_written"))
    before, names = fingerprint(project / "output"), names_in(project)
    with start_task("build", "--today", TODAY, root=project) as process:
        assert "waiting\n" in iter(process.stderr.readline, "")
        process.kill()
    assert fingerprint(project / "output") == before

    (project / "waiting.py").write_text("def register():\n    pass\n")
    result = run_task("build", "--today", TODAY, root=project)
    assert result.code == 0, result.stderr
    assert "What we do" in (project / "output" / "about" / "index.html").read_text("utf-8")
    assert names_in(project) - names <= {"__pycache__"}
