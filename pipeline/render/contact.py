"""Composes how to reach the clinic: its phones, its hours in words, its address, and what happens next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pipeline.render import views

if TYPE_CHECKING:
    from pipeline.read.clinic import Clinic, OpenHours


def compose_contact(clinic: Clinic, lang: str, words: Mapping[str, str], say: Callable[[str], str]) -> views.Contact:
    """What `content/clinic.yaml` says of it, in a language."""
    return views.Contact(
        title=words["contact_title"], lead=words["contact_lead"],
        phones=tuple(views.Phone(phone.label[lang], f"tel:{phone.number}", phone.national) for phone in clinic.phones),
        booking_url=clinic.booking.url if clinic.booking else None,
        hours=tuple(_hours(hours, lang, words) for hours in clinic.hours.open) if clinic.hours else (),
        zone=words.get(f"zone_{clinic.timezone}", clinic.timezone.replace("_", " ")),
        address=clinic.address.lines if clinic.address else (),
        next_steps=tuple(map(say, clinic.next_steps.get(lang, ()))), interest=say(clinic.interest[lang]))


def _hours(hours: OpenHours, lang: str, words: Mapping[str, str]) -> views.Hours:
    return views.Hours(hours.days[lang], _clock(hours.from_, words), _clock(hours.to, words))


def _clock(time: str, words: Mapping[str, str]) -> str:
    hour, minute = int(time[:2]), time[3:]
    if minute == "00" and hour in (0, 12):
        return words["noon" if hour else "midnight"]
    shown = f"{hour % 12 or 12}" + (f":{minute}" if minute != "00" else "")
    return f"{shown} {words['am' if hour < 12 else 'pm']}"
