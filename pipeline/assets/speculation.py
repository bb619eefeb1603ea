"""Speculation rules: what a browser may fetch ahead of a click, where it knows how. A header holds them whole, so that no page needs a script, and no request is spent on them.

https://wicg.github.io/nav-speculation/speculation-rules.html; browsers without them, or whose user saves data, pass over them.
"""

from __future__ import annotations

import json
from urllib.parse import quote

TYPE = "application/speculationrules+json"
# Our own pages, when a link is pointed at or is likely to be tapped: a page is some 10 KB, and reading it does nothing. It is not
# rendered ahead, which an old phone would feel. Links within a page, and files that are no pages, need no help. An address of data leads nowhere:
# so the paths are told to be the page's.
_PAGES = {"and": [{"href_matches": "/*", "relative_to": "document"}, {"not": {"href_matches": "/*.*", "relative_to": "document"}}, {"not": {"selector_matches": "[href^='#']"}}]}
_RULES = json.dumps({"prefetch": [{"where": _PAGES, "eagerness": "moderate"}]}, separators=(",", ":"))
HEADER = f'"data:{TYPE},{quote(_RULES, safe="[]:,/*=")}"'
