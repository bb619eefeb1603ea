"""What programs read: the feed, the sitemap, robots.txt and security.txt."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.render.views.frame import Alternate


class FeedEntry(NamedTuple):
    """`updated` and `published` are RFC 3339 times."""

    id: str
    title: str
    url: str
    summary: str
    published: str
    updated: str
    author: str
    topic: str


class FeedView(NamedTuple):
    """The Atom feed of one language (RFC 4287)."""

    id: str
    title: str
    url: str
    home_url: str
    lang: str
    author: str
    updated: str
    entries: tuple[FeedEntry, ...]


class SitemapEntry(NamedTuple):
    """`alternates` has the page in each of its languages, itself included; it is empty where there is but one."""

    url: str
    lastmod: str | None
    alternates: tuple[Alternate, ...] = ()


class SitemapView(NamedTuple):
    """The sitemap: every page that may be listed (https://www.sitemaps.org)."""

    entries: tuple[SitemapEntry, ...]


class RobotsView(NamedTuple):
    """robots.txt (RFC 9309)."""

    sitemap_url: str


class SecurityView(NamedTuple):
    """security.txt (RFC 9116); `expires` is a moment in UTC."""

    contact: str
    expires: str
    policy: str | None
    canonical: str
