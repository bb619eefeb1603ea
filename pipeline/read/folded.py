"""Folded text: what a reader sees of it, for rules that look for words; every character still knows where it stood.

“**eff**ective”, “effective” with an invisible hyphen in it, or in full-width letters: all look like “effective”, and are found as it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

BLANK = "\ue004"  # stands for one character of markup between words
JOINT = "\ue005"  # the same within a word, where a reader sees nothing: emphasis, a link's brackets
_HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
# Unicode's Default_Ignorable_Code_Point: soft hyphen, joiners, marks of direction, selectors of variants.
_IGNORED = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff"
_INVISIBLE = re.compile(f"[{_IGNORED}]")
_ODD = re.compile(rf"{JOINT}+|{BLANK}+|[\t\n]|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);|[^\x00-\x7fÀ-ÖØ-öø-ÿ‘’“”–—\ue000-\ue0ff]")


@dataclass(frozen=True)
class Folded:
    """The folded text, and where its pieces begin, both in it and in the text that it was made of."""

    text: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    def origin(self, offset: int) -> int:
        """The offset in the text as it was of a character of the folded text."""
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]


def fold(text: str) -> Folded:
    """Unicode's compatibility forms (NFKC) as plain ones, every hyphen as “-”, all space as “ ”, and nothing that cannot be seen."""
    pieces, starts, origins, length, end = [], [0], [0], 0, 0
    for odd in _ODD.finditer(text):
        for piece, origin in ((text[end:odd.start()], end), (_fold_odd(odd[0]), odd.start())):
            if piece:
                pieces.append(piece)
                starts.append(length)
                origins.append(origin)
                length += len(piece)
        end = odd.end()
    if not end:
        return Folded(text)
    return Folded("".join([*pieces, text[end:]]), (*starts, length), (*origins, end))


@lru_cache(maxsize=1024)
def _fold_odd(odd: str) -> str:
    if odd[0] == JOINT:
        return ""
    if odd[0] == BLANK or odd.isspace():
        return " "
    if odd[0] == "&":
        meant = html.unescape(odd)
        return meant if meant == odd else fold(meant).text
    if unicodedata.combining(odd):
        return ""
    # A raised sign is another sign: “Spravato™” is not “SpravatoTM”.
    plain = odd if unicodedata.decomposition(odd).startswith("<super>") else unicodedata.normalize("NFKC", odd)
    return _INVISIBLE.sub("", "".join("-" if sign in _HYPHENS else sign for sign in plain))
