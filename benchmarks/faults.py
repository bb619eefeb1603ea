"""Faults: a build is killed, interrupted, or refused by the disk, at each place where it writes; what must hold afterwards is looked at.

`python -m benchmarks.faults [COUNT] [SEED]` tries COUNT of all faults (default 500; 0 means all), chosen by SEED. It needs Linux and strace.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.project import FILES, FOLDERS, TODAY, copy_project, edit, fingerprint, write_article
from tests.warm import Ended, Warm

# What a build asks of the disk, by the name of the system call. A machine need not have all: "?" passes over what is not there.
CALLS = ("write", "pwrite64", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "open", "openat",
         "fsync", "fdatasync", "ftruncate", "copy_file_range", "sendfile")
ENDS = ("signal=KILL", "signal=INT", "signal=TERM", "error=ENOSPC", "error=EIO")
TOLD = 50  # faults between two lines of progress
ARTICLES = 34  # enough for work in several processes
_TRACE = ",".join(f"?{call}" for call in CALLS)
_CODES = {"signal=KILL": -9, "signal=TERM": -15, "signal=INT": 130}
_NAMES = {*FOLDERS, *FILES, ".venv", "__pycache__", "listening.py", "output", ".output.build", "clean", ".clean.build", ".cache",
          *(f".output.build/{name}" for name in ("lock", "state", "next")),
          *(f".cache/{name}" for name in ("icons", "pictures", "styles", "templates", "runs", "store.sqlite3", "store.sqlite3-wal", "store.sqlite3-shm"))}
_NOTHING = "Nothing was built; the last good output is as it was."


@dataclass(frozen=True)
class Scenario:
    """A kind of build: an edit, which is undone by the next one of its kind, and the flags of the command."""

    name: str
    edit: Callable[[Path, bool], None]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """The `when`-th `call` of each process of a build is refused, or brings a signal with it. `undo`: of the build that undoes the edit."""

    scenario: Scenario
    undo: bool
    call: str
    when: int
    end: str

    def __str__(self) -> str:
        return f"{self.scenario.name}{' undone' if self.undo else ''}: {self.end} at {self.call} {self.when}"


def _swap(path: str, old: str, new: str) -> Callable[[Path, bool], None]:
    return lambda project, undo: edit(project / path, *((new, old) if undo else (old, new)))


def _swap_all(project: Path, undo: bool) -> None:
    for number in range(ARTICLES):
        edit(project / f"content/articles/text-{number:02}.md", *(("Terms", "Words") if undo else ("Words", "Terms")))


def _add(project: Path, undo: bool) -> None:
    if undo:
        (project / "content/articles/new.md").unlink()
    else:
        write_article(project / "content", "new", topic="sleep")


def _forget(project: Path, undo: bool) -> None:
    _swap("content/clinic.yaml", "name: TelemedicalServices", "name: Another Clinic")(project, undo)
    shutil.rmtree(project / ".cache")
    shutil.rmtree(project / ".output.build/next")


def _plug(project: Path, undo: bool) -> None:
    (project / "listening.py").write_text("from pelican import signals\n\ndef hear(_):\n    pass\n\ndef register():\n    signals.content_object_init.connect(hear)\n", "utf-8")
    _swap("pelicanconf.py", 'PLUGINS = ["pipeline.plugin"]', 'PLUGINS = ["pipeline.plugin", "listening"]')(project, undo)
    _swap_all(project, undo)


SCENARIOS = (
    Scenario("words of an article", _swap("content/articles/text-07.md", "Words", "Terms")),
    Scenario("words of all articles", _swap_all),
    Scenario("an article more", _add),
    Scenario("the clinic's name", _swap("content/clinic.yaml", "name: TelemedicalServices", "name: Another Clinic")),
    Scenario("everything anew", _swap("content/pages/about.md", "United States", "US"), ("--clean",)),
    Scenario("nothing kept", _forget),
    Scenario("a plugin listens", _plug),
)


class Trial:
    """A project of its own, whose site every fault finds whole. Use it in a `with` statement."""

    def __init__(self, folder: Path, scenarios: Sequence[Scenario] = SCENARIOS) -> None:
        self.project, self.log = copy_project(folder / "project"), folder / "log"
        self.warm = Warm(self.project)
        for number in range(ARTICLES):
            write_article(self.project / "content", f"text-{number:02}", "Words.\n")
        self.scenarios = scenarios
        self.sites: dict[tuple[str, bool], dict[str, str]] = {}  # of each scenario, after its edit and after that is undone
        self._build()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.warm.__exit__()

    def faults(self) -> list[Fault]:
        """Every fault there can be: each build is made once under strace, and what it asked of the disk is counted."""
        found = []
        for scenario in self.scenarios:
            for undo in (False, True):
                scenario.edit(self.project, undo)
                done = self._build(*scenario.flags, strace=("-e", f"trace={_TRACE}"))
                assert done.code == 0, done.stderr
                found += [Fault(scenario, undo, call, when, end) for call, when in sorted(self._places()) for end in ENDS]
                self._build("--clean", "--output", "clean")
                self.sites[scenario.name, undo] = fingerprint(self.project / "clean")
        return found

    def tries(self, faults: Sequence[Fault]) -> Iterator[tuple[Fault, bool, list[str]]]:
        """Each fault, whether the build came to it, and what did not hold."""
        for scenario in self.scenarios:
            for undo, fault in _in_turns([fault for fault in faults if fault.scenario == scenario]):
                scenario.edit(self.project, undo)
                if fault is None:
                    self._build(*scenario.flags)
                else:
                    yield fault, *self._try(fault)

    def _try(self, fault: Fault) -> tuple[bool, list[str]]:
        output = self.project / "output"
        new, old = self.sites[fault.scenario.name, fault.undo], fingerprint(output)
        wrong = []
        done = self._build(*fault.scenario.flags, strace=("-e", f"trace={fault.call}", "-e", f"inject={fault.call}:{fault.end}:when={fault.when}"))
        met = self._met(fault)
        if not done.alone:
            wrong.append("a process that it started did not end")
        now = fingerprint(output)
        if now not in (old, new):
            wrong.append(f"the output is neither the old site nor the new one: {_difference(now, old, new)}")
        if done.code == 0 and now != new:
            wrong.append("exit code 0 without the new site")
        if str(done.pid) in met and done.code != _CODES.get(fault.end, done.code):
            wrong.append(f"exit code {done.code}, not {_CODES[fault.end]}")
        if done.code not in {0, 1, *_CODES.values()}:
            wrong.append(f"exit code {done.code}")
        if re.search(r"Traceback|Exception ignored|Error:", done.stderr) or (done.code == 1 and not done.stderr.strip() and fault.call != "write"):
            wrong.append(f"words: {done.stderr[-3000:]!r}")
        if _NOTHING in done.stderr and now != old:
            wrong.append("it says that nothing was built, and something was")
        again = self._build(*fault.scenario.flags)
        if again.code != 0 or fingerprint(output) != new:
            wrong.append(f"the next build does not mend it ({again.code}): {_difference(fingerprint(output), old, new)} {again.stderr[-500:]!r}")
        if left := self._names() - _NAMES:
            wrong.append(f"left behind: {sorted(left)}")
        return bool(met), wrong

    def _build(self, *flags: str, strace: Sequence[str] = ()) -> Ended:
        return self.warm.run("build", "--today", TODAY, *flags, strace=("-o", str(self.log), *strace) if strace else ())

    def _places(self) -> set[tuple[str, int]]:
        """Each call that changes the disk, and its number among its process's calls of that name, as strace counts them."""
        counts: Counter[tuple[str, str]] = Counter()
        places = set()
        for line in self.log.read_text("utf-8", "replace").splitlines():
            if found := re.match(r"(\d+) +(\w+)\(", line):
                process, call = found.groups()
                counts[process, call] += 1
                if call not in {"open", "openat"} or "O_CREAT" in line:
                    places.add((call, counts[process, call]))
        return places

    def _met(self, fault: Fault) -> set[str]:
        """The processes that met the fault."""
        lines = self.log.read_text("utf-8", "replace").splitlines()
        name = fault.end.partition("=")[2]
        mark = "(INJECTED)" if fault.end.startswith("error") else "killed by SIGKILL" if name == "KILL" else f"--- SIG{name} {{si_signo=SIG{name}, si_code=SI_KERNEL"
        return {line.split()[0] for line in lines if mark in line}

    def _names(self) -> set[str]:
        """What stands in the project, and in the folders that builds keep."""
        return {path.relative_to(self.project).as_posix() for folder in (self.project, self.project / ".output.build", self.project / ".cache") for path in folder.iterdir()}


