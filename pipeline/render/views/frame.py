"""What stands around the text of every page, and what it is made of: links, pictures, the head, the ways to the clinic and to help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


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
    urgent_page: Link
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
