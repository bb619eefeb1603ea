"""A snapshot sees the files that Pelican sees, and no other."""

from fnmatch import fnmatchcase

import pelicanconf
from pipeline.store.snapshot import IGNORED, differences, files, take


def test_both_ignore_the_same_files():
    """What Pelican publishes is watched: else a change of it would never reach the output."""
    assert list(IGNORED) == pelicanconf.IGNORE_FILES


def test_litter_is_passed_over(tmp_path):
    """Hidden files, and what editors and systems leave, are nobody's text."""
    for name in (".d.md", "._a.md", "~$x.md", "a.md~", "#a.md#", "a.md"):
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / ".trash").mkdir()
    (tmp_path / ".trash" / "y.md").write_text("x", "utf-8")

    assert list(files(str(tmp_path))) == [str(tmp_path / "a.md")]
    assert not any(fnmatchcase("a.md", pattern) for pattern in IGNORED)


def test_links_that_lead_nowhere_or_back_up_are_passed_over(tmp_path):
    """A dangling link, such as an editor's lock, and a loop of folders stop nobody."""
    (tmp_path / "a.md").write_text("x", "utf-8")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)

    assert list(files(str(tmp_path))) == [str(tmp_path / "a.md")]


def test_new_gone_and_changed_files_differ(tmp_path):
    """Only what holds other bytes counts, however the time stamps stand."""
    for name in ("same", "changed", "gone"):
        (tmp_path / name).write_text(name, "utf-8")
    before = take([str(tmp_path)], {})
    (tmp_path / "same").write_text("same", "utf-8")
    (tmp_path / "changed").write_text("change!", "utf-8")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").write_text("new", "utf-8")

    assert differences(take([str(tmp_path)], before), before) == {str(tmp_path / name) for name in ("changed", "gone", "new")}
