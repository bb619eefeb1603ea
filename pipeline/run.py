"""One run of the pipeline: its stages' parts, made in order, and everything that was found wrong."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican.contents import Content
from pelican.plugins import signals

from pipeline.adopt import adopt
from pipeline.check.rule import Occasion
from pipeline.check.rules import check, inspection
from pipeline.edition import Edition, fill_caches, styles_of
from pipeline.logs import listener
from pipeline.memo import make_memo
from pipeline.parallel import MIN_PER_PROCESS, aside
from pipeline.problem import Problem, Refused
from pipeline.progress import Progress
from pipeline.publish.hosts import host_files
from pipeline.read.facts import Facts, read_facts
from pipeline.read.library import Entry, Library
from pipeline.read.reading import Reading
from pipeline.render.press import Press
from pipeline.render.tasks import Task, moved_tasks, robots_tasks, sitemap_task
from pipeline.render.templates import Templates
from pipeline.render.tree import OutputTree
from pipeline.report import in_order
from pipeline.store.records import Records
from pipeline.store.snapshot import files, find_loops
from pipeline.terms import terms_of


class Stopped(SystemExit):
    """Ends Pelican's run with an exit code: 1 with errors, 0 where a check alone has found none.

    Pelican logs every other exception with its traceback; all there is to say has been reported by then.
    """


class Run:
    """What the signals' handlers share. Made anew for each of Pelican's runs."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.content, self.theme = Path(settings["PATH"]), Path(settings["THEME"])
        self.problems: list[Problem] = []
        self.progress = Progress()
        records = Records(Path(settings["CACHE_PATH"]) / "store.sqlite3", forget=settings["CLEAN"])
        self.reading = Reading(self.content, [name for name in settings["EXTRA_KEYS"] if not name.isupper()], records, self.progress, inspection())
        self.templates = Templates(self.theme / "templates", Path(settings["CACHE_PATH"]))
        self.facts = Facts()
        self.library: Library | None = None
        self.edition: Edition | None = None
        self.press: Press | None = None
        self.others_write = False
        self.tasks: list[Task] = []  # what Pelican's generators ask the writer for
        self.listings: dict[str, Sequence[Entry]] = {}  # each page of a list, and the articles on it

    def read_facts(self) -> None:
        """Read what every page may need."""
        self.facts, problems = read_facts(self.content, self.theme)
        self.reading.facts = self.facts
        self.problems += problems

    def read_ahead(self) -> None:
        """Read every document that Pelican's generators are going to ask for, and look at the theme."""
        folders = [self.content / name for name in (*self.settings["ARTICLE_PATHS"], *self.settings["PAGE_PATHS"])]
        if loops := [loop for folder in folders for loop in find_loops(str(folder), (os.path.realpath(self.content),))]:
            raise Refused(Problem(loop, 1, 1, "file", "A link in the content must not lead back to a folder above it.", "Delete the link.") for loop in loops)
        missing = self.reading.missing(sorted(Path(path) for folder in folders if folder.is_dir() for path in files(str(folder)) if path.endswith(".md")))
        with self._beside(len(missing)):
            self.reading.read_ahead(missing, self.settings["JOBS"])
        self.problems += self.templates.check()

    @contextlib.contextmanager
    def _beside(self, texts: int) -> Iterator[None]:
        """While many texts are read, another process makes what waits for none of them; whatever is wrong there is found, and told, where it is needed."""
        if texts < MIN_PER_PROCESS or self.settings["CHECK_ONLY"]:  # a check makes no pages
            yield
            return
        with aside(lambda: fill_caches(terms_of(self.settings), self.templates), self.settings["JOBS"]) as made:
            yield
            with contextlib.suppress(Exception):
                made()

    def check(self, contents: Iterable[tuple[str, Content]], other_urls: Iterable[str]) -> None:
        """Put the documents into the library and run every rule. Raises Stopped where something must be mended."""
        refused = frozenset(Path(path).relative_to(self.content).as_posix() for path in self.reading.refused)
        made = []
        for kind, content in contents:
            document, problems = adopt(content, self.reading.models[f"{kind}s"]) if self.others_write else (content.metadata["document"], [])
            self.problems += problems
            entry = Entry(kind, document, content.get_relative_source_path(), content.slug, "/" + content.url, content.save_as)
            content.metadata["entry"] = entry
            made.append(entry)
        self.library = Library(self.content, self.facts, tuple(sorted(made, key=lambda entry: entry.source)), frozenset(other_urls), refused)
        self.problems += [*self.reading.problems, *check(self.library, Occasion(self.today, self.settings["PRODUCTION"]), self.settings["RULES"], self.reading.found, self._asked(made))]
        self.progress.step("checked", len(made))
        self.problems += listener.take()
        if self.settings["CHECK_ONLY"] or self.failed:
            raise Stopped

    def _asked(self, entries: Iterable[Entry]) -> list[Entry] | None:
        """The single texts that a check is of: as in `pipeline.check.single`, it tells nothing of the site as a whole. None where it is of folders, other files, or all."""
        paths = [Path(path) for path in self.settings["ONLY_PATHS"]]
        return [entry for entry in entries if Path(entry.document.path) in paths] if paths and all(path.suffix == ".md" for path in paths) else None

    @cached_property
    def today(self) -> dt.date:
        """The build date: as told, else today where the clinic is; a run that goes on past midnight keeps its day."""
        if told := self.settings["BUILD_DATE"]:
            return dt.date.fromisoformat(told)
        return dt.datetime.now(ZoneInfo(self.facts.clinic.timezone if self.facts.clinic else "UTC")).date()

    def make_edition(self) -> None:
        """Get ready to make pages. Raises Refused."""
        terms = terms_of(self.settings)
        self.templates.styles = styles_of(terms)
        self.templates.check_styles()
        self.edition = Edition(terms, self.library, self.today, self.templates)

    def print(self, tree: OutputTree) -> None:
        """Make every file that has changed, in the tree that becomes the output."""
        composer = self.edition.composer
        self.press = self.edition.press(tree, self.progress)
        if self.others_write:
            self.press.tell = lambda path, view: signals.content_written.send(str(path), context={"view": view})
        self.problems += self.edition.print(self.press, [*self.tasks, *moved_tasks(composer), sitemap_task(composer, self.listings), *robots_tasks(composer)],
                                            host_files(composer, lambda: self.edition.style_digests))

    @property
    def can_be_remembered(self) -> bool:
        """Whether the same inputs will always give the same: not so with others at work, whose inputs nobody knows, or where a check could not be made."""
        return not self.others_write and self.reading.is_lasting

    def save_memo(self, path: Path, build: str) -> None:
        """Keep what the next build needs to make a page without reading all texts; `build` names this one. Never fails."""
        keys = {str(path): keys.document for path, keys in self.reading.keys.items()}
        with contextlib.suppress(OSError):
            make_memo(build, self.edition.terms, self.library, self.settings["RULES"], self.reading.extra_keys, keys).save(path)

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def close(self) -> None:
        """End the run's progress line and let go of the store."""
        self.progress.end()
        self.reading.records.close()
        if only := [Path(path) for path in self.settings["ONLY_PATHS"]]:
            self.problems = [problem for problem in self.problems if any(path == Path(problem.path) or path in Path(problem.path).parents for path in only)]
        self.problems = in_order([*self.problems, *listener.take()])
