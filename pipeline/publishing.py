"""The work behind publish, releases, rollback and prune: what their flags say in, an exit code out."""

from __future__ import annotations

import fcntl
import hashlib
import json as json_document
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pipeline.commands import ROOT, WrongUse, attempt, read_settings, run_pelican, tell_wrong_use
from pipeline.publish import deploy
from pipeline.publish.deploy import Outcome
from pipeline.publish.purge import can_be_overheard
from pipeline.publish.purge import purge as tell_cdn
from pipeline.publish.record import Record
from pipeline.publish.release import Release, make_release, url_of
from pipeline.publish.target import Target, open_target
from pipeline.publish.transfer import shown_size
from pipeline.publish.trouble import Locked, TargetTrouble
from pipeline.refusal import refusal
from pipeline.report import SHOWN_WARNINGS, Summary, as_json, print_problems, shown_count
from pipeline.voice import hand_out, say

_BUILDS = ROOT / ".cache" / "publish"  # an output for each target, so that `build` and `publish` do not undo each other's work
_KEPT_BUILDS = 4
_Done = TypeVar("_Done")


def publish(*, target: str | None = None, site_url: str | None = None, content: str | None = None, today: str | None = None,
            purge: str | None = None, dry_run: bool = False, json: bool = False) -> int:
    """Build for the public and make it live; nothing is published that has anything to mend."""

    def work(to: Target, started: float) -> tuple[Outcome | None, Summary]:
        with _own_output(to, content) as output:
            overrides = {"PRODUCTION": True, "OUTPUT_PATH": str(output), "JOBS": None, "CLEAN": False, "COMPRESS": to.takes_copies, **({"SITEURL": site_url} if site_url is not None else {})}
            settings: dict[str, Any] = {}

            def start() -> Any:
                settings.update(_strict(read_settings(overrides, content, today), site_url))
                return run_pelican(settings)

            run, summary = attempt(start, started)
            print_problems(summary.problems, sys.stderr, warnings=SHOWN_WARNINGS)
            if summary.errors:
                return None, summary
            release = _release_of(output, run, to)
            return (deploy.preview(to, release) if dry_run else deploy.publish(to, release, output, _hook(purge, settings["SITEURL"]))), summary

    return _do(target, json, purge, work, live=not dry_run)


def rollback(*, target: str | None = None, to: str | None = None, site_url: str | None = None, purge: str | None = None, json: bool = False) -> int:
    """Make an earlier release live again."""
    if purge and not site_url:
        return tell_wrong_use("--purge needs --site-url: the CDN must be told whole addresses.")
    return _do(target, json, purge, lambda at, _: (deploy.roll_back(at, to, _hook(purge, site_url or "")), Summary([])))


def _do(target: str | None, json: bool, purge: str | None, work: Callable[[Target, float], tuple[Outcome | None, Summary]], live: bool = True) -> int:
    """Work on the target, and tell what came of it: no outcome where the content has errors. `work` gets the target, and when the command began."""
    started = time.perf_counter()
    try:
        _look_at_hook(purge)
        done, error = _on(target, lambda to: work(to, started))
    except WrongUse as wrong:
        return tell_wrong_use(str(wrong))
    outcome, summary = done or (None, Summary([]))
    seconds = time.perf_counter() - started
    if summary.errors:
        error = "The content has errors."
        say(f"{shown_count(summary.errors, 'error')}. Nothing was published; the live site is as it was.")
    if outcome:
        _tell(outcome, "is live" if live else "would be live", seconds)
    return _end(json, {**json_document.loads(as_json(summary._replace(seconds=seconds))), **_as_document(target, outcome, live)}, error)


def releases(*, target: str | None = None, json: bool = False) -> int:
    """List what was published, the newest first."""
    try:
        record, error = _on(target, lambda at: at.record())
    except WrongUse as wrong:
        return tell_wrong_use(str(wrong))
    if record:
        _list(record)
    record = record or Record()
    events = [{**asdict(event), "live": event.id == record.live} for event in reversed(record.log)]
    return _end(json, {"target": target, "live": record.live, "unfinished": record.begun, "releases": events}, error)


def prune(*, target: str | None = None, keep: str = "10", days: str = "30", dry_run: bool = False, json: bool = False) -> int:
    """Delete what no kept release has."""
    try:
        numbers = [_whole(flag, text, least) for flag, text, least in (("--keep", keep, 1), ("--days", days, 0))]
        done, error = _on(target, lambda at: deploy.prune(at, *numbers, dry_run=dry_run))
    except WrongUse as wrong:
        return tell_wrong_use(str(wrong))
    dropped, deleted = done or ([], [])
    if done:
        words = f"{shown_count(len(dropped), 'release')} would go" if dry_run else f"{shown_count(len(dropped), 'release')} gone, {shown_count(len(deleted), 'file or folder', 'files and folders')} deleted"
        say(f"{words}{': ' if dropped else ''}{', '.join(dropped)}.")
    return _end(json, {"target": target, "releases": dropped, "deleted": deleted}, error)


