"""Views: all that a template gets. Plain, frozen, final: resolved addresses and finished words, no settings, no clock.

A page is a function of its view and its template's closure, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup


class Link(NamedTuple):
    """Words that lead somewhere; `current` where they lead to the page that they stand on."""

    text: str
    url: str
    current: bool = False


class Language(NamedTuple):
    """A way to another language, named in it: to the same page there or, where there is none, to the nearest above it."""

    lang: str
    text: str
    url: str


class Alternate(NamedTuple):
    """The absolute address of a page in a language, which may be x-default."""

    lang: str
    url: str


class Phone(NamedTuple):
    """`url` is a tel: address in E.164, `text` the national form."""

    label: str
    url: str
    text: str


class Hours(NamedTuple):
    """`opens` and `closes` are clock times in words, such as 9 am."""

    days: str
    opens: str
    closes: str


class Contact(NamedTuple):
    """How to reach the clinic. `title` and `lead` invite to it; `zone` names the time zone of the hours in words."""

    title: str
    lead: str
    phones: tuple[Phone, ...]
    booking_url: str | None
    hours: tuple[Hours, ...]
    zone: str
    address: tuple[str, ...]
    next_steps: tuple[str, ...]
    interest: str


class CrisisAction(NamedTuple):
    """One way to get help at once, and for whom it is."""

    text: str
    url: str
    note: str


class Crisis(NamedTuple):
    """The crisis help that stands on every page."""

    lead: str
    actions: tuple[CrisisAction, ...]
    more: Link


class Site(NamedTuple):
    """What every page of one language shares, and the ways from it to other languages. `words` are the interface's words; `placeholder` is the notice of invented contact facts.

    `theme_colors` are the page's ground in the schemes light and dark, as hex.
    """

    name: str
    lang: str
    home: Link
    header: tuple[Link, ...]
    footer: tuple[Link, ...]
    contact: Contact
    contact_page: Link
    crisis: Crisis
    icons: Mapping[str, str]
    theme_colors: Mapping[str, str]
    placeholder: str | None
    languages: tuple[Language, ...]
    words: Mapping[str, str]


class Picture(NamedTuple):
    """`url` is what every browser can show, `srcset` the same in all widths, `sources` the kinds that some browsers prefer.

    A drawing has neither: it fits every width. `sizes` says how wide the layout shows the picture.
    """

    url: str
    width: int
    height: int
    alt: str
    sources: tuple[PictureSource, ...] = ()
    srcset: str = ""
    sizes: str = ""


class PictureSource(NamedTuple):
    """One kind of file, such as image/avif, in all widths."""

    type: str
    srcset: str


class Head(NamedTuple):
    """What search engines, feeds and previews read. `canonical`, `feed` and the address of `picture` are absolute.

    `alternates` has the page in each of its languages, itself included; it is empty where there is but one.
    """

    title: str
    description: str
    canonical: str
    feed: Link
    picture: Picture
    alternates: tuple[Alternate, ...] = ()
    robots: str | None = None


class Date(NamedTuple):
    """A day in ISO 8601 and in the page's language."""

    iso: str
    text: str


class ContentsItem(NamedTuple):
    """One heading in the list of contents, with those below it."""

    text: str
    url: str
    children: tuple[ContentsItem, ...] = ()


class Reference(NamedTuple):
    """One item of the list in AMA style, in parts; `lang` is the language of its title where that is not the page's.

    `backlinks` lead to the places that cite it, each with a name for screen readers.
    """

    id: str
    number: int
    kind: str
    lang: str
    authors: str
    title: str
    container: str
    details: str
    doi_url: str | None
    pubmed_url: str | None
    url: str | None
    backlinks: tuple[Link, ...]


class Review(NamedTuple):
    """Whether a clinician has reviewed the text. `state` is unreviewed, reviewed or overdue."""

    state: str
    notice: str
    reviewer: str | None = None
    credentials: str | None = None
    reviewed: Date | None = None
    review_by: Date | None = None


class Translation(NamedTuple):
    """What a translation says of itself; `source` leads to the text that it was made from."""

    notice: str
    source: Link
    lang: str


class Cited(NamedTuple):
    """A citation in the text: its label, such as 3 or 3(p4), the reference's address, and the id that leads back here."""

    label: str
    url: str
    id: str


class Claim(NamedTuple):
    """How sure we are of a statement, in words. `level` is high, moderate, low or very-low; of a fact it is empty."""

    id: str
    kind: str
    level: str
    certainty: str
    under_review: str


class EvidenceRow(NamedTuple):
    """One claim in the table; `url` leads to where the text makes it."""

    claim: Claim
    kind: str
    text: str
    url: str
    sources: tuple[Cited, ...]


class Evidence(NamedTuple):
    """What is known of one condition: a row for each claim."""

    condition: str
    rows: tuple[EvidenceRow, ...]


class StatusRow(NamedTuple):
    """One use of a medicine. `status` says in words whether the FDA approves it."""

    condition: str
    route: str
    approved: bool
    status: str
    note: str
    as_of: Date
    source: Cited


class Status(NamedTuple):
    """The box on what the FDA has approved."""

    title: str
    rows: tuple[StatusRow, ...]


class Arm(NamedTuple):
    """One group of an icon array: `count` people of `of`, also in words."""

    label: str
    count: int
    of: int
    text: str


class Outcome(NamedTuple):
    """`kind` is benefit or harm, `label` its word. Without figures `arms` is empty and `none` says so."""

    kind: str
    label: str
    text: str
    arms: tuple[Arm, ...]
    none: str
    sources: tuple[Cited, ...]


class Numbers(NamedTuple):
    """Benefit and harm side by side, for the same number of people."""

    title: str
    outcomes: tuple[Outcome, ...]


class Term(NamedTuple):
    """A term and what it means; `url` leads to its entry in the glossary, `id` is the entry's own."""

    text: str
    means: str
    id: str
    url: str


class Change(NamedTuple):
    """One row of an article's change log."""

    date: Date
    text: str


class Author(NamedTuple):
    """Who wrote a text, and what there is to say of them."""

    name: str
    about: str


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
    """`kind` is the page's slug: the home, contact and urgent-help pages get parts of their own."""

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


class Fixture(NamedTuple):
    """One use of a component: its `macro` called with `options`."""

    id: str
    name: str
    macro: str
    options: Mapping[str, object]


class Component(NamedTuple):
    """`template` is the path of the file that holds its macros."""

    name: str
    template: str
    fixtures: tuple[Fixture, ...]


class GalleryView(NamedTuple):
    """The page of all components, which is for those who work on the theme."""

    site: Site
    head: Head
    title: str
    summary: str
    components: tuple[Component, ...]


View = ArticleView | SheetView | PageView | WithdrawnView | MovedView | ListingView | TopicsView | FeedView | SitemapView | RobotsView | SecurityView | GalleryView
