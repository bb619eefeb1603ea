"""What one conversion gathers on the way from Markdown to a body, and the marks by which it knows where things stand.

Python-Markdown's tree has no positions. So a mark, a number between two private-use signs, is written at each spot that a message
may have to name; what reads the spot takes its mark away, and the rest are wiped.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field

from pipeline.problem import Place, Problem
from pipeline.read.body import CLINIC, Heading, Hole, Name, Term, token, without_tokens

OPENS, CLOSES = "\ue000", "\ue001"
MARK = re.compile(f"{OPENS}(\\d+){CLOSES}")


@dataclass
class Conversion:
    """What is gathered while the Markdown of the file at `path` becomes a body."""

    path: str = ""
    places: list[Place] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, place: Place, rule: str, message: str, cure: str) -> None:
        self.problems.append(Problem(self.path, place.line, place.column, rule, message, cure))

    def plain(self, element: etree.Element) -> str:
        """The element's words, without marks and holes but for the clinic's name."""
        return self.plain_words("".join(element.itertext()))

    def plain_words(self, words: str) -> str:
        """As `plain`, of words that no element holds any more."""
        for index, hole in enumerate(self.holes):
            if isinstance(hole, (Name, Term)):
                words = words.replace(token(index), CLINIC if isinstance(hole, Name) else hole.text)
        return MARK.sub("", without_tokens(words))

    def dig(self, hole: Hole) -> int:
        self.holes.append(hole)
        return len(self.holes) - 1
