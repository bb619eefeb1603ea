"""Publishing, rolling back and pruning, on any target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.publish.changes import Changes, advise, compare, describe
from pipeline.publish.record import Event, Kind, Record, now
from pipeline.publish.release import Release, url_of
from pipeline.publish.target import Target
from pipeline.publish.transfer import Transfer
from pipeline.publish.trouble import TargetTrouble

Purge = Callable[[list[str]], None]  # tells the CDN of changed addresses, from the site's root; raises TargetTrouble


@dataclass(frozen=True)
class Outcome:
    """What a command has done, or would do: `was_live` tells that there was nothing to do, `advice` what is left to the editor."""

    release: Release
    changes: Changes
    words: list[str] = field(default_factory=list)
    was_live: bool = False
    transfer: Transfer | None = None
    advice: list[str] = field(default_factory=list)


def preview(target: Target, release: Release) -> Outcome:
    """What publishing would change. Raises TargetTrouble."""
    record = target.record()
    old = _release(target, record.live)
    changes = compare(old, release)
    return Outcome(release, changes, describe(changes, old, release), record.live == release.id and not record.begun, advice=advise(changes, old))


def publish(target: Target, release: Release, output: Path, purge: Purge | None = None) -> Outcome:
    """Make a finished output live. Raises TargetTrouble; visitors are then on a site whose links work, and running it again finishes."""
    with target.locked():
        record = target.record()
        if record.live == release.id and not record.begun and target.is_live(release):
            _purge(target, record, purge, _again("publish", release))
            return Outcome(release, Changes(), was_live=True)
        transfer = Transfer()
        try:
            target.keep(release, output, transfer)
        finally:
            transfer.end()
        return replace(_show(target, record, release, "publish", purge), transfer=transfer)


def roll_back(target: Target, to: str | None, purge: Purge | None = None) -> Outcome:
    """Make an earlier release live again: the one named, else the one before. Raises TargetTrouble."""
    with target.locked():
        record = target.record()
        release = _earlier(target, record, to)
        if record.live == release.id and not record.begun and target.is_live(release):
            _purge(target, record, purge, _again("rollback", release))
            return Outcome(release, Changes(), was_live=True)
        target.check_kept(release)
        return _show(target, record, release, "rollback", purge)


def prune(target: Target, keep: int, days: int, dry_run: bool = False) -> tuple[list[str], list[str]]:
    """Delete what is live no more: of releases all but the last `keep` and those live within `days`; return their ids, and the paths deleted."""
    with target.locked():
        record = target.record()
        oldest = now() - dt.timedelta(days=days)
        ids = list(dict.fromkeys(event.id for event in reversed(record.log)))
        kept_ids = {*ids[:keep], *filter(None, [record.live, *record.begun])} | {one for one in ids if (record.last_live(one) or oldest) > oldest}
        dropped = [one for one in ids if one not in kept_ids]
        if dry_run:
            return dropped, []
        kept = {one: release for one in sorted(kept_ids) if (release := target.release(one))}
        target.write_record(replace(record, log=[event for event in record.log if event.id in kept_ids]))
        return dropped, target.prune(kept, days)


def _show(target: Target, record: Record, release: Release, kind: Kind, purge: Purge | None) -> Outcome:
    old = _release(target, record.live)
    seen = [one for one in (_release(target, release_id) for release_id in [record.live, *record.begun]) if one]
    changes = compare(old, release)
    owed = sorted({url_of(path) for one in seen for path in compare(one, release).all} or {url_of(path) for path in changes.all})
    begun = record.begin(release.id, kind).owe(owed if purge else [])
    target.show(release, seen, lambda: target.write_record(begun))
    words = describe(changes, old, release)
    done = begun.add(Event(release.id, now().isoformat(), kind, release.articles, words))
    target.write_record(done)
    _purge(target, done, purge, _again(kind, release))
    return Outcome(release, changes, words, advice=advise(changes, old) if kind == "publish" else [])


def _purge(target: Target, record: Record, purge: Purge | None, again: str) -> None:
    """Tell the CDN what it has not been told of yet; `again` is how to try once more."""
    if purge and record.unpurged:
        try:
            purge(record.unpurged)
        except TargetTrouble as error:
            raise TargetTrouble(f"{error} The release is live. Mend the hook, then {again}: it tells them then.") from error
        target.write_record(replace(record, unpurged=[]))


def _again(kind: Kind, release: Release) -> str:
    return f"run rollback with --to {release.id}" if kind == "rollback" else "run the same again"  # the same rollback would go one further back


def _earlier(target: Target, record: Record, to: str | None) -> Release:
    known = list(dict.fromkeys(event.id for event in record.log))
    if to is not None:
        found = [one for one in known if one.startswith(to)] if to else []
        if len(found) != 1:
            raise TargetTrouble(f"--to {to}: this must be the id of one release that {target.url} keeps. The command releases lists them. The live site is as it was.")
    elif record.begun and record.doing == "rollback":
        found = record.begun[-1:]  # it did not finish: go on with it
    elif record.begun and record.live:
        found = [record.live]  # a publish did not finish: back to what was live before it
    elif record.earlier:
        found = record.earlier[-1:]
    else:
        raise TargetTrouble(f"{target.url} keeps no release before the live one. Name another with --to, if the command releases lists one. The live site is as it was.")
    if (release := target.release(found[0])) is None:
        raise TargetTrouble(f"The release {found[0]} is not kept any more. Choose another that the command releases lists, or publish its content again. The live site is as it was.")
    return release


def _release(target: Target, release_id: str | None) -> Release | None:
    return target.release(release_id) if release_id else None
