"""Composes views: what the library, the clinic's facts, the assets and the build date say, in final words and addresses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from pipeline.assets.icons import SHARE
from pipeline.assets.pictures import Wanted
from pipeline.assets.store import Assets
from pipeline.problem import Refused
from pipeline.read.body import CLINIC, Body, Insert, Link, Picture
from pipeline.read.facts import Facts
from pipeline.read.languages import DEFAULT, split_url, url_in
from pipeline.read.library import Entry, Library
from pipeline.read.picture import NotAPicture, measure_svg
from pipeline.render import views
from pipeline.render.closing import compose_closing
from pipeline.render.contact import compose_contact
from pipeline.render.contents import LEVELS, compose_contents
from pipeline.render.evidence import compose_claim, compose_evidence, is_expired
from pipeline.render.figure import compose_picture
from pipeline.render.fill import Citations, Filler
from pipeline.render.languages import (
    Addresses,
    addresses_of,
    compose_alternates,
    compose_languages,
    compose_sections,
    languages_key,
    sheet_addresses_of,
)
from pipeline.render.medicine import compose_numbers, compose_status
from pipeline.render.references import compose_reference
from pipeline.render.related import Related
from pipeline.render.sheet import cut_opening, cut_parts

if TYPE_CHECKING:
    from pipeline.read.frontmatter import ArticleFrontMatter

SECURITY = "/.well-known/security.txt"  # RFC 9116, 3
HERO_RATIO = 2.0  # so that the text stays near
ON_HOME = 6  # articles shown on a page that leads on to them
WITH_ARTICLES = ("home", "not-found")
WITHOUT_WAY_BACK = ("home", "urgent-help")  # for who is in danger, the calls come before a way to anywhere else
PAGE_CONTENTS_FROM = 4  # headings of the second level that make a page long enough for a contents list


class Publication(NamedTuple):
    """What is true of the whole build: the site's address (no last slash), its path there, the day, and for whom it is."""

    site_url: str
    base: str
    today: dt.date
    production: bool


