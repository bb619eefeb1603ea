"""Speculation rules: what a browser may fetch ahead of a click, where it knows how. A header names them, so that no page needs a script.

https://wicg.github.io/nav-speculation/speculation-rules.html; browsers without them, or whose user saves data, pass over them.
"""

from __future__ import annotations

import hashlib
import json

from pipeline.assets.store import DIGEST_LENGTH, FOLDER

TYPE = "application/speculationrules+json"
# Our own pages, when a link is pointed at or is likely to be tapped: a page is some 10 KB, and reading it does nothing. It is not
# rendered ahead, which an old phone would feel. Links within a page, and files that are no pages, need no help.
_PAGES = {"and": [{"href_matches": "/*"}, {"not": {"href_matches": "/*.*"}}, {"not": {"selector_matches": "[href^='#']"}}]}
RULES = json.dumps({"prefetch": [{"where": _PAGES, "eagerness": "moderate"}]}, separators=(",", ":")).encode()
PATH = f"{FOLDER}/speculation.{hashlib.sha256(RULES).hexdigest()[:DIGEST_LENGTH]}.json"
