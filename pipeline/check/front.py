"""The words of front matter that visitors see, as passages: so rules read them as they read the text."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.problem import Place
from pipeline.read.document import Document
from pipeline.read.located import strings
from pipeline.read.prose import Passage

# Keys whose words stand on a page: of title and summary, of a picture, an invitation, a change, numbers, a menu.
_SEEN = frozenset({"title", "summary", "alt", "lead", "text", "with", "without", "label"})


@dataclass(frozen=True)
class Value(Passage):
    """One value. `source` is the front matter from the value's beginning on, which is at `column` of its line."""

    source: str = ""
    column: int = 1

    def place(self, offset: int) -> Place:
        """Where a character stands: the value is followed through the file, past quotes, escapes and ends of lines."""
        at = 0
        for sign in "".join(self.text[: offset + 1].split()):
            found = self.source.find(sign, at)
            at = found + 1 if found >= 0 else at
        before = self.source[: max(at - 1, 0)]
        return Place(self.line + before.count("\n"), len(before) - before.rfind("\n") if "\n" in before else self.column + len(before))


def read_front(document: Document) -> tuple[Passage, ...]:
    """The values that visitors see, in the order of the file."""
    lines = document.front.split("\n")
    found = []
    for at, text in strings(document.located.data):
        if not at or at[-1] not in _SEEN:
            continue
        place = document.located.place(*at)
        row = place.line - document.front_line
        source = "\n".join([lines[row][place.column - 1:], *lines[row + 1:]]) if 0 <= row < len(lines) else ""
        found.append(Value("front", text, text, place.line, source=source, column=place.column))
    return tuple(sorted(found, key=lambda value: (value.line, value.column)))
