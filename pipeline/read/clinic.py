"""The schema of who the clinic is: its facts in clinic.yaml, its people in people.yaml, the help it names in crisis.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

import phonenumbers
from pydantic import Field, computed_field

from pipeline.read.fields import (
    Clock,
    Day,
    Flag,
    HttpsUrl,
    Lang,
    Model,
    PhoneNumber,
    ReachableUrl,
    Text,
    Words,
    Zone,
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


class CrisisAction(Model):
    """One way to get help at once: its words, the address that calls, texts or opens it, and for whom it is."""

    text: Text
    url: Annotated[str, Field(pattern=r"^(?:tel:|sms:|https://)\S+$")]
    note: Text


class Crisis(Model):
    """One language of `content/crisis.yaml`: the help that stands before every text."""

    lead: Text
    actions: tuple[CrisisAction, ...] = Field(min_length=1)
    more: Text
