"""Folded text: what a reader sees of it, for rules that look for words; every character still knows where it stood.

“**eff**ective”, “effective” with an invisible hyphen in it, or in full-width letters: all look like “effective”, and are found as it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

BLANK = "\ue004"  # stands for one character of markup between words
JOINT = "\ue005"  # the same within a word, where a reader sees nothing: emphasis, a link's brackets
_HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
# Unicode's Default_Ignorable_Code_Point: soft hyphen, joiners, marks of direction, selectors of variants.
_IGNORED = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff"
_INVISIBLE = re.compile(f"[{_IGNORED}]")
_RARE = r"[^\x00-\x7fÀ-ÖØ-öø-ÿ‘’“”–—\ue000-\ue0ff]"
_ODD = re.compile(rf"{JOINT}+|{BLANK}+|[\t\n]|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);|{_RARE}")
_has_rare = re.compile(_RARE).search
_BLANKS = re.compile(f"{BLANK}+")


@dataclass(frozen=True, eq=False)
class Folded:
    """A text, folded. Where its characters came from is worked out when it is first asked: most texts have nothing to be found."""

    source: str

    @cached_property
    def text(self) -> str:
        """The folded text."""
        return fold(self.source)

    def origin(self, offset: int) -> int:
        """The offset in the source of a character of the folded text."""
        index = bisect_right(self._pieces, (offset, len(self.source)))
        start, origin = self._pieces[index - 1]
        _, following = self._pieces[index] if index < len(self._pieces) else (0, len(self.source))
        return min(origin + offset - start, following - 1)  # one sign may be folded into several

    @cached_property
    def _pieces(self) -> list[tuple[int, int]]:
        """Where each piece begins, in the folded text and in the source."""
        return [(0, 0), *self._find_pieces()]

    def _find_pieces(self) -> Iterator[tuple[int, int]]:
        shift = 0  # how much shorter the folded text is so far
        for odd in _ODD.finditer(self.source):
            if folded := _fold_odd(odd[0]):
                yield odd.start() - shift, odd.start()
            shift += len(odd[0]) - len(folded)
            yield odd.end() - shift, odd.end()


def fold(text: str) -> str:
    """Unicode's compatibility forms (NFKC) as plain ones, every hyphen as “-”, all space as “ ”, and nothing that cannot be seen."""
    if text.isascii() and text.isprintable() and "&" not in text:
        return text
    if "&" in text or _has_rare(text):
        return _ODD.sub(lambda odd: _fold_odd(odd[0]), text)
    return _BLANKS.sub(" ", text.replace(JOINT, "").replace("\n", " ").replace("\t", " "))


@lru_cache(maxsize=1024)
def _fold_odd(odd: str) -> str:
    if odd[0] == JOINT:
        return ""
    if odd[0] == BLANK or odd.isspace():
        return " "
    if odd[0] == "&":
        meant = html.unescape(odd)
        return meant if meant == odd else fold(meant)
    if unicodedata.combining(odd):
        return ""
    # A raised sign is another sign: “Spravato™” is not “SpravatoTM”.
    plain = odd if unicodedata.decomposition(odd).startswith("<super>") else unicodedata.normalize("NFKC", odd)
    return _INVISIBLE.sub("", "".join("-" if sign in _HYPHENS else sign for sign in plain))
