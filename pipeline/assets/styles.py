"""Bundles the theme's stylesheet: one small file for every page."""

from __future__ import annotations

import re
from pathlib import Path

import lightningcss

from pipeline.problem import Problem, Refused

# The oldest browsers that read cascade layers; what they lack else (oklch, light-dark, nesting) is rewritten for them.
BROWSERS = ["chrome >= 99", "edge >= 99", "firefox >= 97", "safari >= 15.4", "ios_saf >= 15.4"]
_WHERE = re.compile(r"(?P<path>[^\s:]+\.css):(?P<line>\d+):(?P<column>\d+)")


def bundle_styles(path: Path) -> bytes:
    """The stylesheet at `path` with all that it imports, minified. Raises Refused."""
    try:
        return lightningcss.bundle_css(str(path), browsers_list=BROWSERS).encode()
    except Exception as error:  # the library raises plain exceptions of several types
        where = _WHERE.search(str(error))
        file, line, column = (where["path"], int(where["line"]), int(where["column"])) if where else (str(path), 1, 1)
        raise Refused([Problem(file, line, column, "stylesheet", f"The stylesheet must be CSS: {error}.", "Mend it there.")]) from None
