"""Measures what visitors notice of publishing: nothing, if all is well.

`python3 tasks.py bench --only publish` runs all parts, against SeaweedFS and a folder, and writes the figures into docs/publishing.md;
`python -m benchmarks.publishing readers rivals` runs some of them, inside the environment.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks import deployer, store_faults
from benchmarks.hosts import measure_hosts
from benchmarks.readers import Seen, reader_of_folder, watch
from benchmarks.rivals import run_pairs
from benchmarks.small_site import Fetch, write_site
from benchmarks.store import seaweed
from pipeline.publish import deploy
from pipeline.publish.release import Release, make_release, url_of

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".cache" / "bench-publish"
RESULTS = WORK / "results.json"
_DEPLOYS, _ROLLBACKS, _READS, _PAIRS = 100, 20, 10_000, 50  # on each target
_STEPS = {"publish": 1, "first": 6, "rollback": 6}  # which requests of a command are broken: each, or each sixth


def measure_faults(endpoint: str, bucket: str) -> dict:
    """Break every request of a publish, and some of a first publish and of a rollback."""
    trial = store_faults.Trial(endpoint, bucket, WORK / "versions")
    return asdict(store_faults.run(trial, store_faults.plan(trial, _STEPS), lambda tally: _keep("faults", asdict(tally))))


def measure_readers(endpoint: str, bucket: str) -> dict:
    """Let readers read during a hundred deploys and twenty rollbacks, on each target."""
    return {name: asdict(_watch(url, fetch)) for name, url, fetch in _targets(endpoint, bucket, "readers")}


def measure_rivals(endpoint: str, bucket: str) -> dict:
    """Publish in pairs, on each target."""
    folders = [folder for _, folder in _versions(6).values()]
    found = {}
    for name, url, fetch in _targets(endpoint, bucket, "rivals"):
        deploy.publish(deployer.open_small(url), make_release(folders[0]), folders[0])
        found[name] = asdict(run_pairs(url, fetch, folders, _PAIRS))
    return found


def measure_older_builds(endpoint: str, bucket: str) -> dict:
    """Publish an older build, of the same sizes and with old times, over a newer one; count the files that are not as built."""
    found = {}
    (newer, newer_folder), (older, older_folder) = _versions(2)[1], _versions(2)[0]
    for path in older_folder.rglob("*"):
        os.utime(path, (1, 1))
    for name, url, fetch in _targets(endpoint, bucket, "older"):
        target = deployer.open_small(url)
        deploy.publish(target, newer, newer_folder)
        deploy.publish(target, older, older_folder)
        changed = [path for path in older.pages if newer.files.get(path) != older.files[path]]
        stale = [path for path in changed if fetch(f"/{path}") != (older_folder / path).read_bytes()]
        same_size = sum(path in newer.files and newer.files[path].size == older.files[path].size for path in changed)
        found[name] = {"changed": len(changed), "of the same size": same_size, "stale": stale}
    return found


def _watch(url: str, fetch: Fetch) -> Seen:
    versions, target = _versions(_DEPLOYS // 5), deployer.open_small(url)
    digests = {number: {url_of(path): file.sha256 for path, file in release.files.items()} for number, (release, _) in versions.items()}
    deploy.publish(target, *versions[0])

    def work() -> None:
        for number in range(1, _DEPLOYS + 1):
            deploy.publish(target, *versions[number % len(versions)])
            if number % (_DEPLOYS // _ROLLBACKS) == 0:
                deploy.roll_back(target, None)

    return watch(fetch, digests, work, least=_READS)


def _versions(count: int) -> dict[int, tuple[Release, Path]]:
    folders = {number: WORK / "versions" / f"small-{number}" for number in range(count)}
    return {number: (make_release(folder if folder.exists() else write_site(folder, number)), folder) for number, folder in folders.items()}


def _targets(endpoint: str, bucket: str, name: str) -> Iterator[tuple[str, str, Fetch]]:
    folder = WORK / f"target-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    yield "file", f"file://{folder}", reader_of_folder(folder)
    yield "s3", f"s3://{bucket}/{name}", store_faults.reader_of(endpoint, bucket, f"{name}/")


PARTS: dict[str, Callable[[str, str], dict]] = {
    "faults": measure_faults, "readers": measure_readers, "rivals": measure_rivals, "older builds": measure_older_builds,
    "hosts": lambda _endpoint, _bucket: measure_hosts(WORK)}


def report(results: dict) -> str:
    """The table of docs/publishing.md."""
    rows = []
    if found := results.get("faults"):
        kinds = ", ".join(f"{count} {kind}" for kind, count in found["by_kind"].items())
        rows.append((f"{found['faults']} faults, one at a time, in a publish, a first publish and a rollback to the store: {kinds}",
                     f"{found['ended_well']} commands did their work all the same; broken links {len(found['broken'])}, runs that did not finish the work {len(found['not_resumed'])}, "
                     f"wrong files then {len(found['wrong'])}, bytes sent twice {len(found['sent_again'])}"))
    for name, seen in _each_target(results, "readers"):
        rows.append((f"Two readers who follow links during {_DEPLOYS} deploys and {_ROLLBACKS} rollbacks, {name}",
                     f"{seen['reads']:,} reads; broken links {len(seen['broken_links'])} (and {seen['withdrawn']} to pages withdrawn meanwhile), "
                     f"lost assets {len(seen['broken_assets'])}, mixed pages {len(seen['mixed'])}"))
    for name, pairs in _each_target(results, "rivals"):
        rows.append((f"{_PAIRS} pairs of people who publish at the same moment, {name}", f"{pairs['one_winner']} with one winner, whose site is live; otherwise {len(pairs['wrong'])}"))
    for name, older in _each_target(results, "older builds"):
        rows.append((f"An older build of the same sizes, with old times, over a newer one, {name}", f"{older['changed']} files changed, {len(older['stale'])} of them not live"))
    if found := results.get("hosts"):
        rows.append(("A build for the public, served by Cloudflare Pages' own `wrangler pages dev`",
                     found.get("missing") or f"{found['files']} files and {found['redirects']} redirects; not as our tables have them: {len(found['wrong'])}"))
    return "\n".join(["| What | Result |", "|---|---|", *(f"| {what} | {result} |" for what, result in rows), ""])


def write(results: dict) -> None:
    """Put the table into docs/publishing.md, between its two marks."""
    page = ROOT / "docs" / "publishing.md"
    text = page.read_text(encoding="utf-8")
    start, end = "<!-- trials: begin -->", "<!-- trials: end -->"
    before, rest = text.split(start)
    page.write_text(f"{before}{start}\n\n{report(results)}\n{end}{rest.split(end)[1]}", encoding="utf-8")


def _each_target(results: dict, part: str) -> Iterator[tuple[str, dict]]:
    words = {"file": "a folder", "s3": "the store"}
    return ((words[name], found) for name, found in results.get(part, {}).items() if name in words)


def main(*names: str) -> int:
    """Run the named parts, or all, and write what is known then; return 1 where visitors would have noticed something."""
    shutil.rmtree(WORK / "versions", ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    if not names:
        RESULTS.unlink(missing_ok=True)
    with seaweed(WORK) as endpoint:
        import boto3

        boto3.client("s3").create_bucket(Bucket="bench")
        for name in names or PARTS:
            started = time.monotonic()
            _keep(name, {**PARTS[name](endpoint, "bench"), "seconds": round(time.monotonic() - started)})
    write(_kept())
    return int(_has_harm(_kept()))


def _has_harm(found: object) -> bool:
    """Whether one of the lists holds something: all name what should not have been."""
    return any(map(_has_harm, found.values())) if isinstance(found, dict) else isinstance(found, list) and bool(found)


def _kept() -> dict:
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def _keep(name: str, found: dict) -> None:
    RESULTS.write_text(json.dumps({**_kept(), name: found}, indent=1))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
