"""A bucket as target: what lies beside the site, or within it and is somebody else's, is left alone."""

import pytest

from pipeline.publish import deploy
from pipeline.publish.bucket import BucketTarget
from pipeline.publish.target import open_target
from pipeline.publish.trouble import TargetTrouble


@pytest.fixture
def at(bucket):
    """The target at a prefix of one bucket; without a prefix, the bucket itself."""
    return lambda prefix="": BucketTarget(f"s3://{bucket}/{prefix}".rstrip("/"), bucket, prefix, lease_seconds=20)


@pytest.mark.parametrize(("outer", "inner"), [("", "staging"), ("www", "www/next")])
def test_publishing_deletes_nothing_of_another_target(at, versions, outer, inner):
    """Neither pages, nor kept releases, nor the record of a target that lies within this one, though publishing wrote them, too."""
    deploy.publish(at(inner), *versions(0))
    before = at().store.list(inner)
    deploy.publish(at(outer), *versions(1))
    deploy.publish(at(outer), *versions(2))
    deploy.prune(at(outer), 1, 0)

    assert at().store.list(inner).keys() == before.keys()
    assert at(inner).is_live(versions(0)[0])
    assert at(outer).is_live(versions(2)[0])


@pytest.mark.parametrize(("there", "here"), [("", "staging"), ("www", "www/next/year"), ("staging", ""), ("www/next", "www")])
def test_a_target_within_another_is_refused(at, bucket, versions, there, here):
    """Visitors of the outer one would get the inner one's kept releases; which of the two came first does not matter."""
    deploy.publish(at(there), *versions(0))

    at(there).look()
    other = f"s3://{bucket}/{there}".rstrip("/")
    with pytest.raises(TargetTrouble, match=rf"must not lie (within|around) another target: {other} is one. Choose a prefix beside it"):
        at(here).look()


def test_targets_lie_beside_each_other(at, versions):
    """Also where the name of one begins with that of the other."""
    deploy.publish(at("www"), *versions(0))

    at("www2").look()
    at("staging/www").look()


@pytest.mark.parametrize("prefix", ["www.releases", "www.releases/objects", ".releases"])
def test_where_releases_are_kept_is_no_target(prefix):
    """A prefix that a target beside it keeps its releases under is refused."""
    with pytest.raises(TargetTrouble, match=r"no part of the prefix may end in “.releases”"):
        open_target(f"s3://clinic-site/{prefix}")