def _on(target: str | None, work: Callable[[Target], _Done]) -> tuple[_Done | None, str | None]:
    """What came of the work on a target; or None, and what stopped it, which is told. Raises WrongUse."""
    at = _open(target)
    try:
        at.look()
        return work(at), None
    except TargetTrouble as trouble:
        error = str(trouble)
    except OSError as refused:
        if (problem := refusal(refused)) is None:
            raise
        error = f"{problem.message} {problem.cure}"
    say(error)
    return None, error


def _end(json: bool, document: dict[str, Any], error: str | None) -> int:
    """Print the document, if it is wanted, with what stopped the command; return the exit code."""
    told = not json or hand_out(json_document.dumps({**document, "error": error}, ensure_ascii=False, indent=1))
    return 1 if error or not told else 0


def _open(target: str | None) -> Target:
    if not target:
        raise WrongUse("--target must be given: file:///folder or s3://bucket/prefix.")
    try:
        return open_target(target)
    except TargetTrouble as error:
        raise WrongUse(str(error)) from None


def _look_at_hook(purge: str | None) -> None:
    if purge and can_be_overheard(purge):
        raise WrongUse(f"--purge {purge}: this must be an https:// address, so that nobody on the way reads PURGE_TOKEN.")


def _strict(settings: dict[str, Any], site_url: str | None) -> dict[str, Any]:
    """The settings of a build that may be published. Raises WrongUse where the site's address is not one that visitors can use."""
    address = settings["SITEURL"]
    if site_url is None and (urlsplit(address).hostname or "").endswith(".example"):
        raise WrongUse(f"--site-url must be given, or SITEURL set in publishconf.py: {address} belongs to nobody.")
    if not address.startswith("https://"):
        raise WrongUse(f"--site-url {address}: a site that is published must have an address with https://.")
    return {**settings, "RULES": {**settings["RULES"], "placeholder": "error"}}


@contextmanager
def _own_output(target: Target, content: str | None) -> Iterator[Path]:
    """The folder that is built for this target, which nobody else on this machine builds meanwhile. Raises Locked."""
    name = hashlib.sha256(json_document.dumps([target.url, os.path.abspath(content or ROOT / "content")]).encode()).hexdigest()[:16]
    folder = _BUILDS / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"Another command on this machine is publishing to {target.url}. This one has changed nothing. Wait until the other has ended, then run the same again.") from None
        os.utime(folder)
        _forget_old_builds()
        yield folder / "output"


def _forget_old_builds() -> None:
    builds = [folder for folder in _BUILDS.iterdir() if folder.is_dir()]
    for old in sorted(builds, key=lambda folder: folder.stat().st_mtime, reverse=True)[_KEPT_BUILDS:]:
        with suppress(OSError), (old / "lock").open("a") as lock:  # another command is at work there, or the folder is somebody else's
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(old, ignore_errors=True)


def _release_of(output: Path, run: Any, to: Target) -> Release:
    entries = [entry for entry in run.library.entries if not entry.is_draft]
    articles = sum(entry.kind == "article" and entry.document.meta.status == "published" for entry in entries)
    return make_release(output, {entry.save_as: entry.document.meta.title for entry in entries}, articles, to.passes_over)


def _hook(purge: str | None, site_url: str) -> Callable[[list[str]], None] | None:
    return (lambda urls: tell_cdn(purge, [site_url.rstrip("/") + url for url in urls])) if purge else None


def _tell(outcome: Outcome, words: str, seconds: float) -> None:
    if outcome.was_live:
        say(f"Nothing to do: the release {outcome.release.id} is live already ({seconds:.1f} s).")
        return
    sent = f"{shown_count(outcome.transfer.files, 'file')}, {shown_size(outcome.transfer.bytes)} sent, " if outcome.transfer else ""
    say("\n".join([*outcome.words, *outcome.advice]))
    say(f"The release {outcome.release.id} {words}: {shown_count(outcome.release.articles, 'article')}, {sent}in {seconds:.1f} s.")


def _list(record: Record) -> None:
    if not record.log:
        say("Nothing was published here yet.")
    if record.begun:
        say("The last command on this target did not finish. Run publish again, or rollback.")
    newest = record.log[-1] if record.log else None
    for event in reversed(record.log):
        state = ", live" if event is newest and event.id == record.live else ""
        kind = "rolled back to, " if event.kind == "rollback" else ""
        when = datetime.fromisoformat(event.at).astimezone()
        say(f"{event.id}  {when:%Y-%m-%d %H:%M}  {kind}{shown_count(event.articles, 'article')}{state}\n    {' '.join(event.changes)}")


def _as_document(target: str | None, outcome: Outcome | None, live: bool) -> dict[str, Any]:
    """What the document says of publishing, beside what it says of a build."""
    return {"target": target, "release": outcome.release.id if outcome else None, "live": live and outcome is not None,
            "already_live": bool(outcome and outcome.was_live), "articles": outcome.release.articles if outcome else None,
            "changes": {kind: [url_of(path) for path in getattr(outcome.changes, kind)] if outcome else [] for kind in ("added", "changed", "gone")},
            "words": outcome.words if outcome else [], "files_sent": outcome.transfer.files if outcome and outcome.transfer else 0,
            "bytes_sent": outcome.transfer.bytes if outcome and outcome.transfer else 0}


def _whole(flag: str, text: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise WrongUse(f"{flag} must be a whole number from {least}, not {text!r}.")
    return int(text)
