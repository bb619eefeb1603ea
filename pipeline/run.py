"""One run of the pipeline: its stages' parts, made in order, and everything that was found wrong."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pelican.contents import Content

from pipeline.assets.icons import make_icon
from pipeline.assets.store import Assets
from pipeline.assets.styles import bundle_styles
from pipeline.check.placeholders import check_placeholders
from pipeline.check.rules import check
from pipeline.problem import Problem, Refused
from pipeline.progress import Progress
from pipeline.read.facts import Facts, read_facts
from pipeline.read.library import Entry, Library
from pipeline.read.reader import Reading
from pipeline.render.compose import Composer, Publication
from pipeline.render.templates import Templates
from pipeline.report import print_problems


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
        self.reading = Reading(tuple(name for name in settings["EXTRA_KEYS"] if not name.isupper()), self.progress)
        self.templates = Templates(self.theme / "templates")
        self.facts = Facts()
        self.library: Library | None = None
        self.composer: Composer | None = None
        self.writer: Any = None  # the writer names itself here: Pelican makes it, and keeps it to itself

    def read_facts(self) -> None:
        """Read what every page may need, and look at the theme."""
        self.facts, problems = read_facts(self.content, self.theme)
        self.problems += [*problems, *self.templates.check()]

    def check(self, contents: Iterable[tuple[str, Content]], other_urls: Iterable[str]) -> None:
        """Put the documents into the library and run every rule. Raises Stopped where something must be mended."""
        refused = frozenset(Path(path).relative_to(self.content).as_posix() for path in self.reading.refused)
        made = []
        for kind, content in contents:
            entry = Entry(kind, content.metadata["document"], content.get_relative_source_path(), content.slug, "/" + content.url, content.save_as)
            content.metadata["entry"] = entry
            made.append(entry)
        self.library = Library(self.content, self.facts, tuple(sorted(made, key=lambda entry: entry.source)), frozenset(other_urls), refused)
        self.problems += [*self.reading.problems, *check(self.library)]
        if self.settings["PRODUCTION"]:
            self.problems += check_placeholders(self.facts)
        if self.settings["CHECK_ONLY"] or self.failed:
            raise Stopped

    def make_composer(self) -> None:
        """Bundle the styles and get ready to compose views. Raises Refused."""
        address = self.settings["SITEURL"].rstrip("/")
        today = self.settings["BUILD_DATE"]
        publication = Publication(
            site_url=address, base=urlsplit(address).path, production=self.settings["PRODUCTION"],
            today=dt.date.fromisoformat(today) if today else dt.datetime.now(ZoneInfo(self.facts.clinic.timezone)).date())
        assets = Assets(self.content, publication.base)
        stylesheet = assets.add("site.css", bundle_styles(self.theme / "static" / "css" / "site.css"))
        icons = {"svg": assets.add("icon.svg", make_icon(self.theme))}
        self.composer = Composer(self.library, assets, publication, self.templates.body, stylesheet, icons)

    def finish(self) -> None:
        """Write what no generator knows of, unless something must be mended first."""
        if not self.failed:
            self.writer.write_rest()

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def report(self) -> None:
        """Print every problem, then the count."""
        self.progress.end()
        if only := [Path(path) for path in self.settings["ONLY_PATHS"]]:
            self.problems = [problem for problem in self.problems if any(path == Path(problem.path) or path in Path(problem.path).parents for path in only)]
        print_problems(self.problems, sys.stderr)
        errors = sum(problem.severity == "error" for problem in set(self.problems))
        warnings = len(set(self.problems)) - errors
        if self.problems:
            print(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}.", file=sys.stderr)


class LogProblems(logging.Handler):
    """Turns what Pelican or a plugin only logs into problems: a logged error must stop the build as well."""

    def __init__(self, run: Run) -> None:
        super().__init__(logging.WARNING)
        self.run = run

    def emit(self, record: logging.LogRecord) -> None:
        severity = "error" if record.levelno >= logging.ERROR else "warning"
        message = f"{record.name} says: {record.getMessage().strip()}"
        if record.exc_info and record.exc_info[1] is not None and not isinstance(record.exc_info[1], (Refused, Stopped)):
            message += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        self.run.problems.append(Problem(str(self.run.content), 1, 1, "pelican", message.rstrip(".") + ".", "Mend what it names.", severity))


def listen_to_logs(run: Run) -> None:
    """Let the run hear what is logged, in place of the run before it."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, LogProblems)]:
        root.removeHandler(handler)
    root.addHandler(LogProblems(run))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
