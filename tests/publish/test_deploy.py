"""Publishing, rolling back and pruning do the same on a folder and on a bucket."""

import os

import pytest

from benchmarks.small_site import broken_links, links_of, version_of
from pipeline.publish import deploy
from pipeline.publish.trouble import Locked, TargetTrouble
from tests.publish.conftest import fetch_from


@pytest.fixture
def fetch(target):
    """What a visitor gets by an address."""
    return fetch_from(target)


@pytest.fixture
def put(target, versions):
    """Publish a version of the small site."""
    return lambda version: deploy.publish(target, *versions(version))


def test_a_release_is_live_whole(target, put, fetch, versions):
    """Every file is served with its bytes, and every link leads somewhere."""
    outcome = put(0)
    release, folder = versions(0)

    assert not outcome.was_live
    assert target.record().live == release.id
    assert broken_links(fetch) == []
    assert {path: fetch(f"/{path}") for path in release.files} == {path: (folder / path).read_bytes() for path in release.files}


def test_the_same_content_twice_is_nothing_to_do(put, target):
    """Said so, with nothing sent, and no entry in the list."""
    put(0)
    again = put(0)

    assert again.was_live
    assert again.transfer is None
    assert len(target.record().log) == 1


def test_what_was_changed_by_hand_is_mended(put, fetch, target, versions):
    """The same content again brings back what somebody broke on the target."""
    put(0)
    if hasattr(target, "store"):
        target.store.put("site/about/index.html", b"broken by hand")
        target.store.delete("site/contact/index.html")
    else:
        os.chmod(target.current / "about" / "index.html", 0o644)
        (target.current / "about" / "index.html").write_text("broken by hand")
        (target.current / "contact" / "index.html").unlink()
    put(0)

    for path in ("about/index.html", "contact/index.html"):
        assert fetch(f"/{path}") == (versions(0)[1] / path).read_bytes()


def test_pages_that_are_gone_are_gone_but_assets_stay(put, fetch):
    """A withdrawn page is gone at once; the styles of a page that somebody has open are not."""
    put(0)
    old_home = fetch("/")
    put(3)

    assert fetch("/article-000000/") is None
    assert version_of(fetch("/")) == 3
    assets = [link for link in links_of(old_home) if link.startswith("/assets/")]
    assert len(assets) == 2
    assert None not in map(fetch, assets)
    assert broken_links(fetch) == []


def test_rollback_needs_no_build(put, target, fetch, versions):
    """The former release is live again, byte for byte, though its build is gone; a second one goes further back."""
    for version in (0, 3, 6):
        put(version)
    for version in (3, 0):
        outcome = deploy.roll_back(target, None)
        release, folder = versions(version)
        assert outcome.release == release
        assert {path: fetch(f"/{path}") for path in release.files} == {path: (folder / path).read_bytes() for path in release.files}
        assert broken_links(fetch) == []


def test_rollback_to_a_named_release(put, target, fetch, versions):
    """The beginning of an id will do; a wrong one is refused with the site as it was."""
    for version in (0, 3, 6):
        put(version)
    deploy.roll_back(target, versions(0)[0].id[:8])
    assert version_of(fetch("/")) == 0

    with pytest.raises(TargetTrouble, match="--to nonsense: this must be the id of one release"):
        deploy.roll_back(target, "nonsense")
    with pytest.raises(TargetTrouble, match="keeps no release before the live one"):
        deploy.roll_back(target, None)
    assert version_of(fetch("/")) == 0


def test_an_older_build_of_the_same_sizes_is_live_byte_for_byte(put, fetch, versions):
    """Neither times nor sizes decide: files that are older and as long are sent all the same."""
    put(7)
    release, folder = versions(6)
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))
    both = versions(7)[0].pages & release.pages
    assert all(versions(7)[0].files[path].size == release.files[path].size for path in both)
    put(6)

    assert {path: fetch(f"/{path}") for path in release.files} == {path: (folder / path).read_bytes() for path in release.files}


