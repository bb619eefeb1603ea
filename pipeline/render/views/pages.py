"""The pages that visitors read, whole: texts, lists of texts, and what stands where a text has gone."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from pipeline.render.views.frame import Contact, Head, Link, Picture, Site
from pipeline.render.views.text import (
    Author,
    Change,
    ContentsItem,
    Date,
    Evidence,
    Reference,
    Review,
    Status,
    Translation,
)


class Card(NamedTuple):
    """An article in a listing."""

    title: str
    url: str
    summary: str
    date: Date
    topic: Link


class Topic(NamedTuple):
    """A topic in a list; `count` says in words how many articles it has."""

    name: str
    url: str
    count: str


class ArticleView(NamedTuple):
    """`under_review` is the notice of claims past their day, or empty; `evidence` is left empty where the body shows it.

    `contact` is None where the call to action would follow a text on suicide; `sheet` leads to the visit sheet, where there is one.
    """

    site: Site
    head: Head
    title: str
    summary: str
    breadcrumb: tuple[Link, ...]
    topic: Link
    author: Author
    published: Date
    modified: Date | None
    review: Review
    translation: Translation | None
    under_review: str
    status: Status | None
    hero: Picture | None
    contents: tuple[ContentsItem, ...]
    body: Markup
    evidence: tuple[Evidence, ...]
    references: tuple[Reference, ...]
    changes: tuple[Change, ...]
    contact: Contact | None
    related: tuple[Card, ...]
    sheet: Link | None = None


class SheetView(NamedTuple):
    """A visit sheet, to print and to write on. `body` holds the parts that stand in the article too; `article` leads to it."""

    site: Site
    head: Head
    title: str
    summary: str
    breadcrumb: tuple[Link, ...]
    article: Link
    body: Markup


class PageView(NamedTuple):
    """`kind` is the page's slug: the home, contact and urgent-help pages get parts of their own.

    `contact` is the invitation to the clinic, where the page has one. On the contact page `opening` is what stands before it: the text up to its first heading.
    """

    site: Site
    head: Head
    kind: str
    title: str
    summary: str
    breadcrumb: tuple[Link, ...]
    body: Markup
    contents: tuple[ContentsItem, ...]
    references: tuple[Reference, ...]
    translation: Translation | None
    contact: Contact | None = None
    opening: Markup = Markup()
    articles: tuple[Card, ...] = ()
    topics: tuple[Topic, ...] = ()


class Withdrawal(NamedTuple):
    """What is said of a withdrawn article. `notice` says since when; `links` lead to those who can help."""

    notice: str
    reason: str
    links: tuple[Link, ...]


class WithdrawnView(NamedTuple):
    """The page of a withdrawn article. Of its text it holds the title alone."""

    site: Site
    head: Head
    title: str
    summary: str
    breadcrumb: tuple[Link, ...]
    withdrawal: Withdrawal


class MovedView(NamedTuple):
    """An address that a text had: `page` is where it is now."""

    site: Site
    head: Head
    title: str
    summary: str
    page: Link


class Pagination(NamedTuple):
    """`status` says “Page 2 of 5”; newer and older are None at the ends."""

    status: str
    newer: Link | None
    older: Link | None


class ListingView(NamedTuple):
    """A list of articles: all of them, or a topic's."""

    site: Site
    head: Head
    title: str
    summary: str
    breadcrumb: tuple[Link, ...]
    articles: tuple[Card, ...]
    pagination: Pagination | None


class TopicsView(NamedTuple):
    """The list of all topics."""

    site: Site
    head: Head
    title: str
    summary: str
    breadcrumb: tuple[Link, ...]
    topics: tuple[Topic, ...]
