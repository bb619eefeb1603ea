"""Composes what machines read: the feed, the sitemap, robots.txt and security.txt."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.read.languages import split_url, url_in
from pipeline.read.library import Entry
from pipeline.render import views
from pipeline.render.frame import Frame, changed
from pipeline.render.languages import compose_alternates

SECURITY = "/.well-known/security.txt"  # RFC 9116, 3


def compose_feed(frame: Frame, url: str, entries: Iterable[Entry], lang: str) -> views.FeedView:
    """The Atom feed of a language's newest articles (RFC 4287), which stands at `url`."""
    words, items = frame.words(lang), []
    for entry in entries:
        meta, address = entry.document.meta, frame.absolute(entry.url)
        items.append(views.FeedEntry(
            id=address, title=frame.say(meta.title), url=address, summary=frame.say(meta.summary), published=_instant(meta.date),
            updated=_instant(changed(entry)), author=frame.say(frame.facts.people[meta.author].name), topic=frame.facts.topic_name(meta.topic, lang)))
    home = frame.absolute(url_in(lang, "/"))
    return views.FeedView(
        id=home, title=words["feed_title"].format(clinic=frame.clinic.name), url=frame.absolute(url), home_url=home,
        lang=lang, author=frame.clinic.name, updated=max((item.updated for item in items), default=_instant(dt.date(1970, 1, 1))), entries=tuple(items))


def compose_sitemap(frame: Frame, listings: Mapping[str, Sequence[Entry]]) -> views.SitemapView:
    """Every page that may be indexed; a listing was last modified when the newest of its articles was."""
    pages = [(entry.url, [entry]) for entry in frame.library.entries if not entry.is_draft and not frame.robots_of(entry, frame.review_of(entry))]
    rows = sorted([*pages, *listings.items()])
    addresses: dict[str, dict[str, str]] = defaultdict(dict)
    for url, _ in rows:
        lang, at = split_url(url)
        addresses[at][lang] = url
    return views.SitemapView(tuple(
        views.SitemapEntry(frame.absolute(url), max((changed(entry).isoformat() for entry in entries), default=None),
                           compose_alternates(addresses[split_url(url)[1]], frame.absolute)) for url, entries in rows))


def compose_robots(frame: Frame) -> views.RobotsView:
    """What robots.txt says: where the sitemap is."""
    return views.RobotsView(frame.absolute("/sitemap.xml"))


def compose_security(frame: Frame) -> views.SecurityView:
    """What security.txt says: where to report a weakness, until when that is true, and where this stands."""
    security = frame.clinic.security
    return views.SecurityView(security.contact, f"{security.expires}T23:59:59Z", security.policy, frame.absolute(SECURITY))


def _instant(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
