"""Fixtures: a copy of the content, the commands run on it, and the site as it is built."""

import shutil
import signal

import pytest

from tests import npm
from tests.pictures import photo
from tests.project import ROOT, TODAY, copy_project, run_task, write_article
from tests.site import Site

EVERYTHING = (ROOT / "tests" / "everything.md").read_text("utf-8")
REVIEWER = "jane-doe:\n  name: Jane Doe\n  kind: person\n  credentials: MD\n"
PHOTOS = "Words.\n\n## Two photos\n\n![A lake at noon](images/photo.jpg)\n\nOne ![a lake at dusk](images/photo.jpg) among words.\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#468"/></svg>'


def pytest_configure():
    """Let Ctrl-C reach the commands under test, also where a shell started the tests behind an `&`, which ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def content(tmp_path):
    """A copy of the project's content, free to be changed."""
    return shutil.copytree(ROOT / "content", tmp_path / "content")


@pytest.fixture
def project(tmp_path):
    """A copy of the project, free to be changed."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def build(content):
    """Build the copy of the content, from the folder that it is in, as on one day: takes flags, returns a Result."""
    folder = content.parent

    def run(*flags, content="content", output="output", today=TODAY, env=None):
        day = () if today is None else ("--today", today)
        return run_task(
            "build", "--content", content, "--output", output, "--json", *day, *flags,
            output=folder / output, cwd=folder, env=env,
        )  # fmt: skip

    return run


@pytest.fixture
def check(content):
    """Check the copy of the content, from the folder that it is in: takes flags, returns a Result."""
    parent = content.parent

    def run(*flags, content="content", env=None):
        return run_task("check", "--content", content, "--json", *flags, cwd=parent, env=env)

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The site that the project's own content makes, built once."""
    output = tmp_path_factory.mktemp("built") / "output"
    result = run_task("build", "--output", output, "--json", "--today", TODAY, output=output)
    assert result.code == 0, result.stderr
    return Site(output)


@pytest.fixture(scope="session")
def full(tmp_path_factory):
    """The project's site with more: every part that a text may have, a review that is due, and lists of several pages."""
    folder = tmp_path_factory.mktemp("full")
    content = shutil.copytree(ROOT / "content", folder / "content")
    (content / "images").mkdir(exist_ok=True)
    (content / "images" / "drawing.svg").write_text(DRAWING, "utf-8")
    photo(content / "images" / "photo.jpg", (1600, 900))
    people = content / "people.yaml"
    people.write_text(people.read_text("utf-8") + REVIEWER, "utf-8")
    review = {"reviewer": "jane-doe", "reviewed": "2025-11-01", "review_by": "2026-11-01"}
    hero = "{image: images/drawing.svg, alt: A blue field}"
    write_article(content, "everything", EVERYTHING, tags="[depression, sleep]", modified="2026-11-20", hero=hero, **review)
    write_article(content, "with-photos", PHOTOS, hero="{image: images/photo.jpg, alt: A lake at dawn}")
    for number in range(1, 13):
        write_article(content, f"article-{number:02}", date=f"2026-10-{number:02}", tags="[sleep]")
    output = folder / "output"
    result = run_task("build", "--content", content, "--output", output, "--json", "--today", TODAY, output=output)
    assert result.code == 0, result.stderr
    return Site(output)


@pytest.fixture(params=["built", "full"])
def site(request):
    """The project's own site, then the one with more."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    """A folder target with the project's site, built for the public and published."""
    from pipeline.publish.deploy import publish
    from pipeline.publish.folder import FolderTarget
    from pipeline.publish.release import make_release

    folder = tmp_path_factory.mktemp("live")
    result = run_task("build", "--output", folder / "output", "--production", "--site-url", "https://localhost", "--today", TODAY, output=folder / "output")
    assert result.code == 0, result.stderr
    target = FolderTarget(f"file://{folder}/target", folder / "target")
    publish(target, make_release(result.output), result.output)
    return target


@pytest.fixture(scope="session")
def caddy(live, tmp_path_factory):
    """A real Caddy that serves it, over https."""
    from tests.caddy import serve

    with serve(live.folder, tmp_path_factory.mktemp("caddy")) as server:
        yield server


@pytest.fixture(scope="session")
def node_modules():
    """The tools from npm, else a skip that says why."""
    try:
        return npm.install()
    except npm.MissingError as missing:
        pytest.skip(f"NO CHECKER OF HTML: {missing}")
