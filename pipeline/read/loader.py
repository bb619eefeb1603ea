"""Loads YAML and JSON and keeps the line and column of every key and value.

Plain scalars stay text (so that `+12025550143`, `09:00` or `no` mean what they say); only `null`, `true` and
`false` are more than text. The schema turns text into numbers and dates and can then point at them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
import yaml.reader

from pipeline.problem import Problem, Refused
from pipeline.read.located import INVISIBLE, Located, read_text, strings

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_UNSPACED = re.compile(r"([ \t]*)[A-Za-z_][\w-]*:(?=[^\s:/])")
_COMMENT = re.compile(r"\s#")
_SET_APART = re.compile(r"\s{2,}#(?:\s|$)")
_JSON_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
# What YAML takes for no text at all (as PyYAML has it); and with it, of JSON, what nobody sees, or YAML takes for the end of a line.
_NO_TEXT = yaml.reader.Reader.NON_PRINTABLE
_JSON_ODD = re.compile(f"{_NO_TEXT.pattern}|{INVISIBLE.pattern}|[\u2028\u2029]")
_YAML_ADVICE = (
    ("mapping values are not allowed", "Put the whole value in quotes: it holds a colon followed by a space."),
    ("tab character", "Indent with spaces, not with a tab."),
    ("found character that cannot start any token", "Put the value in quotes: it starts with a sign that YAML keeps for itself."),
    ("while parsing a quoted scalar", "Close the quotation mark."),
    ("unexpected end of stream", "Close the quotation mark or the bracket."),
    ("could not find expected ':'", "Write “key: value”, with a colon and a space after the key."),
)


def load_file(path: Path) -> Located:
    """Load a YAML or JSON file. Raises Refused with every syntax error and doubled key."""
    text = read_text(path)
    return load_json(str(path), text) if path.suffix == ".json" else load_yaml(str(path), text)


def load_yaml(path: str, text: str, first_line: int = 1, *, is_prose: bool = False) -> Located:
    """Load YAML that begins at `first_line` of the file at `path`; where it is prose, a comment behind a value must be clearly one. Raises Refused."""
    walk = _Walk(path, first_line, text)
    with _not_too_deep(path, text, first_line, "yaml"):
        data = walk.read(_compose(path, text, first_line))
    if is_prose:
        walk.check_comments()
    if walk.problems:
        raise Refused(walk.problems)
    return Located(path, data, walk.places, walk.keys)


def load_json(path: str, text: str) -> Located:
    """Load JSON: the values by the JSON parser, their places by composing the same text as YAML. Raises Refused."""
    # Same columns, but nothing that YAML reads otherwise: a tab between tokens, an escape in a string.
    as_yaml = _JSON_ODD.sub("x", _JSON_ESCAPE.sub(lambda m: "x" * len(m[0]), text)).replace("\t", " ")
    walk = _Walk(path, 1, as_yaml)
    with _not_too_deep(path, text, 1, "json"):
        data = _parse(path, text)
        walk.read(_compose(path, as_yaml, 1))
        located = Located(path, data, walk.places, walk.keys)
        walk.problems += [_invisible(path, *located.place(*at), odd[0]) for at, words in strings(data) if (odd := INVISIBLE.search(words))]
    if walk.problems:
        raise Refused(walk.problems)
    return located


def _parse(path: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        cure = "Mend the JSON there: a missing comma, quotation mark or bracket is the usual cause."
        raise Refused([Problem(path, error.lineno, error.colno, "json", f"The file must be JSON: {error.msg}.", cure)]) from None
    except ValueError:  # of a number that is too long to be one
        longest = max(re.finditer(r"\d+", text), key=lambda digits: len(digits[0]))
        line, column = _position(text, longest.start())
        raise Refused([Problem(path, line, column, "json", f"A number must be one that can be read; this one has {len(longest[0]):,} digits.", "Correct it, or put it in quotes if it is text.")]) from None


@contextmanager
def _not_too_deep(path: str, text: str, first_line: int, rule: str) -> Iterator[None]:
    """Refuse what is nested more deeply than can be read, at its innermost bracket."""
    try:
        yield
    except RecursionError:
        depth = deepest = at = 0
        for index, sign in enumerate(text):
            depth += (sign in "[{") - (sign in "]}")
            if depth > deepest:
                deepest, at = depth, index
        line, column = _position(text, at)
        raise Refused([Problem(path, line + first_line - 1, column, rule, "Values must not be nested as deeply as here.", "Delete the brackets, or the steps of indentation, that are too many.")]) from None


def _position(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _invisible(path: str, line: int, column: int, sign: str) -> Problem:
    return Problem(path, line, column, "invisible-sign", f"The text must not hold control or private-use signs, as U+{ord(sign):04X} is.", "Delete the invisible sign there, or what stands for it.")


def _compose(path: str, text: str, first_line: int) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        # Where a quotation mark is left open or a colon forgotten, YAML goes on to some later line: name the start.
        late = error.context in {"while scanning a quoted scalar", "while scanning a simple key"}
        lines = [*text.splitlines(), ""]  # as YAML has them; what is left open ends behind the last
        mark = (late and error.context_mark) or error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        what = " ".join(filter(None, (error.context, error.problem)))
        if mark and lines[mark.line][mark.column:mark.column + 1] == "\t":
            what = "a tab character stands where spaces must"
        if unspaced := _unspaced(lines, mark.line if mark else 0, what):
            row, column = unspaced
            raise Refused([Problem(path, row + first_line, column, "yaml", "A space must stand behind the colon.", "Write “key: value”, with a colon and a space after the key.")]) from None
        cure = next((cure for sign, cure in _YAML_ADVICE if sign in what), "Mend the line, or put its value in quotes.")
        raise Refused([Problem(path, line, column, "yaml", f"This must be YAML: {what}.", cure)]) from None
    except yaml.reader.ReaderError as error:
        odd = _NO_TEXT.search(text)  # the error itself counts bytes or characters, as the loader is made
        line, column = _position(text, odd.start() if odd else 0)
        raise Refused([Problem(path, line + first_line - 1, column, "yaml", f"This must be text: {error.reason}.", "Delete the invisible sign there.")]) from None


def _unspaced(lines: list[str], last: int, what: str) -> tuple[int, int] | None:
    """The row of a key without a space behind its colon that makes YAML stumble at the row `last`, and the column where the space must stand."""
    if "mapping values are not allowed" not in what and "could not find expected ':'" not in what:
        return None
    for row in range(last, -1, -1) if lines[last].strip() else ():
        if (found := _UNSPACED.match(lines[row])) and lines[last].startswith(found[1]) and not lines[last][len(found[1])].isspace():
            return row, found.end() + 1
        if row < last and lines[row].strip():
            return None
    return None


class _Walk:
    """Turns composed nodes into values, keeping each one's place; collects problems instead of stopping."""

    def __init__(self, path: str, first_line: int, text: str) -> None:
        self.path, self.first_line = path, first_line
        self.lines = text.splitlines()  # as YAML has them
        self.places: dict[tuple, tuple[int, int]] = {}
        self.keys: dict[tuple, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()
        self._ends: dict[int, int] = {}  # of each line with a value or key: behind its last one

    def read(self, root: yaml.Node | None) -> Any:
        return None if root is None else self._value(root, ())

    def _value(self, node: yaml.Node, at: tuple) -> Any:
        self.places[at] = self._place(node)
        if id(node) in self._seen:  # an alias is the node that it names, met again, and its name is refused
            return None
        self._note(node)
        if isinstance(node, yaml.ScalarNode):
            self._look(node)
            return node.value if node.style else _CONSTANTS.get(node.value, node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*at, index)) for index, item in enumerate(node.value)]
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "yaml-key", "A key must be a word.", "Put the whole line in quotes if it is text, or write “key: value”.")
                continue
            self._look(key_node)
            key = key_node.value
            self._note(key_node)
            if key in result:
                first = self.keys[(*at, key)][0]
                self._refuse(key_node, "duplicate-key", f"“{key}” must stand only once; it stands on line {first} already.",
                             "Delete one of the two, or give it another name.")
                continue
            self.keys[(*at, key)] = self._place(key_node)
            result[key] = self._value(value_node, (*at, key))
        return result

    def _look(self, node: yaml.ScalarNode) -> None:
        if odd := INVISIBLE.search(node.value):
            self.problems.append(_invisible(self.path, *self._place(node), odd[0]))

    def _note(self, node: yaml.Node) -> None:
        """Refuse the sign before a node that would eat its first word, and note where the node ends."""
        self._seen.add(id(node))
        line, column = node.start_mark.line, node.start_mark.column
        sign = self.lines[line][column:column + 1] if line < len(self.lines) else ""
        if sign == "&":
            self._refuse(node, "yaml-alias", "A value must not start with “&”: its first word would become a name for an alias.", "Put the whole value in quotes, and write it out where a `*name` stands for it.")
        elif sign == "!":
            self._refuse(node, "yaml-tag", "A value must not start with “!”: its first word would be taken for a tag, and dropped.", "Put the whole value in quotes.")
        ends_here = node.style not in {"|", ">"} if isinstance(node, yaml.ScalarNode) else node.flow_style  # other nodes end where the next begins
        if ends_here:
            self._ends[node.end_mark.line] = max(self._ends.get(node.end_mark.line, 0), node.end_mark.column)

    def check_comments(self) -> None:
        """Refuse what YAML takes for a comment behind a value, and drops, unless it is set apart as one."""
        for line, end in sorted(self._ends.items()):
            behind = self.lines[line][end:] if line < len(self.lines) else ""
            if (found := _COMMENT.search(behind)) and not _SET_APART.search(behind):
                self.problems.append(Problem(self.path, line + self.first_line, end + found.end(), "yaml-comment",
                                             "A value must not go on behind “#”, which begins a comment: those words would be dropped.",
                                             "Put the whole value in quotes. If it is a comment, leave two spaces before its “#” and one behind it."))

    def _place(self, node: yaml.Node) -> tuple[int, int]:
        return node.start_mark.line + self.first_line, node.start_mark.column + 1

    def _refuse(self, node: yaml.Node, rule: str, message: str, cure: str) -> None:
        line, column = self._place(node)
        problem = Problem(self.path, line, column, rule, message, cure)
        if problem not in self.problems:  # a group begins where its first key does
            self.problems.append(problem)