def test_prune_keeps_what_can_still_be_asked_for(put, target, fetch, versions):
    """The live release, the last ones, and the assets of all kept ones stay; what only older ones have goes."""
    for version in (0, 3, 6, 9):
        put(version)
    lost = sorted(versions(0)[0].assets)
    assert deploy.prune(target, 2, 30) == ([], [])  # all were live within thirty days
    assert deploy.prune(target, 2, 0, dry_run=True)[0] == [versions(3)[0].id, versions(0)[0].id]
    assert None not in map(fetch, lost)
    dropped, deleted = deploy.prune(target, 2, 0)

    assert dropped == [versions(3)[0].id, versions(0)[0].id]
    assert set(lost) <= {path.removeprefix("site/") for path in deleted}
    assert [fetch(f"/{path}") for path in lost] == [None, None]
    assert broken_links(fetch) == []
    deploy.roll_back(target, None)
    assert (version_of(fetch("/")), broken_links(fetch)) == (6, [])


def test_of_two_commands_one_works(put, target, versions):
    """The other says who is at work, and changes nothing."""
    put(0)
    with target.locked(), pytest.raises(Locked, match=rf"Another command is at work on {target.url}: process {os.getpid()} on "):
        deploy.publish(target, *versions(3))
    put(3)

    assert target.record().live == versions(3)[0].id


def test_a_cdn_is_told_what_changed(target, versions):
    """Pages that are new, changed or gone, by their addresses; what it could not be told is told the next time."""
    told = []

    def refuse(urls):
        raise TargetTrouble(f"no: {len(urls)}.")

    deploy.publish(target, *versions(0), told.append)
    with pytest.raises(TargetTrouble, match=r"no: 28. The release is live. Mend the hook, then run the same again: it tells them then."):
        deploy.publish(target, *versions(1), refuse)
    assert target.record().live == versions(1)[0].id
    outcome = deploy.publish(target, *versions(1), told.append)

    assert outcome.was_live
    assert {"/", "/about/", "/article-000000/", "/article-000019/", "/feed.xml"} <= set(told[1])
    assert target.record().unpurged == []
    assert deploy.publish(target, *versions(1), refuse).was_live


def test_a_cdn_is_told_of_a_rollback(target, versions):
    """What it could not be told is told by the command that the message names, which goes back no further."""
    told = []

    def refuse(urls):
        raise TargetTrouble(f"no: {len(urls)}.")

    for version in (0, 3, 6):
        deploy.publish(target, *versions(version))
    back = versions(3)[0].id
    with pytest.raises(TargetTrouble, match=rf"no: 38. The release is live. Mend the hook, then run rollback with --to {back}: it tells them then."):
        deploy.roll_back(target, None, refuse)
    assert target.record().live == back
    outcome = deploy.roll_back(target, back, told.append)

    assert (outcome.was_live, target.record().live) == (True, back)
    assert {"/", "/about/", "/feed.xml"} <= set(told[0])
    assert target.record().unpurged == []


def test_a_preview_changes_nothing(target, put, fetch, versions):
    """It says what publishing would change for visitors."""
    put(0)
    outcome = deploy.preview(target, versions(1)[0])

    assert (len(outcome.changes.added), len(outcome.changes.gone)) == (5, 5)
    assert version_of(fetch("/")) == 0
    assert target.record().live == versions(0)[0].id


def test_a_build_that_changed_meanwhile_is_not_published(target, put, fetch, versions):
    """What is sent is what was looked at: otherwise the site would be a mix."""
    put(0)
    release, folder = versions(3)
    (folder / "about" / "index.html").write_text("another build")

    with pytest.raises(TargetTrouble, match=r"about/index.html has changed since it was built"):
        deploy.publish(target, release, folder)
    assert version_of(fetch("/about/")) == 0
    assert broken_links(fetch) == []
