"""Claims in Markdown. The first line is `::: benefit next-day: depression, moderate certainty, 2 citations, expires 2026-12-31`, or `::: fact name`."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from pipeline.problem import Place, did_you_mean
from pipeline.read.body import Citation, Claim, Hole, tokens

CLAIMS = ("benefit", "harm", "fact")
CERTAINTIES = ("high", "moderate", "low", "very low")  # as GRADE names them
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Unclear(Exception):
    """A first line that can't be understood: what must be true, and the cure."""


def read_claim(kind: str, title: str, place: Place) -> Claim:
    """The claim that the line behind its kind tells of. Raises Unclear."""
    name, colon, rest = title.partition(":")
    name = name.strip()
    if (not colon and kind != "fact") or not _ID.fullmatch(name):
        raise Unclear(f"A claim must have a name of its own, then a colon; “{name}” is none.", f"Use small letters, digits and hyphens: “{_example(kind)}”.")
    condition = certainty = ""
    expires = count = None
    for part in filter(None, (part.strip() for part in rest.split(","))):
        first, _, last = part.rpartition(" ")
        if last == "certainty":
            certainty = _certainty(first, kind)
        elif first == "expires":
            expires = _day(last)
        elif last in {"citation", "citations"} and first.isdecimal():
            count = int(first)
        elif condition:
            raise Unclear(f"A claim must be about one condition; “{condition}” and “{part}” are two.", "Write a claim for each, or correct the word “certainty” or “expires”.")
        else:
            condition = part.casefold().replace(" ", "-")
    if kind == "fact" and (certainty or condition):
        raise Unclear("A fact has no condition and no certainty: only benefits and harms do.", f"Write “{_example(kind)}”.")
    if kind != "fact" and not (certainty and condition):
        missing = "how certain it is" if condition else "the condition it is about"
        raise Unclear(f"A claim of {kind} must say {missing}.", f"Write “{_example(kind)}”.")
    return Claim(kind, name, condition, certainty, expires, place, count=count)


def gather_claims(root: etree.Element, holes: list[Hole], plain: Callable[[etree.Element], str]) -> None:
    """Give each claim among the holes of the tree its words and what it cites; `plain` tells the words of an element."""
    inside: dict[int, tuple[list[str], list[Citation]]] = {}
    found: dict[int, tuple[list[str], list[Citation]]] = {}
    for element in root if any(isinstance(hole, Claim) for hole in holes) else ():
        for is_end, index in tokens("".join(element.itertext())):
            hole = holes[index]
            if isinstance(hole, Claim) and is_end:
                inside.pop(index, None)
            elif isinstance(hole, Claim):
                inside[index] = found.setdefault(index, ([], []))
            elif isinstance(hole, Citation):
                for _, citations in inside.values():
                    citations.append(hole)
        for words, _ in inside.values():
            words.append(_list_words(element, plain) if element.tag in {"ul", "ol"} else plain(element))
    for index, (words, citations) in found.items():
        holes[index] = holes[index]._replace(text=" ".join(" ".join(words).split()), citations=tuple(citations))


def _list_words(element: etree.Element, plain: Callable[[etree.Element], str]) -> str:
    """The items of a list as one line."""
    return "; ".join(" ".join(plain(item).split()).rstrip(".;,") for item in element) + "."


def _certainty(word: str, kind: str) -> str:
    if word not in CERTAINTIES:
        raise Unclear(f"“{word}” must be a certainty.", did_you_mean(word, CERTAINTIES) + f"Choose one of: {', '.join(CERTAINTIES)}: “{_example(kind)}”.")
    return word


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        raise Unclear(f"“{text}” must be a day of the calendar.", "Write it as year-month-day, such as “expires 2026-12-31”.") from None


def _example(kind: str) -> str:
    return "::: fact visits-by-video: expires 2026-12-31" if kind == "fact" else f"::: {kind} name-of-the-claim: depression, low certainty"
