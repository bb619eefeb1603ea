"""Sequences: random edits, with a build after each; the last one must give, byte for byte and word for word, what a clean build gives.

`python -m benchmarks.sequences [COUNT] [SEED]` tries COUNT sequences (default 500), chosen by SEED.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.edits import EDITS, NAMES, Site

LONGEST = 5  # edits
TOLD = 50  # sequences between two lines of progress


def sequence(chance: random.Random) -> list[tuple[str, str, int]]:
    """Some edits: what kind, of which article, and a number that varies it."""
    return [(chance.choice(list(EDITS)), chance.choice(NAMES), chance.randrange(9)) for _ in range(chance.randint(1, LONGEST))]


def main() -> int:
    """Try them and tell what did not hold; the exit code is 1 where something did not."""
    count, seed = (int(value) for value in (*sys.argv[1:], *("500", "1")[len(sys.argv) - 1:]))
    chance = random.Random(seed)
    edits = failed = 0
    with tempfile.TemporaryDirectory() as folder, Site(Path(folder)) as site:
        for number in range(count):
            done = sequence(chance)
            wrong = list(site.compare(done))
            edits, failed = edits + len(done), failed + bool(wrong)
            for what in wrong:
                print(f"sequence {number}, {done}: {what}", flush=True)
            if (number + 1) % TOLD == 0:
                print(f"{number + 1} of {count} tried, {failed} failed", file=sys.stderr, flush=True)
    print(f"{count} sequences of {edits} edits tried, {failed} after which something did not hold.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
