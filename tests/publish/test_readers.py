"""Readers who read while versions come and go, and people who publish at the same moment; `benchmarks/publishing.py` does the same at length."""

from benchmarks.readers import watch
from benchmarks.rivals import run_pairs
from pipeline.publish import deploy
from pipeline.publish.release import url_of
from tests.publish.conftest import fetch_from


def test_readers_notice_nothing(target, versions):
    """During deploys and a rollback: no broken link but to pages that have gone, no lost asset, no page of two versions."""
    made = {number: versions(number) for number in range(5)}
    digests = {number: {url_of(path): file.sha256 for path, file in release.files.items()} for number, (release, _) in made.items()}
    deploy.publish(target, *made[0])

    def work():
        for number in (1, 2, 3, 4):
            deploy.publish(target, *made[number])
        deploy.roll_back(target, None)

    seen = watch(fetch_from(target), digests, work, least=300)
    assert seen.reads >= 300
    assert (seen.broken_links, seen.broken_assets, seen.mixed) == ([], [], [])


def test_of_two_at_once_one_wins(target, versions):
    """The other is told, and the site is the winner's."""
    folders = [versions(number)[1] for number in range(4)]
    deploy.publish(target, *versions(0))
    pairs = run_pairs(target.url, fetch_from(target), folders, 2)

    assert (pairs.one_winner, pairs.wrong) == (2, [])
