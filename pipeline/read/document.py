"""A document: what reading makes of one Markdown file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.problem import Place, Problem, Refused
from pipeline.read.body import Body
from pipeline.read.located import Located, Values, decode

if TYPE_CHECKING:
    from pipeline.read.frontmatter import FrontMatter
    from pipeline.read.markdown import Converter

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

_PLACE = re.compile(r"Place\(line=\d+, column=\d+\)")
_FRONT_LINE = re.compile(r"[\w-]+:(?:\s|$)|[ \t]+\S|#|- ")


@dataclass(frozen=True)
class Document:
    """Front matter and body of one file; `located` knows where each value of the front matter stands.

    Where parts of the front matter are refused, `whole` is false and stand-ins take their place: the text is never
    published, but all that can be checked is checked in the same run. `source` is the Markdown below the front matter,
    and `first_line` the line that it begins on.
    """

    path: str
    meta: Values
    body: Body
    located: Located
    whole: bool = True
    digest: str = ""  # of the file
    mark: str = ""  # of all that other pages, and the rules for the site as a whole, may know of it: the same mark, the same for them
    front_digest: str = ""  # of its front matter
    front: str = ""  # the front matter as it is written, from line `front_line` on
    front_line: int = 2
    source: str = ""
    first_line: int = 1

    @property
    def is_article(self) -> bool:
        """Whether the front matter is an article's: a page has no topic."""
        return hasattr(self.meta, "topic")

    def problem(self, rule: str, message: str, cure: str, *key: str | int, place: Place | None = None) -> Problem:
        """A problem at the front matter's key, or at a place of the text."""
        at = place or self.located.place(*key)
        return Problem(self.path, at.line, at.column, rule, message, cure)


def check_slug(document: Document, slug: str) -> list[Problem]:
    """A text must have an address: its slug, else what is made of its title."""
    if slug:
        return []
    return [document.problem("slug-empty", "The title must have letters or digits, since the text's address is made of them.", "Add a slug, such as “slug: questions”.", "title")]


def read_document(path: Path, raw: bytes, model: type[FrontMatter], converter: Converter) -> tuple[Document | None, list[Problem]]:
    """The file's document, or None where it can't be told from its text; and everything wrong with it.

    A draft's problems are warnings: a text that is not published must not keep others from it.
    """
    try:
        text = decode(path, raw)
    except Refused as refused:
        return None, list(refused.problems)
    found = _FRONT_MATTER.match(text)
    if not found and (closing := _missing_close(text)):
        return None, [Problem(str(path), closing, 1, "front-matter", "The front matter must end with a line of three hyphens; it is never closed.", "Write --- on a line of its own above this one.")]
    if not found:
        message = "The file must begin with its front matter, between two lines of three hyphens."
        return None, [Problem(str(path), 1, 1, "front-matter", message, "Write ---, the “key: value” lines and --- above the text.")]
    meta, located, problems = _read_front(path, found[1], model)
    return _with_body(path, text, found, (meta, located, problems), converter)


def reread_document(before: Document, raw: bytes, converter: Converter) -> tuple[Document, list[Problem]] | None:
    """The document of a file whose front matter is, letter for letter, as it was before, when nothing was wrong with it; else None."""
    try:
        text = decode(Path(before.path), raw)
    except Refused:
        return None
    found = _FRONT_MATTER.match(text)
    if not found or not before.whole or _digest(found[1]) != before.front_digest:
        return None
    return _with_body(Path(before.path), text, found, (before.meta, before.located, []), converter)


def _read_front(path: Path, text: str, model: type[FrontMatter]) -> tuple[Values, Located, list[Problem]]:
    from pipeline.read.loader import load_yaml  # an edit of words needs neither
    from pipeline.read.validation import validate_partly

    located, problems = Located(str(path), {}), []
    try:
        located = load_yaml(str(path), text, first_line=2, is_prose=True)
        if located.data is not None and not isinstance(located.data, dict):
            place, located = located.place(), Located(str(path), {})
            raise Refused([Problem(str(path), place.line, place.column, "front-matter", "The front matter must be “key: value” lines.", "Write one key on each line.")])  # noqa: TRY301 told with all else
    except Refused as refused:
        problems += refused.problems
    meta, schema_problems = validate_partly(model, located)
    if not problems:  # else every key seems to be missing
        problems += schema_problems
    return meta, located, problems


def _with_body(path: Path, text: str, found: re.Match, front: tuple[Values, Located, list[Problem]], converter: Converter) -> tuple[Document, list[Problem]]:
    meta, located, problems = front
    # Of a withdrawn text nothing may reach a reader: what is not read can't.
    source, first_line = text[found.end():] if meta.status != "withdrawn" else "", found[0].count("\n") + 1
    body, text_problems = converter.convert(str(path), source, first_line)
    whole, problems = not problems, [*problems, *text_problems]
    if meta.status == "draft":
        problems = [problem.as_warning() for problem in problems]
    front_digest = _digest(found[1])
    mark = _digest(_PLACE.sub("", repr((front_digest, whole, body.holes, [heading.id for heading in body.outline]))))
    return Document(str(path), meta, body, located, whole, _digest(text), mark, front_digest, found[1], 2, source, first_line), problems


def _missing_close(text: str) -> int | None:
    """The line above which an opened front matter should have been closed: the first that is blank or none of its own."""
    first, *rest = text.split("\n")
    if first.rstrip() != "---":
        return None
    return next((number for number, line in enumerate(rest, 2) if not _FRONT_LINE.match(line)), len(rest) + 1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
