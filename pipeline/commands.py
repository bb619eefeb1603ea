"""The work behind the commands: each function takes what its flags say and returns an exit code.

0 is done; 1 is a problem in the content, a failed build or wrong use; 130 is an interruption.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class WrongUse(Exception):
    """A flag's value can't be used; the text says which, and what to write."""


def build(*, content: str | None = None, output: str | None = None, production: bool = False, site_url: str | None = None,
          today: str | None = None, jobs: int | None = None, clean: bool = False, json: bool = False) -> int:
    """Build the site into the output folder, whole or not at all."""
    del jobs, clean  # one process makes every page anew so far
    overrides: dict[str, Any] = {"PRODUCTION": production}
    if output is not None:
        overrides["OUTPUT_PATH"] = os.path.abspath(output)
    if site_url is not None:
        overrides["SITEURL"] = site_url
    return _run(overrides, content, today, json)


def check(*, paths: Sequence[str] = (), content: str | None = None, today: str | None = None, json: bool = False) -> int:
    """Check the content and build nothing; with paths, tell only of problems in those files and folders."""
    for path in paths:
        if not Path(path).exists():
            return _wrong_use(f"--path {path}: there is no such file or folder.")
    return _run({"CHECK_ONLY": True, "ONLY_PATHS": [str(Path(path).resolve()) for path in paths]}, content, today, json)


def test() -> int:
    """Run every test, those in a browser included."""
    from pipeline.environment import ensure_browser

    browser = ensure_browser()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if browser:
        environment["CHROMIUM_PATH"] = str(browser)
    return subprocess.run([sys.executable, "-m", "pytest", str(ROOT / "tests")], cwd=ROOT, env=environment, check=False).returncode


def _run(overrides: dict[str, Any], content: str | None, today: str | None, json: bool) -> int:
    from pipeline.problem import Problem, Refused
    from pipeline.report import Summary, as_json, print_problems

    started = time.perf_counter()
    run = None
    try:
        run = _run_pelican(_settings(overrides, content, today))
        problems = run.problems
    except WrongUse as error:
        return _wrong_use(str(error))
    except Refused as refused:
        problems = list(refused.problems)
        print_problems(problems, sys.stderr)
    except SyntaxError as error:
        problems = [Problem(error.filename or "pelicanconf.py", error.lineno or 1, error.offset or 1, "settings", f"The settings must be Python: {error.msg}.", "Mend the line.")]
        print_problems(problems, sys.stderr)
    written = run.writer.written if run and run.writer else 0
    summary = Summary(problems, pages=written, rendered=written, seconds=time.perf_counter() - started)
    if json:
        print(as_json(summary))
    elif not summary.errors:
        done = "Nothing must be mended" if overrides.get("CHECK_ONLY") else f"{written} pages built"
        print(f"{done} in {summary.seconds:.1f} s.", file=sys.stderr)
    else:
        print("Nothing was built; the last good output is as it was." if not overrides.get("CHECK_ONLY") else "", file=sys.stderr)
    return 1 if summary.errors else 0


def _run_pelican(settings: dict[str, Any]) -> Any:  # noqa: ANN401 a Run; its module loads Pelican
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
    return pelican.settings["RUN"]


def _settings(overrides: dict[str, Any], content: str | None, today: str | None) -> dict[str, Any]:
    from pelican.settings import read_settings

    file = ROOT / ("publishconf.py" if overrides.get("PRODUCTION") else "pelicanconf.py")
    folder = Path(content).resolve() if content is not None else ROOT / "content"
    if not folder.is_dir():
        raise WrongUse(f"--content {content}: there is no such folder.")
    overrides["PATH"] = str(folder)
    if today is not None:
        if not _is_day(today):
            raise WrongUse(f"--today {today}: this must be a day, such as 2026-11-22.")
        overrides["BUILD_DATE"] = today
    settings = read_settings(str(file), override=overrides)
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", settings["SITEURL"]):
        raise WrongUse(f"--site-url {settings['SITEURL']}: this must be a whole address, such as https://www.example.org.")
    return settings


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _wrong_use(message: str) -> int:
    print(message, file=sys.stderr)
    return 1
