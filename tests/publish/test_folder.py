"""A folder as target: releases share files, the switch is one step, and what is on the disk is looked at, not believed."""

import errno
import os

import pytest

from benchmarks import deployer
from benchmarks.readers import reader_of_folder
from benchmarks.small_site import broken_links, version_of
from pipeline.publish import deploy
from pipeline.publish.folder import FolderTarget
from pipeline.publish.trouble import TargetTrouble
from pipeline.render.compress import _brotli, _gzip


@pytest.fixture
def target(tmp_path):
    """An empty target in a folder."""
    return FolderTarget(f"file://{tmp_path}/live", tmp_path / "live")


@pytest.fixture
def put(target, versions):
    """Publish a version of the small site."""
    return lambda version: deploy.publish(target, *versions(version))


def test_releases_share_the_files_in_which_they_do_not_differ(target, put, versions):
    """One file with two names, and two files where a byte differs."""
    put(0)
    put(1)
    trees = [target.releases / versions(number)[0].id for number in (0, 1)]

    assert os.path.samefile(*(tree / "robots.txt" for tree in trees))
    assert os.path.samefile(trees[0] / "assets" / os.listdir(trees[0] / "assets")[0], target.folder / "assets" / os.listdir(trees[0] / "assets")[0])
    assert not os.path.samefile(*(tree / "index.html" for tree in trees))
    assert os.readlink(target.current) == f"releases/{versions(1)[0].id}"


def test_compressed_copies_come_along_if_they_fit(target, versions):
    """What the build has made is kept beside its text, also in the next release; a copy of something else is left out."""
    release, folder = versions(0)
    page = (folder / "index.html").read_bytes()
    (folder / "index.html.br").write_bytes(_brotli(page))
    (folder / "index.html.gz").write_bytes(_gzip(page))
    (folder / "about" / "index.html.br").write_bytes(_brotli(b"something else"))
    deploy.publish(target, release, folder)

    names = {path.name for path in target.current.rglob("*.??") if path.suffix in {".br", ".gz"}}
    assert names == {"index.html.br", "index.html.gz"}
    assert not (target.current / "about" / "index.html.br").exists()


def test_a_shared_file_that_was_damaged_is_not_shared_again(target, put, versions):
    """Whoever writes into a release by hand damages what shares the file; the next release takes its bytes from the build."""
    put(0)
    (target.current / "robots.txt").write_text("damaged")
    put(1)

    assert (target.current / "robots.txt").read_bytes() == (versions(1)[1] / "robots.txt").read_bytes()
    with pytest.raises(TargetTrouble, match=r"is not whole any more: files under .* were changed or deleted"):
        deploy.roll_back(target, None)
    assert version_of((target.current / "index.html").read_bytes()) == 1


@pytest.mark.parametrize("number", range(8))
def test_a_killed_publish_leaves_one_whole_release(target, put, versions, number):
    """Whenever it is killed, visitors have one version or the other; the next command finishes, and clears up what was left."""
    put(0)
    process = deployer.start("publish", target.url, versions(1)[1])
    process.join(0.02 * number)
    process.kill()
    process.join()
    fetch = reader_of_folder(target.folder)

    live = version_of(fetch("/"))
    assert live in {0, 1}
    assert {path: fetch(f"/{path}") for path in versions(live)[0].files} == {path: (versions(live)[1] / path).read_bytes() for path in versions(live)[0].files}
    put(1)
    assert (version_of(fetch("/")), broken_links(fetch)) == (1, [])
    assert target.record().begun == []
    assert not [path for path in target.folder.rglob("*") if ".part" in path.name or path.name == "current.next"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(target, put):
    """What the system refuses is said with the path, and the site stays."""
    put(0)
    target.releases.chmod(0o555)
    with pytest.raises(TargetTrouble, match=r"Permission denied. The live site is as it was."):
        put(1)


def test_a_first_publish_that_met_a_full_disk_is_run_again(target, put, versions, monkeypatch):
    """What it left behind is ours, though there is no record yet: as its message says, the same command again finishes."""

    def write_half(path, data):
        with path.open("xb") as file:
            file.write(data[: len(data) // 2])
        if path.name == ".record.json.part":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        path.write_bytes(data)

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.publish.folder._write_new", write_half)
        with pytest.raises(TargetTrouble, match=r"No space left on device.* then run the same again"):
            put(0)
    assert not (target.folder / "record.json").exists()
    (target.folder / "current.next").symlink_to("releases")  # what a kill may leave
    target.look()
    put(0)

    assert target.is_live(versions(0)[0])
    assert sorted(os.listdir(target.folder)) == ["assets", "current", "lock", "manifests", "record.json", "releases"]


def test_a_damaged_record_is_told(target, put):
    """Nothing is guessed: the file is named."""
    put(0)
    (target.folder / "record.json").write_text("{}")
    with pytest.raises(TargetTrouble, match=r"record.json must be as publishing wrote it"):
        put(1)
