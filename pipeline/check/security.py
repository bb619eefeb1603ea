"""Where to report a weakness of the site: what security.txt says must not be out of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.check.rule import Found, Site, rule

SOON = dt.timedelta(days=30)
YEAR = dt.timedelta(days=365)  # RFC 9116, 2.5.5, recommends less


@rule("security-expires", "warning", scope="site")
def check_expires(site: Site) -> Iterator[Found]:
    """Where to report a weakness of the site must be good today, and should be for less than a year; from 30 days before its last day, the check warns."""
    clinic, located, today = site.library.facts.clinic, site.library.facts.sources.get("clinic.yaml"), site.occasion.today
    if clinic is None or located is None or clinic.security is None:
        return
    place, day = located.place("security", "expires"), clinic.security.expires
    cure = f"See that a report still arrives, then set a day before {today + YEAR}."
    if today > day:
        yield Found(place, f"Where to report a weakness must not be out of date: it was good until {day}.", cure, located.path,
                    severity="error" if site.occasion.production else None)
    elif day - today < SOON:
        yield Found(place, f"Where to report a weakness should be looked at again by {day}: {(day - today).days} days are left.", cure, located.path)
    elif day - today >= YEAR:
        yield Found(place, f"Where to report a weakness should be good for less than a year, not until {day}: who reads it could not know whether it still is.", cure, located.path)