def _in_turns(faults: Sequence[Fault]) -> Iterator[tuple[bool, Fault | None]]:
    """Faults of edits and of their undoing, one after the other; None where there is none left of one kind."""
    waiting = {undo: [fault for fault in faults if fault.undo == undo] for undo in (False, True)}
    undo = False
    while waiting[False] or waiting[True] or undo:
        yield undo, waiting[undo].pop() if waiting[undo] else None
        undo = not undo


def _difference(now: dict[str, str], old: dict[str, str], new: dict[str, str]) -> str:
    count = lambda site: len({*now.items()} ^ {*site.items()})  # noqa: E731
    return f"{count(old)} files differ from the old, {count(new)} from the new"


def choose(faults: Sequence[Fault], count: int, seed: int) -> list[Fault]:
    """Some of the faults, the same for one seed; as many of each scenario and call as of any other, where there are so many."""
    chance = random.Random(seed)
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in chance.sample(faults, len(faults)):
        groups.setdefault((fault.scenario.name, fault.call), []).append(fault)
    mixed = [group[index] for index in range(max(map(len, groups.values()))) for group in groups.values() if index < len(group)]
    return mixed[:count or None]


def main() -> int:
    """Try them and tell what did not hold; the exit code is 1 where something did not."""
    count, seed = (int(value) for value in (*sys.argv[1:], *("500", "1")[len(sys.argv) - 1:]))
    if not shutil.which("strace"):
        print("SKIPPED: no fault was tried, since strace is not installed.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        with Trial(Path(folder)) as trial:
            every = trial.faults()
            chosen, tried, met, failed = choose(every, count, seed), 0, 0, 0
            print(f"{len(every)} faults are possible; {len(chosen)} are tried.", flush=True)
            for fault, was_met, wrong in trial.tries(chosen):
                tried, met, failed = tried + 1, met + was_met, failed + bool(wrong)
                for what in wrong:
                    print(f"{fault}: {what}", flush=True)
                if tried % TOLD == 0:
                    print(f"{tried} of {len(chosen)} tried, {failed} failed", file=sys.stderr, flush=True)
        print(f"{tried} faults tried, {met} of them met by a build, {failed} after which something did not hold.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
