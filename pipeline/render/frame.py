"""What stands around every page, and what every view is made with: words, addresses, days, the clinic, menus, the head, and what a review has come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.assets.icons import SHARE
from pipeline.read.body import CLINIC
from pipeline.read.facts import Facts
from pipeline.read.languages import split_url, url_in
from pipeline.read.library import Entry, Library
from pipeline.render import views
from pipeline.render.contact import compose_contact
from pipeline.render.languages import Addresses, compose_alternates, compose_languages

if TYPE_CHECKING:
    from pipeline.read.frontmatter import ArticleFrontMatter


class Publication(NamedTuple):
    """What is true of the whole build: the site's address (no last slash), its path there, the day, and for whom it is."""

    site_url: str
    base: str
    today: dt.date
    production: bool


class Frame:
    """Composes what pages share. `icons` are addresses of assets, `grounds` the page's color in each scheme."""

    def __init__(self, library: Library, publication: Publication, icons: Mapping[str, str], grounds: Mapping[str, str]) -> None:
        self.library, self.publication, self.icons, self.grounds = library, publication, icons, grounds
        self.clinic = library.facts.clinic
        self._sites: dict[str, views.Site] = {}

    @property
    def facts(self) -> Facts:
        return self.library.facts

    def words(self, lang: str) -> Mapping[str, str]:
        return self.facts.words[lang]

    def say(self, text: str) -> str:
        """A text of the editors, with the clinic's name filled in."""
        return text.replace(CLINIC, self.clinic.name)

    def url(self, url: str) -> str:
        """The address from the host's root of an address from the site's root."""
        return self.publication.base + url

    def absolute(self, url: str) -> str:
        return self.publication.site_url + url

    @staticmethod
    def date(day: dt.date, words: Mapping[str, str]) -> views.Date:
        return views.Date(day.isoformat(), words["date"].format(month=words[f"month_{day.month}"], day=day.day, year=day.year))

    def site(self, lang: str, current: str, addresses: Addresses) -> views.Site:
        """What all pages of the language share, with the link to the current page marked, and the ways to other languages."""
        if lang not in self._sites:
            self._sites[lang] = self._make_site(lang)
        site, here = self._sites[lang], self.url(current)
        mark = lambda links: tuple(link._replace(current=True) if link.url == here else link for link in links)  # noqa: E731
        return site._replace(home=mark((site.home,))[0], header=mark(site.header), footer=mark(site.footer),
                             languages=compose_languages(lang, addresses, self.library, self.url))

    def head(self, url: str, title: str, description: str, words: Mapping[str, str], addresses: Addresses, robots: str | None = None,
              picture: views.Picture | None = None) -> views.Head:
        """What stands in the head of a page, which has these addresses in each of its languages."""
        lang, at = split_url(url)
        whole = f"{self.clinic.name}: {title}" if at == "/" else f"{title} | {self.clinic.name}"
        feed = views.Link(words["feed_title"].format(clinic=self.clinic.name), self.absolute(url_in(lang, "/feed.xml")))
        return views.Head(title=whole, description=description, canonical=self.absolute(url), feed=feed, picture=self._shared_picture(picture),
                          alternates=compose_alternates(addresses, self.absolute), robots=robots)

    def card(self, entry: Entry) -> views.Card:
        meta = entry.document.meta
        return views.Card(self.say(meta.title), self.url(entry.url), self.say(meta.summary), self.date(changed(entry), self.words(entry.lang)), self.topic_link(meta.topic, entry.lang))

    def topic(self, slug: str, count: int, lang: str) -> views.Topic:
        words = self.words(lang)
        text = words["article_count_one"] if count == 1 else words["article_count_many"].format(count=count)
        return views.Topic(self.facts.topic_name(slug, lang), self.url(url_in(lang, f"/topics/{slug}/")), text)

    def topic_link(self, slug: str, lang: str) -> views.Link:
        return views.Link(self.facts.topic_name(slug, lang), self.url(url_in(lang, f"/topics/{slug}/")))

    def topics_link(self, lang: str) -> views.Link:
        return views.Link(self.words(lang)["topics"], self.url(url_in(lang, "/topics/")))

    def page_link(self, entry: Entry) -> views.Link:
        menu = entry.document.meta.menu
        return views.Link(self.say((menu and menu.label) or entry.document.meta.title), self.url(entry.url))

    def above(self, topic: str, lang: str) -> tuple[views.Link, ...]:
        return self.home(lang), self.topics_link(lang), self.topic_link(topic, lang)

    def home(self, lang: str) -> views.Link:
        return views.Link(self.words(lang)["home"], self.url(url_in(lang, "/")))

    def review_of(self, entry: Entry) -> views.Review | None:
        return self.review(entry.document.meta, self.words(entry.lang)) if entry.kind == "article" and not entry.is_withdrawn else None

    def review(self, meta: ArticleFrontMatter, words: Mapping[str, str]) -> views.Review:
        if meta.reviewer is None:
            return views.Review("unreviewed", words["unreviewed"])
        state = "overdue" if self.publication.today > meta.review_by else "reviewed"
        reviewer = self.facts.people[meta.reviewer]
        return views.Review(state, words[state], self.say(reviewer.name), reviewer.credentials, self.date(meta.reviewed, words), self.date(meta.review_by, words))

    def robots_of(self, entry: Entry, review: views.Review | None) -> str | None:
        """`noindex` for what search engines should not list: hidden and withdrawn texts, the not-found page, and unreviewed articles as the clinic decides."""
        unreviewed = review is not None and review.state == "unreviewed" and self.clinic.unreviewed == "noindex"
        return "noindex" if unreviewed or entry.slug == "not-found" or entry.document.meta.status in {"hidden", "withdrawn"} else None

    def _make_site(self, lang: str) -> views.Site:
        words, crisis = self.words(lang), self.facts.crisis[lang]
        pages = {entry.slug: entry for entry in self.library.entries if entry.kind == "page" and entry.lang == lang and not entry.is_draft}
        menus: dict[str, list[tuple[int, views.Link]]] = {"header": [], "footer": []}
        for entry in sorted(pages.values(), key=lambda entry: entry.source):
            if menu := entry.document.meta.menu:
                menus[menu.place].append((menu.order, self.page_link(entry)))
        menu = {place: tuple(link for _, link in sorted(links, key=lambda item: item[0])) for place, links in menus.items()}
        own = (views.Link(words["articles"], self.url(url_in(lang, "/articles/"))), self.topics_link(lang))
        return views.Site(
            name=self.clinic.name, lang=lang, home=views.Link(self.clinic.name, self.url(url_in(lang, "/"))), header=own + menu["header"], footer=menu["footer"],
            contact=compose_contact(self.clinic, lang, words, self.say), contact_page=self.page_link(pages["contact"]), urgent_page=self.page_link(pages["urgent-help"]),
            crisis=views.Crisis(crisis.lead, tuple(views.CrisisAction(action.text, action.url, action.note) for action in crisis.actions), views.Link(crisis.more, self.url(pages["urgent-help"].url))),
            icons=self.icons, theme_colors=self.grounds, placeholder=self._placeholder(words), languages=(), words=words)

    def _placeholder(self, words: Mapping[str, str]) -> str | None:
        clinic = self.clinic
        invented = any(part.placeholder for part in (*clinic.phones, clinic.booking, clinic.hours, clinic.address) if part)
        return words["placeholder_notice"] if invented and not self.publication.production else None

    def _shared_picture(self, picture: views.Picture | None) -> views.Picture:
        """What services show beside a link to the page: they can't read a drawing, so the clinic's own picture stands for it."""
        if picture is None or picture.url.endswith(".svg"):
            picture = views.Picture(self.icons["share"], *SHARE, self.clinic.name)
        return picture._replace(url=self.absolute(picture.url.removeprefix(self.publication.base)))


def changed(entry: Entry) -> dt.date:
    """The newest day on which the text was dated, modified or changed."""
    return entry.document.meta.changed
