"""The settings that a build may have: Pelican's, ours, and those that a user's plugin declares; any other is refused."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from pipeline.check.rules import RULES
from pipeline.logs import listener
from pipeline.problem import Place, Problem, did_you_mean
from pipeline.quick import is_day

# RUN and TREE are what the signals of one run share; they are never set in a file.
OURS = frozenset({"WANTED_PLUGINS", "EXTRA_KEYS", "PRODUCTION", "BUILD_DATE", "CHECK_ONLY", "ONLY_PATHS", "RULES", "JOBS", "CLEAN", "COMPRESS", "QUIET", "RUN", "TREE"})
# Pelican reads these without a default of its own.
_PELICANS = frozenset({"AUTHOR", "TIMEZONE", "DEBUG", "FEED_DOMAIN", "FEED_ATOM", "FEED_RSS", "FEED_ALL_RSS", "TRANSLATION_FEED_RSS", "CATEGORY_FEED_RSS",
                       "TAG_FEED_ATOM", "TAG_FEED_RSS", "SUMMARY_MAX_PARAGRAPHS", "INDEX_URL", "CATEGORIES_SAVE_AS", "CATEGORIES_URL",
                       "CATEGORY_REGEX_SUBSTITUTIONS", "TAG_REGEX_SUBSTITUTIONS", "AUTHOR_REGEX_SUBSTITUTIONS"})


def check_settings(settings: Mapping[str, Any], files: list[Path]) -> Iterator[Problem]:
    """Every setting must be known, and every plugin that is wanted must have been loaded."""
    known = {*DEFAULT_CONFIG, *OURS, *_PELICANS, *(name for name in settings.get("EXTRA_KEYS", ()) if name.isupper())}
    for name in settings:
        if name not in known:
            path, place = find_setting(name, files)
            yield Problem(path, place.line, place.column, "setting-unknown", f"“{name}” must be a setting that is known.",
                          did_you_mean(name, known) + "If a plugin of yours reads it, name it in EXTRA_KEYS in pelicanconf.py.")
    yield from _check_rules(settings.get("RULES", {}), files)
    loaded = set(settings["PLUGINS"])
    for wanted in settings.get("WANTED_PLUGINS", ()):
        if wanted not in loaded and f"pelican.plugins.{wanted}" not in loaded:
            path, place = find_setting("PLUGINS", files)
            why = listener.take_about(f"`{wanted}`") or "the log above says why it did not"
            yield Problem(path, place.line, place.column, "plugin-broken", f"The plugin “{wanted}” must load; {why}.",
                          "Install it, mend it, or take it out of PLUGINS.")


def check_values(settings: Mapping[str, Any], files: list[Path]) -> Iterator[Problem]:
    """A setting that stages rely on must be of its kind: told here, since later a value of another kind would fail where nobody can see why."""
    kinds = (
        ("BUILD_DATE", lambda value: value is None or (isinstance(value, str) and is_day(value)), "a day or None", 'BUILD_DATE = "2026-11-22"'),
        ("JOBS", lambda value: value is None or _is_count(value, 1), "a whole number from 1, or None", "JOBS = 2"),
        ("DEFAULT_PAGINATION", lambda value: value in (None, False) or _is_count(value, 0), "a whole number, or False", "DEFAULT_PAGINATION = 10"),
        ("FEED_ALL_ATOM", lambda value: isinstance(value, str) and value, "the feed's path, since every page links to it", 'FEED_ALL_ATOM = "feed.xml"'),
        ("FEED_MAX_ITEMS", lambda value: _is_count(value, 1), "a whole number from 1", "FEED_MAX_ITEMS = 50"),
    )
    for name, fits, wanted, example in kinds:
        if not fits(settings[name]):
            path, place = find_setting(name, files)
            yield Problem(path, place.line, place.column, "settings", f"{name} must be {wanted}, not {settings[name]!r}.", f"Write {example}.")


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _check_rules(raised: Mapping[str, Any], files: list[Path]) -> Iterator[Problem]:
    """RULES must name rules that exist, and may only make them stricter."""
    path, place = find_setting("RULES", files)
    for name, severity in raised.items():
        if name not in RULES:
            yield Problem(path, place.line, place.column, "setting-rule", f"“{name}” must be the name of a rule.", did_you_mean(name, RULES) + "docs/rules.md names them all.")
        elif severity != "error":
            yield Problem(path, place.line, place.column, "setting-rule", f"A rule can only be made stricter: “{name}” must be “error”.", f'Write RULES = {{"{name}": "error"}}, or delete it.')


def find_setting(name: str, files: list[Path]) -> tuple[str, Place]:
    """Where the settings files assign `name`."""
    for file in files:
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except (OSError, SyntaxError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name:
                return str(file), Place(node.lineno, node.col_offset + 1)
    return str(files[0]) if files else "pelicanconf.py", Place()
