"""The first line of a claim: `::: benefit next-day: depression, moderate certainty, expires 2026-12-31`, or `::: fact name`."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.problem import Place, did_you_mean
from pipeline.read.body import Claim

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
    expires = None
    for part in filter(None, (part.strip() for part in rest.split(","))):
        first, _, last = part.rpartition(" ")
        if last == "certainty":
            certainty = _certainty(first, kind)
        elif first == "expires":
            expires = _day(last)
        elif condition:
            raise Unclear(f"A claim must be about one condition; “{condition}” and “{part}” are two.", "Write a claim for each, or correct the word “certainty” or “expires”.")
        else:
            condition = part.casefold().replace(" ", "-")
    if kind == "fact" and (certainty or condition):
        raise Unclear("A fact has no condition and no certainty: only benefits and harms do.", f"Write “{_example(kind)}”.")
    if kind != "fact" and not (certainty and condition):
        missing = "how certain it is" if condition else "the condition it is about"
        raise Unclear(f"A claim of {kind} must say {missing}.", f"Write “{_example(kind)}”.")
    return Claim(kind, name, condition, certainty, expires, place)


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