class Composer:
    """Makes the view of every page. `icons` are addresses of assets, `grounds` the page's color in each scheme."""

    def __init__(self, library: Library, assets: Assets, publication: Publication, macros: object,
                 icons: Mapping[str, str], grounds: Mapping[str, str]) -> None:
        self.library, self.assets, self.publication, self.macros = library, assets, publication, macros
        self.icons, self.grounds = icons, grounds
        self.clinic = library.facts.clinic
        self._sites: dict[str, views.Site] = {}

    @property
    def facts(self) -> Facts:
        return self.library.facts

    @cached_property
    def related(self) -> Related:
        return Related(entry for entry in self.library.entries if entry.kind == "article" and entry.document.meta.status == "published")

    def words(self, lang: str) -> Mapping[str, str]:
        return self.facts.words[lang]

    # Pages

    def article(self, entry: Entry) -> views.ArticleView:
        meta, words = entry.document.meta, self.words(entry.lang)
        citations = Citations()
        status = compose_status(meta.medicine, self.facts, citations, lambda day: self.date(day, words), entry.lang) if meta.medicine else None
        body = self._fill(entry, citations)
        evidence = () if _places_evidence(entry) else compose_evidence(entry.document.body, self.facts, citations, self.publication.today, entry.lang)
        references = self._references(citations, words)
        author, review = self.facts.people[meta.author], self._review(meta, words)
        addresses = addresses_of(entry, self.library)
        topic, hero, site = self.topic_link(meta.topic, entry.lang), self._hero(entry), self.site(entry.lang, entry.url, addresses)
        return views.ArticleView(
            site=site, head=self.head(entry.url, self.say(meta.title), self.say(meta.summary), words, addresses, robots=self._robots(entry, review), picture=hero),
            title=self.say(meta.title), summary=self.say(meta.summary), breadcrumb=self._above(meta.topic, entry.lang),
            topic=topic, author=views.Author(self.say(author.name), self.say((author.about or {}).get(entry.lang, ""))),
            published=self.date(meta.date, words), modified=self.date(changed(entry), words) if changed(entry) > meta.date else None,
            review=review, translation=self._translation(entry), under_review=self._under_review(entry, words), status=status, hero=hero,
            contents=compose_contents(entry.document.body.outline, evidence, references, words, self.say), body=body, evidence=evidence, references=references,
            changes=tuple(views.Change(self.date(change.date, words), self.say(change.text)) for change in sorted(meta.changes, key=lambda change: change.date, reverse=True)),
            contact=compose_closing(site.contact, meta.call_to_action, entry.document.body, say=self.say, apart=bool(evidence or references or meta.changes)),
            related=tuple(self.card(other) for other in self.related.to(entry)),
            sheet=views.Link(words["sheet_print"], self.url(entry.sheet_url)) if entry.sheet_url else None)

    def sheet(self, entry: Entry) -> views.SheetView:
        """The visit sheet of an article. Search engines are asked not to list it: its words are the article's."""
        meta, words = entry.document.meta, self.words(entry.lang)
        article = views.Link(self.say(meta.title), self.url(entry.url))
        title, summary, addresses = words["sheet"], words["sheet_lead"], sheet_addresses_of(entry, self.library)
        return views.SheetView(
            site=self.site(entry.lang, entry.sheet_url, addresses), head=self.head(entry.sheet_url, f"{title}: {article.text}", summary, words, addresses, robots="noindex"),
            title=title, summary=summary, breadcrumb=self._above(meta.topic, entry.lang), article=article,
            body=self._fill(entry, Citations(), cut_parts(entry.document.body, meta.visit_sheet), elsewhere=True))

    def page(self, entry: Entry, articles: Sequence[Entry], topics: Sequence[views.Topic]) -> views.PageView:
        meta, words, citations = entry.document.meta, self.words(entry.lang), Citations()
        before, rest = cut_opening(entry.document.body) if entry.slug == "contact" else (Body(""), entry.document.body)
        opening, body = self._fill(entry, citations, before), self._fill(entry, citations, rest)
        references = self._references(citations, words)
        shows_articles, is_home = entry.slug in WITH_ARTICLES, entry.slug == "home"
        contents, addresses = compose_contents(entry.document.body.outline, (), references, words, self.say), addresses_of(entry, self.library)
        site = self.site(entry.lang, entry.url, addresses)
        # What happens next is told at length on the contact page.
        contact = site.contact._replace(next_steps=()) if entry.slug == "contact" else site.contact if shows_articles else None
        return views.PageView(
            site=site, head=self.head(entry.url, self.say(meta.title), self.say(meta.summary), words, addresses, robots=self._robots(entry, None)),
            kind=entry.slug, title=self.say(meta.title), summary=self.say(meta.summary), breadcrumb=() if entry.slug in WITHOUT_WAY_BACK else (self._home(entry.lang),),
            body=body, contents=contents if len(contents) >= PAGE_CONTENTS_FROM else (), references=references, translation=self._translation(entry), contact=contact, opening=opening,
            articles=tuple(self.card(article) for article in articles[:ON_HOME]) if shows_articles else (),
            topics=tuple(topics) if is_home else ())

    def withdrawn(self, entry: Entry) -> views.WithdrawnView:
        """The page of a withdrawn article: no word of its text, no picture, and no invitation to the clinic."""
        meta, words = entry.document.meta, self.words(entry.lang)
        addresses = addresses_of(entry, self.library)
        site = self.site(entry.lang, entry.url, addresses)
        title = words["withdrawn_title"].format(title=self.say(meta.title))
        notice = words["withdrawn_notice"].format(date=self.date(meta.withdrawn.date, words).text)
        return views.WithdrawnView(
            site, self.head(entry.url, title, words["withdrawn_summary"], words, addresses, robots=self._robots(entry, None)), title, words["withdrawn_summary"],
            (self._home(entry.lang), views.Link(words["articles"], self.url(url_in(entry.lang, "/articles/")))), views.Withdrawal(notice, self.say(meta.withdrawn.reason), (site.contact_page, site.urgent_page)))

    def moved(self, alias: str, entry: Entry) -> views.MovedView:
        """The page at an address that a text had."""
        words, title = self.words(entry.lang), self.say(entry.document.meta.title)
        head = self.head(entry.url, f"{words['moved']}: {title}", words["moved_lead"], words, {})
        return views.MovedView(self.site(entry.lang, alias, addresses_of(entry, self.library)), head, words["moved"], words["moved_lead"], views.Link(title, self.url(entry.url)))

    def listing(self, url: str, title: str, summary: str, entries: Sequence[Entry], addresses: Addresses,
                pagination: views.Pagination | None, above: tuple[views.Link, ...] = ()) -> views.ListingView:
        """One page of a list. `addresses` are those of the same page in each language; elsewhere the list's first page stands for it."""
        lang, first = split_url(url)[0], split_url(url)[1].partition("page/")[0]
        words, nearest = self.words(lang), {other: url_in(other, first) for other in self.library.languages if url_in(other, first) in self.library.other_urls}
        shown = title if pagination is None else f"{title} ({pagination.status})"
        return views.ListingView(
            site=self.site(lang, url, {**nearest, **addresses}), head=self.head(url, shown, summary, words, addresses), title=title, summary=summary,
            breadcrumb=(self._home(lang), *above), articles=tuple(self.card(entry) for entry in entries), pagination=pagination)

    def topics(self, url: str, topics: Sequence[views.Topic], lang: str) -> views.TopicsView:
        words, addresses = self.words(lang), {other: url_in(other, split_url(url)[1]) for other in self.library.languages}
        return views.TopicsView(
            site=self.site(lang, url, addresses), head=self.head(url, words["topics"], words["topics_summary"].format(clinic=self.clinic.name), words, addresses),
            title=words["topics"], summary=words["topics_summary"].format(clinic=self.clinic.name), breadcrumb=(self._home(lang),), topics=tuple(topics))

    def feed(self, url: str, entries: Iterable[Entry], lang: str) -> views.FeedView:
        words, items = self.words(lang), []
        for entry in entries:
            meta, address = entry.document.meta, self.absolute(entry.url)
            items.append(views.FeedEntry(
                id=address, title=self.say(meta.title), url=address, summary=self.say(meta.summary), published=_instant(meta.date),
                updated=_instant(changed(entry)), author=self.say(self.facts.people[meta.author].name), topic=self.facts.topic_name(meta.topic, lang)))
        home = self.absolute(url_in(lang, "/"))
        return views.FeedView(
            id=home, title=words["feed_title"].format(clinic=self.clinic.name), url=self.absolute(url), home_url=home,
            lang=lang, author=self.clinic.name, updated=max((item.updated for item in items), default=_instant(dt.date(1970, 1, 1))), entries=tuple(items))

    def sitemap(self, listings: Mapping[str, Sequence[Entry]]) -> views.SitemapView:
        """Every page that may be indexed; a listing was last modified when the newest of its articles was."""
        pages = [(entry.url, [entry]) for entry in self.library.entries if not entry.is_draft and not self._robots(entry, self._review_of(entry))]
        rows = sorted([*pages, *listings.items()])
        addresses: dict[str, dict[str, str]] = defaultdict(dict)
        for url, _ in rows:
            lang, at = split_url(url)
            addresses[at][lang] = url
        return views.SitemapView(tuple(
            views.SitemapEntry(self.absolute(url), max((changed(entry).isoformat() for entry in entries), default=None),
                               compose_alternates(addresses[split_url(url)[1]], self.absolute)) for url, entries in rows))

    def robots(self) -> views.RobotsView:
        return views.RobotsView(self.absolute("/sitemap.xml"))

    def security(self) -> views.SecurityView:
        """What security.txt says: where to report a weakness, until when that is true, and where this stands."""
        security = self.clinic.security
        return views.SecurityView(security.contact, f"{security.expires}T23:59:59Z", security.policy, self.absolute(SECURITY))

    def shared_inputs(self) -> tuple:
        """All that every page is made from but for code and templates: facts, addresses, menus."""
        publication = self.publication
        menus = [entry.card_key for entry in self.library.entries if entry.kind == "page" and not entry.is_draft]
        return (publication.site_url, self.library.languages, publication.production, self.facts.digest, menus, sorted(self.icons.items()))

    def inputs(self, entry: Entry) -> tuple:
        """What the page of one document is made from, beside what all pages share."""
        holes = entry.document.body.holes
        links = [self.library.resolve(hole.target, entry.source) for hole in holes if isinstance(hole, Link)]
        files = [self.assets.digest(path) for path, _ in self._pictures(entry)]
        files += [self.assets.digest(link.removeprefix("{static}")) for link in links if link.startswith("{static}")]
        return (entry.document.digest, entry.url, links, files, self._dated(entry), languages_key(entry, self.library))

    def sitemap_key(self, entry: Entry) -> tuple:
        """All that the sitemap says of a document."""
        return (*entry.card_key, entry.document.meta.status, self._dated(entry))

    def pictures(self, entry: Entry) -> list[Wanted]:
        """The pictures of a document that are made in several versions."""
        return [Wanted(path, ratio) for path, ratio in self._pictures(entry) if not path.lower().endswith(".svg")]

    def _pictures(self, entry: Entry) -> list[tuple[str, float]]:
        """The path of each picture under the content folder, and the ratio that it is cut to, or 0."""
        hero = getattr(entry.document.meta, "hero", None)
        inside = [(self._path(entry, hole.source), 0.0) for hole in entry.document.body.holes if isinstance(hole, Picture)]
        return [*([(self._path(entry, hero.image), HERO_RATIO)] if hero else []), *inside]

    def _path(self, entry: Entry, source: str) -> str:
        return self.library.resolve_picture(source, entry.source).removeprefix("{static}")

    def _dated(self, entry: Entry) -> tuple:
        """All of a document's page that depends on the build date."""
        review = self._review_of(entry)
        expired = [is_expired(claim, self.publication.today) for claim in entry.document.body.claims]
        return (review.state if review else "", expired)

    # Parts

    def site(self, lang: str, current: str, addresses: Addresses) -> views.Site:
        """What all pages of the language share, with the link to the current page marked, and the ways to other languages."""
        if lang not in self._sites:
            self._sites[lang] = self._make_site(lang)
        site, here = self._sites[lang], self.url(current)
        mark = lambda links: tuple(link._replace(current=True) if link.url == here else link for link in links)  # noqa: E731
        return site._replace(home=mark((site.home,))[0], header=mark(site.header), footer=mark(site.footer),
                             languages=compose_languages(lang, addresses, self.library, self.url))

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

    def _make_site(self, lang: str) -> views.Site:
        words, crisis = self.words(lang), self.facts.crisis[lang]
        pages = {entry.slug: entry for entry in self.library.entries if entry.kind == "page" and entry.lang == lang and not entry.is_draft}
        menus: dict[str, list[tuple[int, views.Link]]] = {"header": [], "footer": []}
        for entry in sorted(pages.values(), key=lambda entry: entry.source):
            if menu := entry.document.meta.menu:
                menus[menu.place].append((menu.order, self._page_link(entry)))
        menu = {place: tuple(link for _, link in sorted(links, key=lambda item: item[0])) for place, links in menus.items()}
        own = (views.Link(words["articles"], self.url(url_in(lang, "/articles/"))), self.topics_link(lang))
        return views.Site(
            name=self.clinic.name, lang=lang, home=views.Link(self.clinic.name, self.url(url_in(lang, "/"))), header=own + menu["header"], footer=menu["footer"],
            contact=compose_contact(self.clinic, lang, words, self.say), contact_page=self._page_link(pages["contact"]), urgent_page=self._page_link(pages["urgent-help"]),
            crisis=views.Crisis(crisis.lead, tuple(views.CrisisAction(action.text, action.url, action.note) for action in crisis.actions), views.Link(crisis.more, self.url(pages["urgent-help"].url))),
            icons=self.icons, theme_colors=self.grounds, placeholder=self._placeholder(words), languages=(), words=words)

    def _page_link(self, entry: Entry) -> views.Link:
        menu = entry.document.meta.menu
        return views.Link(self.say((menu and menu.label) or entry.document.meta.title), self.url(entry.url))

    def _placeholder(self, words: Mapping[str, str]) -> str | None:
        clinic = self.clinic
        invented = any(part.placeholder for part in (*clinic.phones, clinic.booking, clinic.hours, clinic.address) if part)
        return words["placeholder_notice"] if invented and not self.publication.production else None

    def _above(self, topic: str, lang: str) -> tuple[views.Link, ...]:
        return self._home(lang), self.topics_link(lang), self.topic_link(topic, lang)

    def _home(self, lang: str) -> views.Link:
        return views.Link(self.words(lang)["home"], self.url(url_in(lang, "/")))

    def head(self, url: str, title: str, description: str, words: Mapping[str, str], addresses: Addresses, robots: str | None = None,
              picture: views.Picture | None = None) -> views.Head:
        """What stands in the head of a page, which has these addresses in each of its languages."""
        lang, at = split_url(url)
        whole = f"{self.clinic.name}: {title}" if at == "/" else f"{title} | {self.clinic.name}"
        feed = views.Link(words["feed_title"].format(clinic=self.clinic.name), self.absolute(url_in(lang, "/feed.xml")))
        return views.Head(title=whole, description=description, canonical=self.absolute(url), feed=feed, picture=self._shared_picture(picture),
                          alternates=compose_alternates(addresses, self.absolute), robots=robots)

    def _shared_picture(self, picture: views.Picture | None) -> views.Picture:
        """What services show beside a link to the page: they can't read a drawing, so the clinic's own picture stands for it."""
        if picture is None or picture.url.endswith(".svg"):
            picture = views.Picture(self.icons["share"], *SHARE, self.clinic.name)
        return picture._replace(url=self.absolute(picture.url.removeprefix(self.publication.base)))

    def _robots(self, entry: Entry, review: views.Review | None) -> str | None:
        """`noindex` for what search engines should not list: hidden and withdrawn texts, the not-found page, and unreviewed articles as the clinic decides."""
        unreviewed = review is not None and review.state == "unreviewed" and self.clinic.unreviewed == "noindex"
        return "noindex" if unreviewed or entry.slug == "not-found" or entry.document.meta.status in {"hidden", "withdrawn"} else None

    def _review_of(self, entry: Entry) -> views.Review | None:
        return self._review(entry.document.meta, self.words(entry.lang)) if entry.kind == "article" and not entry.is_withdrawn else None

    def _review(self, meta: ArticleFrontMatter, words: Mapping[str, str]) -> views.Review:
        if meta.reviewer is None:
            return views.Review("unreviewed", words["unreviewed"])
        state = "overdue" if self.publication.today > meta.review_by else "reviewed"
        reviewer = self.facts.people[meta.reviewer]
        return views.Review(state, words[state], self.say(reviewer.name), reviewer.credentials, self.date(meta.reviewed, words), self.date(meta.review_by, words))

    def _translation(self, entry: Entry) -> views.Translation | None:
        """What a translation says of itself: from which day's text it was made, and who has compared the two."""
        meta, words, source = entry.document.meta, self.words(entry.lang), self.library.editions(entry).get(DEFAULT)
        if entry.lang == DEFAULT or source is None or meta.translated is None:
            return None
        day, link = self.date(meta.translated, words).text, views.Link(self.words(DEFAULT)["read_page"], self.url(source.url))
        if meta.translation_review is None:
            return views.Translation(words["translation_unreviewed"].format(date=day), link, DEFAULT)
        reviewer = self.facts.people[meta.translation_review.reviewer]
        name = ", ".join(filter(None, (self.say(reviewer.name), reviewer.credentials)))
        reviewed = self.date(meta.translation_review.date, words).text
        return views.Translation(words["translation_reviewed"].format(date=day, reviewer=name, reviewed=reviewed), link, DEFAULT)

    def _hero(self, entry: Entry) -> views.Picture | None:
        hero = entry.document.meta.hero
        return self._picture(entry, Picture(hero.image, hero.alt, entry.document.located.place("hero", "image")), HERO_RATIO) if hero else None

    def _picture(self, entry: Entry, picture: Picture, ratio: float = 0.0) -> views.Picture:
        path = self._path(entry, picture.source)
        try:
            if path.lower().endswith(".svg"):
                width, height = measure_svg((self.library.content / path).read_bytes())
                return views.Picture(self.assets.add_content_file(path), width, height, picture.alt)
            return compose_picture(self.assets.add_picture(Wanted(path, ratio)), picture.alt)
        except NotAPicture as error:
            raise Refused([entry.document.problem("picture-broken", f"“{picture.source}” must be a picture that can be read: {error}.",
                                                  "Export it again from the program that made it.", place=picture.place)]) from None

    def _link(self, entry: Entry, target: str) -> str:
        found = self.library.resolve(target, entry.source)
        if found.startswith("{static}"):
            return self.assets.add_content_file(found.removeprefix("{static}"))
        return self.url(found) if found.startswith("/") else found

    def _fill(self, entry: Entry, citations: Citations, body: Body | None = None, *, elsewhere: bool = False) -> Markup:
        """The finished HTML of the entry's body or of a part of it; `elsewhere`, on another page, links to headings lead to the entry's own."""
        words, own = self.words(entry.lang), self.url(entry.url) if elsewhere else ""
        is_long = not elsewhere and (entry.kind == "article" or sum(heading.level == LEVELS[0] for heading in entry.document.body.outline) >= PAGE_CONTENTS_FROM)
        filler = Filler(
            lambda target: (own if target.startswith("#") else "") + self._link(entry, target), lambda picture: self._picture(entry, picture), lambda claim: compose_claim(claim, self.publication.today, words),
            lambda term: self._term(term.name, term.text, entry.lang), lambda insert, citations: self._insert(entry, insert, citations),
            compose_sections(entry, self.library, self.url) if is_long else lambda _: (), self.macros, words, self.clinic.name, is_long)
        return filler.fill(body or entry.document.body, citations)

    def _insert(self, entry: Entry, insert: Insert, citations: Citations) -> object:
        if insert.kind == "evidence":
            return compose_evidence(entry.document.body, self.facts, citations, self.publication.today, entry.lang)
        if insert.kind == "numbers":
            return compose_numbers(entry.document.meta.numbers[insert.name], citations, self.words(entry.lang))
        terms = (self._term(name, term.term[entry.lang], entry.lang) for name, term in self.facts.glossary.items() if entry.lang in term.term and entry.lang in term.means)
        return tuple(sorted(terms, key=lambda term: term.text.casefold()))

    def _term(self, name: str, text: str, lang: str) -> views.Term:
        page = self._glossaries.get(lang)
        return views.Term(text, self.say(self.facts.glossary[name].means[lang]), f"term-{name}", self.url(f"{page}#term-{name}") if page else "")

    @cached_property
    def _glossaries(self) -> Mapping[str, str]:
        """The address of each language's page with the glossary."""
        return {entry.lang: entry.url for entry in self.library.entries if entry.slug == "glossary" and not entry.is_draft}

    def _references(self, citations: Citations, words: Mapping[str, str]) -> tuple[views.Reference, ...]:
        return tuple(compose_reference(self.facts.references[name], number, places, words) for number, (name, places) in enumerate(citations.places.items(), 1))

    def _under_review(self, entry: Entry, words: Mapping[str, str]) -> str:
        return words["under_review"] if any(is_expired(claim, self.publication.today) for claim in entry.document.body.claims) else ""


def changed(entry: Entry) -> dt.date:
    """The newest day on which the text was dated, modified or changed."""
    return entry.document.meta.changed


def _places_evidence(entry: Entry) -> bool:
    return any(isinstance(hole, Insert) and hole.kind == "evidence" for hole in entry.document.body.holes)


def _instant(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
