"""Compressed copies of a build for the public: of every text, the same each time, and never older than the text."""

import gzip

import brotli
import pytest

from pipeline.publish.release import make_release
from pipeline.render.compress import COPIES, LEAST, SUFFIXES
from tests.project import edit, fingerprint, run_task, write_article


def files(output):
    """Every file of an output, by its path there."""
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


def check_copies(output):
    """Each text of some size has both copies, and each copy is of the text as it is; return the names of the copies."""
    found = files(output)
    wanted = {name + suffix for name, data in found.items() if name.endswith(SUFFIXES) and len(data) >= LEAST for suffix in COPIES}
    copies = {name for name in found if name.endswith(COPIES)}
    assert copies == wanted
    for name in copies:
        unpack = brotli.decompress if name.endswith(".br") else gzip.decompress
        assert unpack(found[name]) == found[name[:-3]], name
        assert len(found[name]) < len(found[name[:-3]])
    return copies


def test_every_text_has_its_copies(build):
    """Pages, lists, the feed, styles, drawings: all that is not compressed by itself, and large enough to gain."""
    copies = check_copies(build("--production").output)

    assert {"index.html.br", "index.html.gz", "feed.xml.br", "404.html.br", "ketamine-therapy/index.html.br"} <= copies
    assert not [name for name in copies if name.endswith((".png.br", ".ico.br", ".avif.br", ".jpg.br"))]


def test_a_release_has_texts_alone(build):
    """Publishing makes the copies that its target wants, so those of the build are no files of a release."""
    output = build("--production").output
    release = make_release(output)

    assert {name for name in files(output) if not name.endswith(COPIES)} == set(release.files)


def test_copies_are_the_same_each_time(build):
    """In one process or two; and they tell neither the time nor the system."""
    one, two = (files(build("--production", "--jobs", jobs, output=f"output-{jobs}").output) for jobs in "12")

    assert one == two
    assert {data[4:10] for name, data in one.items() if name.endswith(".gz")} == {b"\0\0\0\0\2\xff"}


def test_an_ordinary_build_has_none(build):
    """They would only cost an editor time; those of an earlier build for the public go."""
    assert check_copies(build("--production").output)
    assert not [name for name in files(build().output) if name.endswith(COPIES)]


def test_no_copy_is_stale(content, build):
    """After an edit, a new article and its end, copies are those of a build from nothing; what did not change is not made again."""
    write_article(content, "one", "Words.\n")
    output = build("--production").output
    before = fingerprint(output)
    edit(content / "articles" / "one.md", "Words.", "Other words.")
    assert build("--production").report["rendered"] == 1
    check_copies(output)
    changed = {name for name, print_ in fingerprint(output).items() if before.get(name) != print_}
    assert changed == {"one/index.html", "one/index.html.br", "one/index.html.gz"}

    write_article(content, "two", "Words.\n")
    build("--production")
    check_copies(output)
    (content / "articles" / "one.md").unlink()
    build("--production")
    assert check_copies(output)
    assert files(output) == files(build("--production", "--clean", output="other").output)


@pytest.mark.parametrize("damage", ["text", "copy", "gone"])
def test_a_damaged_copy_is_mended(build, damage):
    """Who writes into the output gets it back as it was."""
    output = build("--production").output
    before = files(output)
    page = output / "index.html"
    if damage == "gone":
        (output / "index.html.br").unlink()
    else:
        (page if damage == "text" else output / "index.html.gz").write_bytes(b"damaged")
    build("--production")

    assert files(output) == before


def test_what_plugins_write_is_compressed_too(project):
    """Also where they change a page after we have written it."""
    (project / "extra.py").write_text(
        "from pathlib import Path\nfrom pelican import signals\n"
        "def write(pelican):\n"
        "    output = Path(pelican.settings['OUTPUT_PATH'])\n"
        "    (output / 'extra.txt').write_text('Words. ' * 200)\n"
        "    page = output / 'index.html'\n"
        "    page.write_text(page.read_text('utf-8') + '<!-- more -->', 'utf-8')\n"
        "def register():\n    signals.finalized.connect(write)\n", "utf-8")
    edit(project / "pelicanconf.py", 'PLUGINS = ["pipeline.plugin"]', 'PLUGINS = ["pipeline.plugin", "extra"]')
    for _ in range(2):
        result = run_task("build", "--production", root=project, output=project / "output")
        assert result.code == 0, result.stderr
        assert {"extra.txt.br", "extra.txt.gz"} <= check_copies(project / "output")
