"""The work behind the commands: each function takes what its flags say and returns an exit code.

0 is done; 1 is a problem in the content, a failed build or wrong use; 130 is an interruption.
"""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.problem import Problem, Refused
from pipeline.quick import Look, answer, check_texts, command_line, is_day
from pipeline.refusal import refusal
from pipeline.report import Summary, print_summary

ROOT = Path(__file__).resolve().parent.parent
_GC_THRESHOLD = 100_000  # new objects between two searches for cycles: a build makes many objects and few cycles


class BrokenSettings(Exception):
    """A settings file can't be read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class WrongUse(Exception):
    """A flag's value can't be used; the text says which, and what to write."""


def build(*, content: str | None = None, output: str | None = None, production: bool = False, site_url: str | None = None,
          today: str | None = None, jobs: int | None = None, clean: bool = False, json: bool = False) -> int:
    """Build the site into the output folder, whole or not at all."""
    overrides: dict[str, Any] = {"PRODUCTION": production, "CLEAN": clean, **({"JOBS": jobs} if jobs is not None else {})}
    if output is not None:
        overrides["OUTPUT_PATH"] = os.path.abspath(output)
    if site_url is not None:
        overrides["SITEURL"] = site_url.rstrip("/")
    return _run(overrides, content, today, json)


def check(*, paths: Sequence[str] = (), content: str | None = None, today: str | None = None, json: bool = False) -> int:
    """Check the content and build nothing; with paths, tell only of problems in those files and folders."""
    for path in paths:
        if not Path(path).exists():
            return tell_wrong_use(f"--path {path}: there is no such file or folder.")
        if not Path(path).resolve().is_relative_to(Path(content or ROOT / "content").resolve()):
            return tell_wrong_use(f"--path {path}: this must lie within the content folder.")
    if paths and (code := check_texts(paths, content, today, json)) is not None:
        return code
    return _run({"CHECK_ONLY": True, "ONLY_PATHS": [str(Path(path).resolve()) for path in paths]}, content, today, json)


def sbom() -> int:
    """Print the bill of materials of what builds the site, as CycloneDX has it."""
    from pipeline.publish.sbom import make_sbom

    try:
        print(make_sbom(ROOT), end="")
    except (OSError, ValueError) as error:
        return tell_wrong_use(str(error))
    return 0


def test() -> int:
    """Run every test, those in a browser included."""
    from pipeline.environment import ensure_browser, ensure_tools

    ensure_tools()
    browser = ensure_browser()
    environment = {name: value for name, value in os.environ.items() if name != "CHROMIUM_PATH"} | {"PYTHONPATH": str(ROOT)}
    if browser:
        environment["CHROMIUM_PATH"] = str(browser)
    code = subprocess.run([sys.executable, "-m", "pytest", "-n", "auto", str(ROOT / "tests")], cwd=ROOT, env=environment, check=False).returncode
    return {0: 0, 2: 130}.get(code, 1)  # pytest says 2 when it was interrupted


def bench(*, only: str | None = None) -> int:
    """Measure builds and pages beside other tools', and write docs/performance.md; then try faults, sequences of edits, and publishing."""
    parts = {"builds": "builds", "pages": "pages", "faults": "faults", "sequences": "sequences", "publish": "publishing"}
    if only is not None and only not in parts:
        return tell_wrong_use(f"--only {only}: this must be one of {', '.join(parts)}.")
    codes = [subprocess.run([sys.executable, "-c", f"import sys; from benchmarks import {name}; sys.exit({name}.main())"], cwd=ROOT, check=False).returncode
             for part, name in parts.items() if only in {None, part}]
    return int(any(codes))


def _run(overrides: dict[str, Any], content: str | None, today: str | None, json: bool) -> int:
    started, checks_only = time.perf_counter(), "CHECK_ONLY" in overrides
    command = None if checks_only else command_line()
    if command and (code := answer(command)) is not None:
        return code
    settings = look = None

    def start() -> Any:
        nonlocal settings, look
        settings = read_settings(overrides, content, today)
        look = Look(command, settings) if command else None
        return run_pelican(settings)

    try:
        run, summary = attempt(start, started)
    except WrongUse as error:
        return tell_wrong_use(str(error))
    code = print_summary(summary, json, checks_only)
    if look and not summary.errors and run.can_be_remembered:
        look.remember(run.today.isoformat(), run.facts.clinic.timezone, settings["TREE"].build, summary, run.save_memo)
    return code


