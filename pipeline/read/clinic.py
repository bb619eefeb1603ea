"""The schema of who the clinic is: its facts in clinic.yaml, its people in people.yaml, the help it names in crisis.yaml."""

from __future__ import annotations

import re
from typing import Literal

import phonenumbers
from pydantic import Field, computed_field, model_validator

from pipeline.read.fields import (
    Clock,
    Day,
    Flag,
    HelpUrl,
    HttpsUrl,
    Lang,
    Model,
    PhoneNumber,
    ReachableUrl,
    Text,
    Words,
    Zone,
    refuse,
)


class Phone(Model):
    """One of the clinic's numbers, in the international form (E.164), and what it is for."""

    number: PhoneNumber
    label: Words
    placeholder: Flag = False

    @computed_field
    @property
    def national(self) -> str:
        """The number as people of its country write it."""
        return phonenumbers.format_number(phonenumbers.parse(self.number), phonenumbers.PhoneNumberFormat.NATIONAL)


class Booking(Model):
    """Where a visit is booked."""

    url: HttpsUrl
    placeholder: Flag = False


class OpenHours(Model):
    """When the clinic is open on some days, from and to as `09:00` or `17:30`."""

    days: Words
    from_: Clock = Field(alias="from")
    to: Clock

    @model_validator(mode="after")
    def _in_order(self) -> OpenHours:
        if self.to <= self.from_:
            raise refuse(f"The hours must end later in the day ({self.to}) than they start ({self.from_}).",
                         "Correct one of the two; hours past midnight are two lines, one to 23:59 and one from 00:00.", at=("to",))
        return self


class Hours(Model):
    """All opening hours, in the order in which they are shown."""

    open: tuple[OpenHours, ...] = Field(min_length=1)
    placeholder: Flag = False


class Address(Model):
    """The clinic's address, line by line."""

    lines: tuple[Text, ...] = Field(min_length=1)
    placeholder: Flag = False


class Security(Model):
    """Where to report a weakness of the site: what /.well-known/security.txt says (RFC 9116). `expires` is its last good day."""

    contact: ReachableUrl
    expires: Day
    policy: HttpsUrl | None = None
    placeholder: Flag = False


class Clinic(Model):
    """`content/clinic.yaml`: the clinic's facts, written once."""

    name: Text
    unreviewed: Literal["noindex", "index"] = "noindex"
    timezone: Zone
    phones: tuple[Phone, ...] = Field(min_length=1)
    booking: Booking | None = None
    hours: Hours | None = None
    address: Address | None = None
    security: Security | None = None
    interest: Words
    next_steps: dict[Lang, tuple[Text, ...]] = Field({})


class Person(Model):
    """One entry of `content/people.yaml`: an author or a clinical reviewer."""

    name: Text
    kind: Literal["person", "organization"]
    credentials: Text | None = None
    url: HttpsUrl | None = None
    about: Words | None = None


_NUMBER = re.compile(r"\d{3}")
_BETWEEN = r"[\s().-]*"


def _names(text: str, number: str) -> bool:
    """Whether the text names the number, with whatever signs between its digits; one in international form also without its country's code."""
    digits = number.removeprefix("+")
    forms = [digits, *(digits[code:] for code in (1, 2, 3) if number.startswith("+"))]
    return any(re.search(rf"(?<!\d){_BETWEEN.join(form)}(?!\d)", text) for form in forms)


class CrisisAction(Model):
    """One way to get help at once: its words, the address that calls, texts or opens it, and for whom it is."""

    text: Text
    url: HelpUrl
    note: Text

    @model_validator(mode="after")
    def _as_it_says(self) -> CrisisAction:
        scheme, _, number = self.url.partition(":")
        if scheme != "https" and _NUMBER.search(self.text) and not _names(self.text, number):
            raise refuse(f"“{self.url}” must lead to the number that its words name: “{self.text}”.", "Correct one of the two.", at=("url",))
        return self


class Crisis(Model):
    """One language of `content/crisis.yaml`: the help that stands before every text."""

    lead: Text
    actions: tuple[CrisisAction, ...] = Field(min_length=1)
    more: Text
