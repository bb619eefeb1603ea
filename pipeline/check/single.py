"""Checks single texts at once: reads them, the facts, and what they link to, and leaves Pelican and all other texts alone."""

from __future__ import annotations

import datetime as dt
import runpy
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.check.rule import Occasion
from pipeline.check.rules import check
from pipeline.problem import Problem
from pipeline.read.body import Link
from pipeline.read.facts import read_facts
from pipeline.read.folder import KINDS, LISTINGS, Folder
from pipeline.read.languages import DEFAULT


def check_texts(paths: Iterable[Path], content: Path, root: Path, today: dt.date | None) -> list[Problem] | None:
    """The problems of these texts; None where more must be looked at to know them: then the long way tells.

    What concerns the site as a whole, such as an address that two texts have, is only told by a check of all content.
    """
    paths = set(paths)
    if not paths or any(path.suffix != ".md" or not path.is_file() or not _is_text(path, content) for path in paths):
        return None
    try:
        settings = runpy.run_path(str(root / "pelicanconf.py"))
    except Exception:  # noqa: BLE001 whatever is wrong there: the long way says so
        return None
    if settings["PLUGINS"] != ["pipeline.plugin"]:
        return None  # another plugin may change what is read
    facts, _ = read_facts(content, root / settings["THEME"])
    folder = Folder(content, facts, [name for name in settings["EXTRA_KEYS"] if not name.isupper()])
    library = folder.library(paths)
    own = [entry for entry in library.entries if Path(entry.document.path) in paths]
    if any(entry.lang != DEFAULT for entry in own):
        return None  # a translation is compared with its source
    known = {*library.by_url, *library.sheets, *LISTINGS}
    if any(isinstance(hole, Link) and hole.target.startswith("/") and hole.target.partition("#")[0] not in known for entry in own for hole in entry.document.body.holes):
        return None  # an address of a text that has another name, or of a topic: only all texts together tell
    zone = ZoneInfo(facts.clinic.timezone if facts.clinic else "UTC")
    occasion = Occasion(today or dt.datetime.now(zone).date())
    return [*folder.problems, *check(library, occasion, settings["RULES"], only=own)]


def _is_text(path: Path, content: Path) -> bool:
    return path.is_relative_to(content) and path.relative_to(content).parts[0] in KINDS
