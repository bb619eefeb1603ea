"""The press: makes the files whose inputs have changed, in several processes where that helps, and takes over the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pipeline.assets.store import Assets
from pipeline.parallel import each
from pipeline.problem import Problem, Refused
from pipeline.progress import Progress
from pipeline.render.tasks import Task
from pipeline.render.templates import Templates
from pipeline.render.tree import OutputTree, Row
from pipeline.render.views import View
from pipeline.store.keys import key_of


class Made(NamedTuple):
    """What one task came to: the file's row, the assets that it uses, or what was wrong."""

    row: Row | None
    assets: list[tuple[str, Row]]
    problems: list[Problem]


@dataclass
class Press:
    """`shared` is the key of all that every page is made from. `fingerprints` grow as tasks are done.

    `tell`, where given, hears of each file that was made, with its view; then all is done in this process.
    """

    tree: OutputTree
    templates: Templates
    assets: Assets
    shared: bytes
    jobs: int | None
    progress: Progress
    tell: Callable[[Path, View], None] | None = None
    fingerprints: dict[str, list] = field(default_factory=dict)
    rendered: int = 0
    reused: int = 0

    def run(self, tasks: Sequence[Task]) -> list[Problem]:
        """Do every task; return what was wrong."""
        pending = [(task, fingerprint) for task in tasks if not self._reuse(task, fingerprint := self._fingerprint(task))]
        if pending:
            self.tree.open()
            self.assets.pictures.make((one for task, _ in pending for one in task.pictures()), self.jobs, self.progress)
        problems: list[Problem] = []
        self.progress.step("reused", self.reused)
        self.progress.begin("rendered", len(pending))
        for index, made in each(lambda index: self._make(pending[index][0]), len(pending), 1 if self.tell else self.jobs):
            task, fingerprint = pending[index]
            problems += made.problems
            if made.row:
                self._take(task.save_as, fingerprint, made)
                self.rendered += 1
            self.progress.step("rendered")
        return problems

    def _fingerprint(self, task: Task) -> str:
        return key_of(self.shared, self.templates.closure(task.template), task.inputs).hex()

    def _reuse(self, task: Task, fingerprint: str) -> bool:
        """Take over the file as it is, if it was made from the same and is still there."""
        return self.tree.fingerprints.get(task.save_as, ("",))[0] == fingerprint and self.take_over(task.save_as)

    def take_over(self, save_as: str) -> bool:
        """Take over a file and its assets as an earlier build made them; False where they are no longer there."""
        fingerprint, digest, assets = self.tree.fingerprints[save_as]
        if not all(self.tree.holds(*held) for held in ((save_as, digest), *assets)):
            return False
        self._take(save_as, fingerprint, Made((digest, 0, 0), [(name, (asset, 0, 0)) for name, asset in assets], []))
        self.reused += 1
        return True

    def _take(self, save_as: str, fingerprint: str, made: Made) -> None:
        self.fingerprints[save_as] = [fingerprint, made.row[0], [[name, row[0]] for name, row in made.assets]]
        for name, row in ((save_as, made.row), *made.assets):
            self.tree.take(name, row)

    def _make(self, task: Task) -> Made:
        try:
            with self.assets.watch() as used:
                view = task.compose()
                html = self.templates.render(task.template, view)
            made = Made(self.tree.write(task.save_as, html.encode()), [(name, self.tree.write(name, data)) for name, data in used.items()], [])
            if self.tell:
                self.tell(self.tree.next.folder / task.save_as, view)
            return made  # noqa: TRY300 reads in the order of what is done
        except Refused as refused:
            return Made(None, [], list(refused.problems))
