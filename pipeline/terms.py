"""The terms of an edition: what the settings say of it.

Apart from the edition, since a build may have to know them before it knows whether it makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

# Settings that change how a build works, and nothing on a page.
_NO_MATTER = {"OUTPUT_PATH", "CHECK_ONLY", "ONLY_PATHS", "JOBS", "CLEAN", "COMPRESS", "QUIET", "CACHE_PATH", "BUILD_DATE", "RUN", "TREE", "DEBUG"}


class Terms(NamedTuple):
    """What the settings say of an edition; `key` tells all settings that may matter to a page."""

    theme: Path
    site_url: str
    production: bool
    compress: bool
    jobs: int | None
    cache: Path
    key: str


def terms_of(settings: Mapping[str, Any]) -> Terms:
    """The terms that Pelican's settings set."""
    key = repr(sorted((name, value) for name, value in settings.items() if name.isupper() and name not in _NO_MATTER))
    return Terms(Path(settings["THEME"]), settings["SITEURL"].rstrip("/"), settings["PRODUCTION"], settings["COMPRESS"], settings["JOBS"], Path(settings["CACHE_PATH"]), key)
