"""What a rule is: a pure generator with a name, a severity, and a docstring whose first sentence is the rule itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from pipeline.problem import Place, Problem, Severity
from pipeline.read.library import Library

Scope = Literal["text", "facts", "page", "site"]


class Found(NamedTuple):
    """One thing that a rule finds wrong: the framework adds the rule's name and severity, and the text's path.

    `path` is given where the place is in another file; `severity` where one finding differs from its rule's own.
    """

    place: Place
    message: str
    cure: str
    path: str = ""
    severity: Severity | None = None


class Occasion(NamedTuple):
    """When and for whom the content is checked: the build date, and whether the public will see the result."""

    today: dt.date
    production: bool = False


class Site(NamedTuple):
    """What a rule may know beside the text itself."""

    library: Library
    occasion: Occasion


class Rule(NamedTuple):
    """`scope` says what the generator gets: text (Text), facts (Text, Facts), page (Text, Site) or site (Site).

    A rule of scope text depends on its file alone, so that its findings may be kept as long as the file stays the same; one
    of scope facts as long as the facts stay the same, too. Both get a text without its entry.
    """

    name: str
    severity: Severity
    scope: Scope
    find: Callable[..., Iterator[Found]]

    @property
    def about(self) -> str:
        """The rule in one sentence."""
        return " ".join(self.find.__doc__.split("\n\n")[0].split())

    def problems(self, path: str, *what: object) -> Iterator[Problem]:
        """What the rule finds, as problems of the text at `path`."""
        for found in self.find(*what):
            yield Problem(found.path or path, found.place.line, found.place.column, self.name, found.message, found.cure, found.severity or self.severity)


RULES: dict[str, Rule] = {}


def rule(name: str, severity: Severity = "error", scope: Scope = "text") -> Callable[[Callable], Callable]:
    """Make the generator a rule. Raises ValueError where the name is taken or the rule says nothing about itself."""

    def add(find: Callable[..., Iterator[Found]]) -> Callable[..., Iterator[Found]]:
        if name in RULES or not find.__doc__:
            raise ValueError(f"a rule needs a name and a docstring of its own: {name}")
        RULES[name] = Rule(name, severity, scope, find)
        return find

    return add
