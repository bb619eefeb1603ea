"""Bundles the theme's stylesheet: one small file for every page."""

from __future__ import annotations

import re
from pathlib import Path

import lightningcss

from pipeline.assets.colors import OKLCH, oklch_to_hex
from pipeline.problem import Problem, Refused

# The oldest browsers that read cascade layers; what they lack else (oklch, light-dark, nesting) is rewritten for them.
BROWSERS = ["chrome >= 99", "edge >= 99", "firefox >= 97", "safari >= 15.4", "ios_saf >= 15.4"]
_WHERE = re.compile(r"(?P<path>[^\s:]+\.css):(?P<line>\d+):(?P<column>\d+)")


def bundle_styles(path: Path) -> bytes:
    """The stylesheet at `path` with all that it imports, minified. Raises Refused.

    The tokens' colors become sRGB here: the library would keep each a second time for browsers with wider colors, and none of
    ours lies outside of sRGB.
    """
    try:
        bundled = OKLCH.sub(lambda color: oklch_to_hex(*map(float, color.groups())), lightningcss.bundle_css(str(path)))
        return lightningcss.process_stylesheet(bundled, browsers_list=BROWSERS).encode()
    except Exception as error:  # the library raises plain exceptions of several types
        where = _WHERE.search(str(error))
        file, line, column = (where["path"], int(where["line"]) + 1, int(where["column"])) if where else (str(path), 1, 1)  # it counts lines from 0
        reason = _WHERE.sub("", str(error)).removesuffix(" at ").strip()
        raise Refused([Problem(file, line, column, "stylesheet", f"The stylesheet must be CSS: {reason}.", "Mend it there.")]) from None
