"""Composes the view of every page: what the library, the clinic's facts, the assets and the build date say, in final words and addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from pipeline.assets.store import Assets
from pipeline.read.body import Body, Insert, Link
from pipeline.read.languages import DEFAULT, split_url, url_in
from pipeline.read.library import Entry, Library
from pipeline.render import views
from pipeline.render.closing import compose_closing
from pipeline.render.contents import compose_contents
from pipeline.render.evidence import compose_evidence, is_expired
from pipeline.render.fill import Citations
from pipeline.render.frame import Frame, Publication, changed
from pipeline.render.languages import Addresses, addresses_of, languages_key, sheet_addresses_of
from pipeline.render.medicine import compose_status
from pipeline.render.related import Related
from pipeline.render.sheet import cut_opening, cut_parts
from pipeline.render.text import PAGE_CONTENTS_FROM, Texts

ON_HOME = 6  # articles shown on a page that leads on to them
WITH_ARTICLES = ("home", "not-found")
WITHOUT_WAY_BACK = ("home", "urgent-help")  # for who is in danger, the calls come before a way to anywhere else


class Composer(Frame):
    """Makes the view of every page, and tells what each is made from. `macros` are those of the theme that texts are filled with."""

    def __init__(self, library: Library, assets: Assets, publication: Publication, macros: object,
                 icons: Mapping[str, str], grounds: Mapping[str, str]) -> None:
        super().__init__(library, publication, icons, grounds)
        self.assets, self.texts = assets, Texts(self, assets, macros)

    @cached_property
    def related(self) -> Related:
        return Related(entry for entry in self.library.entries if entry.kind == "article" and entry.document.meta.status == "published")

    def article(self, entry: Entry) -> views.ArticleView:
        meta, words = entry.document.meta, self.words(entry.lang)
        citations = Citations()
        status = compose_status(meta.medicine, self.facts, citations, lambda day: self.date(day, words), entry.lang) if meta.medicine else None
        body = self.texts.fill(entry, citations)
        evidence = () if _places_evidence(entry) else compose_evidence(entry.document.body, self.facts, citations, self.publication.today, entry.lang)
        references = self.texts.references(citations, words)
        author, review = self.facts.people[meta.author], self.review(meta, words)
        addresses = addresses_of(entry, self.library)
        topic, hero, site = self.topic_link(meta.topic, entry.lang), self.texts.hero(entry), self.site(entry.lang, entry.url, addresses)
        return views.ArticleView(
            site=site, head=self.head(entry.url, self.say(meta.title), self.say(meta.summary), words, addresses, robots=self.robots_of(entry, review), picture=hero),
            title=self.say(meta.title), summary=self.say(meta.summary), breadcrumb=self.above(meta.topic, entry.lang),
            topic=topic, author=views.Author(self.say(author.name), self.say((author.about or {}).get(entry.lang, ""))),
            published=self.date(meta.date, words), modified=self.date(changed(entry), words) if changed(entry) > meta.date else None,
            review=review, translation=self._translation(entry), under_review=self._under_review(entry, words), status=status, hero=hero,
            contents=compose_contents(entry.document.body.outline, evidence, references, words, self.say), body=body, evidence=evidence, references=references,
            changes=tuple(views.Change(self.date(change.date, words), self.say(change.text)) for change in sorted(meta.changes, key=lambda change: change.date, reverse=True)),
            contact=compose_closing(site.contact, meta.call_to_action, entry.document.body, say=self.say, apart=bool(evidence or references or meta.changes)),
            related=tuple(self.card(other) for other in self.related.to(entry)),
            sheet=views.Link(words["sheet_print"], self.url(entry.sheet_url)) if entry.sheet_url else None)

    def sheet(self, entry: Entry) -> views.SheetView:
        """The visit sheet of an article. Its words are the article's, so search engines are sent there by its canonical address."""
        meta, words = entry.document.meta, self.words(entry.lang)
        article = views.Link(self.say(meta.title), self.url(entry.url))
        title, summary, robots = words["sheet"], words["sheet_lead"], self.robots_of(entry, self.review_of(entry))
        return views.SheetView(
            site=self.site(entry.lang, entry.sheet_url, sheet_addresses_of(entry, self.library)),
            head=self.head(entry.url, f"{title}: {article.text}", summary, words, {}, robots=robots), title=title, summary=summary, breadcrumb=self.above(meta.topic, entry.lang), article=article,
            body=self.texts.fill(entry, Citations(), cut_parts(entry.document.body, meta.visit_sheet), elsewhere=True))

    def page(self, entry: Entry, articles: Sequence[Entry], topics: Sequence[views.Topic]) -> views.PageView:
        meta, words, citations = entry.document.meta, self.words(entry.lang), Citations()
        before, rest = cut_opening(entry.document.body) if entry.slug == "contact" else (Body(""), entry.document.body)
        opening, body = self.texts.fill(entry, citations, before), self.texts.fill(entry, citations, rest)
        references = self.texts.references(citations, words)
        shows_articles, is_home = entry.slug in WITH_ARTICLES, entry.slug == "home"
        contents, addresses = compose_contents(entry.document.body.outline, (), references, words, self.say), addresses_of(entry, self.library)
        site = self.site(entry.lang, entry.url, addresses)
        # What happens next is told at length on the contact page.
        contact = site.contact._replace(next_steps=()) if entry.slug == "contact" else site.contact if shows_articles else None
        return views.PageView(
            site=site, head=self.head(entry.url, self.say(meta.title), self.say(meta.summary), words, addresses, robots=self.robots_of(entry, None)),
            kind=entry.slug, title=self.say(meta.title), summary=self.say(meta.summary), breadcrumb=() if entry.slug in WITHOUT_WAY_BACK else (self.home(entry.lang),),
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
            site, self.head(entry.url, title, words["withdrawn_summary"], words, addresses, robots=self.robots_of(entry, None)), title, words["withdrawn_summary"],
            (self.home(entry.lang), views.Link(words["articles"], self.url(url_in(entry.lang, "/articles/")))), views.Withdrawal(notice, self.say(meta.withdrawn.reason), (site.contact_page, site.urgent_page)))

    def moved(self, alias: str, entry: Entry) -> views.MovedView:
        """The page at an address that a text had."""
        words, title = self.words(entry.lang), self.say(entry.document.meta.title)
        head = self.head(entry.url, f"{words['moved']}: {title}", words["moved_lead"], words, {})
        return views.MovedView(self.site(entry.lang, alias, addresses_of(entry, self.library)), head, words["moved"], words["moved_lead"], views.Link(title, self.url(entry.url)))

    def listing(self, url: str, title: str, summary: str, entries: Sequence[Entry], addresses: Addresses, nearest: Addresses,
                pagination: views.Pagination | None, above: tuple[views.Link, ...] = ()) -> views.ListingView:
        """One page of a list. `addresses` are those of the same page in each language; among the `nearest`, the list's first page stands for one that is missing."""
        lang = split_url(url)[0]
        words = self.words(lang)
        shown = title if pagination is None else f"{title} ({pagination.status})"
        return views.ListingView(
            site=self.site(lang, url, nearest), head=self.head(url, shown, summary, words, addresses), title=title, summary=summary,
            breadcrumb=(self.home(lang), *above), articles=tuple(self.card(entry) for entry in entries), pagination=pagination)

    def topics(self, url: str, topics: Sequence[views.Topic], lang: str) -> views.TopicsView:
        words, addresses = self.words(lang), {other: url_in(other, split_url(url)[1]) for other in self.library.languages}
        return views.TopicsView(
            site=self.site(lang, url, addresses), head=self.head(url, words["topics"], words["topics_summary"].format(clinic=self.clinic.name), words, addresses),
            title=words["topics"], summary=words["topics_summary"].format(clinic=self.clinic.name), breadcrumb=(self.home(lang),), topics=tuple(topics))

    def shared_inputs(self) -> tuple:
        """All that every page is made from but for code and templates: facts, addresses, menus."""
        publication = self.publication
        menus = [entry.card_key for entry in self.library.entries if entry.kind == "page" and not entry.is_draft]
        return (publication.site_url, self.library.languages, publication.production, self.facts.digest, menus, sorted(self.icons.items()))

    def inputs(self, entry: Entry) -> tuple:
        """What the page of one document is made from, beside what all pages share."""
        holes = entry.document.body.holes
        links = [self.library.resolve(hole.target, entry.source) for hole in holes if isinstance(hole, Link)]
        files = [self.assets.digest(path) for path, _ in self.texts.files(entry)]
        files += [self.assets.digest(link.removeprefix("{static}")) for link in links if link.startswith("{static}")]
        return (entry.document.digest, entry.url, links, files, self._dated(entry), languages_key(entry, self.library))

    def sitemap_key(self, entry: Entry) -> tuple:
        """All that the sitemap says of a document."""
        return (*entry.card_key, entry.document.meta.status, self._dated(entry))

    def _dated(self, entry: Entry) -> tuple:
        """All of a document's page that depends on the build date."""
        review = self.review_of(entry)
        expired = [is_expired(claim, self.publication.today) for claim in entry.document.body.claims]
        return (review.state if review else "", expired)

    def _translation(self, entry: Entry) -> views.Translation | None:
        """What a translation says of itself: from which day's text it was made, and who has compared the two."""
        meta, words, editions = entry.document.meta, self.words(entry.lang), self.library.editions(entry)
        if entry.lang == DEFAULT or DEFAULT not in editions or meta.translated is None:
            return None
        day, source = self.date(meta.translated, words).text, addresses_of(entry, self.library).get(DEFAULT)
        link = views.Link(self.words(DEFAULT)["read_page"], self.url(source)) if source else None
        if meta.translation_review is None:
            return views.Translation(words["translation_unreviewed"].format(date=day), link, DEFAULT)
        reviewer = self.facts.people[meta.translation_review.reviewer]
        name = ", ".join(filter(None, (self.say(reviewer.name), reviewer.credentials)))
        reviewed = self.date(meta.translation_review.date, words).text
        return views.Translation(words["translation_reviewed"].format(date=day, reviewer=name, reviewed=reviewed), link, DEFAULT)

    def _under_review(self, entry: Entry, words: Mapping[str, str]) -> str:
        return words["under_review"] if any(is_expired(claim, self.publication.today) for claim in entry.document.body.claims) else ""


def _places_evidence(entry: Entry) -> bool:
    return any(isinstance(hole, Insert) and hole.kind == "evidence" for hole in entry.document.body.holes)
