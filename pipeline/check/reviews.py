"""Reviews and dates: none is past its day, and none is before its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text

SOON = dt.timedelta(days=60)


@rule("review-overdue", "warning", scope="page")
def check_overdue(text: Text, site: Site) -> Iterator[Found]:
    """An article must not be published past its next review; from 60 days before, the check warns."""
    due, today = text.meta.review_by if text.is_article else None, site.occasion.today
    if due and today > due:
        yield Found(text.place("review_by"), f"The article must be reviewed again: its review was due on {due}.", "Ask the reviewer, then set “reviewed” and “review_by” anew.",
                    severity="error" if site.occasion.production else None)
    elif due and today >= due - SOON:
        yield Found(text.place("review_by"), f"The article should be reviewed again by {due}: {(due - today).days} days are left.", "Ask the reviewer, then set “reviewed” and “review_by” anew.")


@rule("review-dates", scope="page")
def check_dates(text: Text, site: Site) -> Iterator[Found]:
    """A review must lie in the past, and the next one after it."""
    meta = text.meta
    if not text.is_article or not (meta.reviewed and meta.review_by):
        return
    if meta.reviewed > site.occasion.today:
        yield Found(text.place("reviewed"), f"A review must have happened; {meta.reviewed} is still to come.", "Write the day of the review.")
    if meta.review_by <= meta.reviewed:
        yield Found(text.place("review_by"), f"The next review ({meta.review_by}) must come after the last one ({meta.reviewed}).", "Correct one of the two.")


@rule("change-dates")
def check_changes(text: Text) -> Iterator[Found]:
    """A change must not be dated before the text itself."""
    for index, change in enumerate(text.meta.changes):
        if change.date < text.meta.date:
            yield Found(text.place("changes", index, "date"), f"A change ({change.date}) must not come before the text itself ({text.meta.date}).", "Correct one of the two.")


@rule("date-future", "warning", scope="page")
def check_future(text: Text, site: Site) -> Iterator[Found]:
    """A text should not be dated in the future: it is published at once."""
    meta = text.meta
    days = [(("date",), meta.date), (("modified",), meta.modified), (("translated",), meta.translated), *([(("withdrawn", "date"), meta.withdrawn.date)] if text.is_article and meta.withdrawn else []), *((("changes", index, "date"), change.date) for index, change in enumerate(meta.changes))]
    for at, day in days:
        if day and day > site.occasion.today:
            yield Found(text.place(*at), f"“{at[-1]}” should not lie in the future: {day} is still to come.", "Correct the day, or keep the text as a draft until then.")
