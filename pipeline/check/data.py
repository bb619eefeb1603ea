"""The words of the files beside the texts, such as what happens next in `clinic.yaml`, as texts: so rules for words read them as they read an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.body import Body
from pipeline.read.document import Document
from pipeline.read.languages import DEFAULT, LANGUAGES
from pipeline.read.library import Library
from pipeline.read.located import Located, Values, strings
from pipeline.read.prose import Passage

RULES_OF_WORDS = ("strong-word", "suicide-words", "jargon")


@dataclass(frozen=True)
class Datum(Passage):
    """One value, whose words are told of at its beginning."""

    column: int = 1

    def place(self, offset: int) -> Place:  # noqa: ARG002 the same for all its words
        return Place(self.line, self.column)


class Data(Text):
    """What one file says in one language."""

    @cached_property
    def seen(self) -> tuple[Passage, ...]:
        found = []
        for at, text in strings(self.document.located.data):
            if next((part for part in at if part in LANGUAGES), DEFAULT) == self.meta.lang:
                place = self.document.located.place(*at)
                found.append(Datum("front", text, text, place.line, column=place.column))
        return tuple(found)


def find_data(library: Library) -> Iterator[Data]:
    """Each YAML file of the content folder, in each language; one that is refused is told of already."""
    for name, located in library.facts.sources.items():
        if Path(located.path).parent == library.content and name.endswith(".yaml") and name not in library.facts.refused:
            yield from (_data(located, lang) for lang in LANGUAGES)


def _data(located: Located, lang: str) -> Data:
    return Data(Document(located.path, Values(lang=lang, status="published"), Body(""), located))
