"""Two people who publish different versions at the same moment: one must win, and the other must be told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import deployer
from benchmarks.small_site import Fetch
from pipeline.publish.release import make_release

_MOST = 4  # times as many pairs as are wanted, before we give up
_PAUSE = 8  # seconds, until a lock that was left behind has run out


@dataclass
class Pairs:
    """How the pairs ended; `wrong` names what should not have been."""

    one_winner: int = 0
    in_turn: int = 0  # both worked, since one had ended before the other began: no rivals, and not counted
    wrong: list[str] = field(default_factory=list)


def run_pairs(url: str, fetch: Fetch, folders: list[Path], pairs: int) -> Pairs:
    """Publish the folders in pairs, each in a process of its own, from one starting gun, until so many pairs were rivals."""
    tally = Pairs()
    for number in range(_MOST * pairs):
        if tally.one_winner == pairs:
            break
        two = [folders[(2 * number + one) % len(folders)] for one in (0, 1)]
        gate = deployer.gate_for(2)
        processes = [deployer.start("publish", url, folder, lease_seconds=5, gate=gate) for folder in two]
        for process in processes:
            process.join(120)
        codes = [process.exitcode for process in processes]
        tally.one_winner += sorted(codes) == [deployer.DONE, deployer.LOCKED_OUT]
        tally.in_turn += codes == [deployer.DONE, deployer.DONE]
        winners = [folder for folder, code in zip(two, codes, strict=True) if code == deployer.DONE]
        if not winners or not any(_is_live(fetch, folder) for folder in winners):
            tally.wrong.append(f"pair {number}: exit codes {codes}")
            time.sleep(_PAUSE)
    return tally


def _is_live(fetch: Fetch, folder: Path) -> bool:
    return all(fetch(f"/{path}") == (folder / path).read_bytes() for path in make_release(folder).files)