def attempt(start: Callable[[], Any], started: float) -> tuple[Any, Summary]:
    """The run that `start` begins, or None, and what came of it; `started` is when the command did. Raises WrongUse."""
    gc.set_threshold(_GC_THRESHOLD)
    run = None
    try:
        run = start()
        problems = run.problems
    except WrongUse:
        raise
    except Refused as refused:
        problems = list(refused.problems)
    except BrokenSettings as error:
        problems = [error.problem]
    except Exception as error:  # noqa: BLE001 whatever the machine, a plugin, or we, may do wrong
        problems = [_failure(error)]
    made, kept = (run.press.rendered, run.press.reused) if run and run.press else (0, 0)
    return run, Summary(problems, made + kept, made, kept, time.perf_counter() - started, len(run.reading.converted) if run else 0)


def run_pelican(settings: dict[str, Any]) -> Any:
    """Let Pelican build, and return the run. Raises Refused."""
    from pelican import Pelican
    from pelican.log import console

    from pipeline.run import Stopped

    console.quiet = True  # its closing line goes to standard output, which belongs to --json; ours says the same
    pelican = None
    try:
        pelican = Pelican(settings)
        pelican.run()
    except Stopped:
        pass
    finally:
        if pelican and "TREE" in pelican.settings:
            pelican.settings["TREE"].end()
        if pelican and "RUN" in pelican.settings:
            pelican.settings["RUN"].close()
    return pelican.settings["RUN"]


def read_settings(overrides: dict[str, Any], content: str | None, today: str | None) -> dict[str, Any]:
    """The settings of one run. Raises WrongUse, BrokenSettings."""
    from pelican import settings as pelicans

    file = ROOT / ("publishconf.py" if overrides.get("PRODUCTION") else "pelicanconf.py")
    folder = Path(content).resolve() if content is not None else ROOT / "content"
    if not folder.is_dir():
        raise WrongUse(f"--content {content}: there is no such folder.")
    overrides = {**overrides, "PATH": str(folder), "QUIET": True}
    if today is not None:
        if not is_day(today):
            raise WrongUse(f"--today {today}: this must be a day, such as 2026-11-22.")
        overrides["BUILD_DATE"] = today
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # compiled, settings are known by second and size alone: a change within a second could go unseen
    try:
        settings = pelicans.read_settings(str(file), override=overrides)
    except Exception as error:
        raise BrokenSettings(_broken_setting(error, file)) from error
    finally:
        sys.dont_write_bytecode = kept
    if "pipeline.plugin" not in settings["PLUGINS"]:
        raise BrokenSettings(_setting_problem("PLUGINS", "PLUGINS must name pipeline.plugin, which reads, checks and builds.", 'Write PLUGINS = ["pipeline.plugin"], your own behind it.', file))
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", settings["SITEURL"]):
        if "SITEURL" in overrides:
            raise WrongUse(f"--site-url {settings['SITEURL']}: this must be a whole address, such as https://www.example.org.")
        raise BrokenSettings(_setting_problem("SITEURL", f"SITEURL must be a whole address, not “{settings['SITEURL']}”.", 'Write SITEURL = "https://www.example.org", with your own.', file))
    return settings


def _failure(error: Exception) -> Problem:
    """The problem that ended a build: what the machine refused, else where the error came from, with its traceback."""
    if isinstance(error, OSError) and (refused := refusal(error)):
        return refused
    traceback.print_exc()
    return _unexpected(error, "The build must not fail", "failure")


def _broken_setting(error: Exception, file: Path) -> Problem:
    """The problem that kept Pelican from taking the settings."""
    if isinstance(error, OSError) and (refused := refusal(error)):
        return refused
    if "Could not find the theme" in str(error):
        return _setting_problem("THEME", "THEME must name a folder that is there.", 'Write THEME = "theme", or correct the path.', file)
    return _unexpected(error, "The settings must be right", "settings")


def _setting_problem(name: str, message: str, cure: str, file: Path) -> Problem:
    from pipeline.settings import find_setting

    path, place = find_setting(name, [file, ROOT / "pelicanconf.py"])
    return Problem(path, place.line, place.column, "settings", message, cure)


def _unexpected(error: Exception, wanted: str, rule: str) -> Problem:
    """The problem that an exception is, at the last of our own lines that it passed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    path, line, column = (frames[-1].filename, frames[-1].lineno or 1, 1) if frames else (str(ROOT / "pelicanconf.py"), 1, 1)
    if isinstance(error, SyntaxError) and error.filename:
        path, line, column = error.filename, error.lineno or 1, error.offset or 1
    return Problem(path, line, column, rule, f"{wanted}: {type(error).__name__}: {error}.", "Mend the line.")


def tell_wrong_use(message: str) -> int:
    """Say in one line what was wrong with the command itself."""
    print(message, file=sys.stderr)
    return 1
