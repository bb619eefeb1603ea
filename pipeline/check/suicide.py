"""Whether words speak of suicide: rules ask it, and so does who composes a page's call to action."""

from __future__ import annotations

import re

from pipeline.pattern import Pattern
from pipeline.read.folded import fold

SUICIDE = {
    "en": Pattern(r"\bsuicid\w*|\b(?:end|ending|ended|take|taking|took)\s+(?:your|their|his|her|my|one[’']s)\s+(?:own\s+)?li(?:fe|ves)\b(?!\s+back\b(?!\s+(?:in|then|when|at|home)\b))|\bkill(?:ed|ing)?\s+(?:your|them|him|her|my)sel(?:f|ves)\b", re.IGNORECASE),
    "es": Pattern(r"\bsuicid\w*|\b(?:quit(?:ar|arse|arme|ó|arte)|acabar|terminar)\s+(?:con\s+)?(?:la|su|mi|tu)\s+(?:propia\s+)?vida\b|\bmatar(?:se|me|te)\b", re.IGNORECASE),
}
_STEMS = ("suicid", "life", "lives", "kill", "vida", "matar")  # one is in each match of the two


def speaks_of_suicide(words: str) -> bool:
    """Whether the words, without markup, speak of suicide, in any language."""
    folded = fold(words)
    lowered = folded.lower()
    return any(stem in lowered for stem in _STEMS) and any(pattern.search(folded) for pattern in SUICIDE.values())
