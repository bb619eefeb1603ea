"""The output folder as the next build finds it: whoever changed it, whenever, is noticed."""

import os
import shutil

import pytest

from pipeline.render.held import Tree, clock_of
from pipeline.render.tree import OutputTree

FILES = {"index.html": b"Home", "about/index.html": b"About", "deep/er/a.html": b"A", "deep/er/b.html": b"B", "lone/only.html": b"Only"}
CHANGES = {
    "a file more on top": lambda output: (output / "new.html").write_bytes(b"New"),
    "a file more in a folder": lambda output: (output / "deep/er/new.html").write_bytes(b"New"),
    "a folder more": lambda output: (output / "new/er").mkdir(parents=True) or (output / "new/er/new.html").write_bytes(b"New"),
    "a file less": lambda output: (output / "deep/er/a.html").unlink(),
    "a folder less": lambda output: (output / "lone/only.html").unlink() or (output / "lone").rmdir(),
    "a file of another name": lambda output: (output / "deep/er/a.html").rename(output / "deep/er/c.html"),
    "a folder of another name": lambda output: (output / "deep/er").rename(output / "deep/est"),
    "a file in a folder's place": lambda output: (output / "lone/only.html").unlink() or (output / "lone").rmdir() or (output / "lone").write_bytes(b"Only"),
    "a folder in a file's place": lambda output: (output / "about/index.html").unlink() or (output / "about/index.html").mkdir() or (output / "about/index.html/x").write_bytes(b"X"),
    "other words": lambda output: replace(output / "deep/er/a.html", b"Other"),
    "a link in a folder's place": lambda output: link(output, "lone"),
    "a link above a folder": lambda output: link(output, "deep"),
}


def replace(path, data):
    """Write a file anew, as editors do: not into the bytes that both trees share."""
    path.unlink()
    path.write_bytes(data)


def link(output, name):
    """Move a folder elsewhere, and put a link to it in its place."""
    (output / name).rename(output.parent / "elsewhere")
    (output / name).symlink_to(output.parent / "elsewhere")


def build(output, files=FILES):
    """Make the files; return the tree and how many were made, not taken over."""
    tree, made = OutputTree(output), 0
    tree.begin()
    for save_as, data in files.items():
        tree.open()
        row = tree.write(save_as, data)
        made += bool(row[2])
        tree.take(save_as, row)
    tree.publish({})
    tree.end()
    return tree, made


def found(output):
    """Every file below the folder, with its bytes."""
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed_and_mended(tmp_path, change):
    """At once after the build, when the file system's clock may not have moved on, and after another build that left that part alone."""
    output = tmp_path / "output"
    for builds in (1, 2, 3):
        for number in range(builds):
            tree, _ = build(output, FILES | {"index.html": str(number).encode()})
        assert tree.is_of(tree.build)
        change(output)
        assert not tree.is_of(tree.build)
        assert build(output)[0].build
        assert found(output) == FILES
        assert build(output, FILES | {"index.html": b"Once more"})[0].build
        assert found(output) == FILES | {"index.html": b"Once more"}
        shutil.rmtree(tmp_path / "elsewhere", ignore_errors=True)


def test_a_change_in_the_moment_of_the_record_is_noticed(tmp_path):
    """A file that is added before the file system's clock moves on leaves no trace in the time of its folder: so that time is not relied on."""
    with (tmp_path / "lock").open("a") as lock:
        for number in range(100):
            folder = tmp_path / f"tree-{number}"
            (folder / "about").mkdir(parents=True)
            tree, clock = Tree(folder), clock_of(lock)
            (folder / "about" / "index.html").write_bytes(b"About")
            stat = (folder / "about" / "index.html").stat()
            tree.add("about/index.html", ("digest", stat.st_size, stat.st_mtime_ns))
            record = tree.record(clock)
            assert record[1]["about/"] == 0
            (folder / "about" / "stray.html").write_bytes(b"Stray")
            again = Tree(folder)
            again.look({tree.identity: record})

            assert (again.rows, again.strays) == (tree.rows, {"about/stray.html"})


def test_what_did_not_change_is_not_read_again(tmp_path, monkeypatch):
    """Folders whose lists of files are as they were are not listed: among ten thousand that would take longer than all else."""
    output, listed = tmp_path / "output", []
    build(output)
    os.utime(output / "index.html")  # the clock moves on
    tree, _ = build(output, FILES | {"about/index.html": b"More"})
    monkeypatch.setattr(os, "scandir", lambda path, real=os.scandir: listed.append(os.path.relpath(path, output)) or real(path))

    assert tree.is_of(tree.build)
    assert not {"deep", "deep/er", "lone"} & set(listed)
