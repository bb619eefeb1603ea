"""The fields of front matter and of the clinic's files: a type for each kind of value, which refuses what does not fit, with place and cure.

A value comes as the text that an editor wrote; what goes out is typed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from pipeline.read.languages import LANGUAGES

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9<>]+")  # Crossref's recommended pattern
# What a folder can be named everywhere, and what _redirects can hold without escapes; 200 signs keep its lines short.
ALIAS = re.compile(r"(?=.{2,200}\Z)(?:/[A-Za-z0-9_~-]+)*/(?:[A-Za-z0-9_~-]+\.html?)?")
DIALED = re.compile(r"\+[0-9]{8,15}|[0-9]{3,6}")  # a number in international form (E.164), or a short code
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def refuse(message: str, cure: str, **where: object) -> PydanticCustomError:
    """What a field's or a model's rule raises. `at` is the path of the value from there, `drop` names those that are refused with it."""
    return PydanticCustomError("content", "{message}\n{cure}", {**where, "message": message, "cure": cure})


def _shown(value: Any) -> str:
    """The value as an editor knows it."""
    return "An empty value" if value is None else "A list or group" if isinstance(value, list | dict) else f"“{value}”"


def _date(value: Any) -> dt.date:
    try:
        day = dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
    except (TypeError, ValueError):
        raise refuse(f"{_shown(value)} must be a day of the calendar.", "Write it as year-month-day, such as 2026-11-22.") from None
    if day.isoformat() != value:
        raise refuse(f"“{value}” must have two digits each for its month and day.", f"Write {day.isoformat()}.")
    return day


def _text(value: str) -> str:
    if not value.strip():
        raise refuse("The text must not be empty.", "Write it, or delete the line.")
    return " ".join(value.split())


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise refuse(f"“{value}” must be a slug, since it becomes part of an address.", "Use small letters a–z, digits and single hyphens, such as ketamine-therapy.")
    return value


def _alias(value: str) -> str:
    if not ALIAS.fullmatch(value):
        raise refuse(f"“{value}” must be an address that this site had: from its first slash to its last, or to .html.",
                      "Write it as /old-name/ or /old-name.html, of letters, digits and hyphens.")
    return value


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, None if value.startswith("+") else "US")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise refuse(f"“{value}” must be a phone number that exists in its country's plan.", "Write it in international form, such as +12025550143.")
    wanted = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if value != wanted:
        raise refuse(f"“{value}” must be in international form without spaces (E.164).", f"Write {wanted}.")
    return value


def _https(value: str) -> str:
    if not re.fullmatch(r"https://[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?", value):
        raise refuse(f"“{value}” must be a whole address that starts with https://.", "Copy it from the browser's address line.")
    return value


def _reachable(value: str) -> str:
    """RFC 9116, 2.5.3: an address where a report can be left, as a URI."""
    scheme, _, rest = value.partition(":")
    if scheme == "https":
        return _https(value)
    if scheme == "tel":
        return f"tel:{_phone(rest)}"
    if not re.fullmatch(r"mailto:[^\s@?/:]+@[^\s@?/:.]+(?:\.[^\s@?/:.]+)+", value):
        raise refuse(f"“{value}” must be an address that a program can open: mailto:, https:// or tel:.", "Write it as mailto:security@clinic.example, for one.")
    return value


def _help(value: str) -> str:
    scheme, _, rest = value.partition(":")
    if scheme == "https":
        return _https(value)
    if scheme not in {"tel", "sms"} or not DIALED.fullmatch(rest):
        cure = f"Write tel:{value} to call it, or sms:{value} to write to it." if DIALED.fullmatch(value) else "Write it as tel:988, sms:988, tel:+12025550143 or https://988lifeline.org/."
        raise refuse(f"“{value}” must be a number to call (tel:) or to write to (sms:), or a whole address that starts with https://.", cure)
    return value


def _clock(value: str) -> str:
    if not CLOCK.fullmatch(value):
        raise refuse(f"“{value}” must be a time of day.", "Write it with 24 hours and two digits each, such as 09:00 or 17:30.")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise refuse(f"“{value}” must be a time zone.", "Use a name of the IANA list, such as America/New_York.") from None
    return value


def _doi(value: str) -> str:
    if not DOI.fullmatch(value):
        raise refuse(f"“{value}” must be a DOI.", "Write it bare, such as 10.1001/archpsyc.63.8.856, without https://doi.org/.")
    return value


def _count(value: Any) -> int:
    if not re.fullmatch(r"\d{1,4}", str(value)):
        raise refuse(f"{_shown(value)} must be a whole number.", "Write it in digits, such as 10.")
    return int(value)


def _bool(value: Any) -> Any:
    if not isinstance(value, bool):
        raise refuse(f"{_shown(value)} must be true or false.", "Write true or false.")
    return value


Text = Annotated[str, AfterValidator(_text)]
Slug = Annotated[str, AfterValidator(_slug)]
Alias = Annotated[str, AfterValidator(_alias)]
Day = Annotated[dt.date, BeforeValidator(_date)]
Clock = Annotated[str, AfterValidator(_clock)]
Zone = Annotated[str, AfterValidator(_zone)]
Count = Annotated[int, BeforeValidator(_count)]
Flag = Annotated[bool, BeforeValidator(_bool)]
PhoneNumber = Annotated[str, AfterValidator(_phone)]
HttpsUrl = Annotated[str, AfterValidator(_https)]
HelpUrl = Annotated[str, AfterValidator(_help)]
ReachableUrl = Annotated[str, AfterValidator(_reachable)]
Doi = Annotated[str, AfterValidator(_doi)]
Lang = Literal[LANGUAGES]
Words = dict[Lang, Text]


class Model(BaseModel):
    """What all of front matter and of the clinic's files share: no key that is not named, nothing changed after reading."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, coerce_numbers_to_str=True)
