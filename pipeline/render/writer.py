"""The writer that Pelican calls for each page: notes what there is to write, and lets the press make it all at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pelican.contents import Content
from pelican.paginator import Paginator
from pelican.writers import Writer

from pipeline.read.languages import path_in, split_url, url_in
from pipeline.read.library import Entry
from pipeline.render import views
from pipeline.render.compose import WITH_ARTICLES, Composer
from pipeline.render.machines import compose_feed
from pipeline.render.tasks import Task, article_tasks, card_keys, page_task


class SiteWriter(Writer):
    """Replaces Pelican's rendering; its generators decide what there is to write.

    `settings["RUN"]` brings the run's composer, and takes the tasks.
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        run = settings["RUN"]
        self.composer: Composer = run.edition.composer
        self.languages = self.composer.library.languages
        self.tasks: list[Task] = run.tasks
        self.listings: dict[str, Sequence[Entry]] = run.listings
        self._topics: dict[str, list[views.Topic]] = {}

    def write_file(self, name: str, template: object, context: dict[str, Any], relative_urls: bool = False,  # noqa: ARG002 Pelican's signature
                   paginated: object = None, template_name: str | None = None, override_output: bool = False,  # noqa: ARG002
                   url: str | None = None, **kwargs: Any) -> None:
        """Note what Pelican's generators ask for: an article, a page, a listing or the topics."""
        if not name:
            return
        if "article" in kwargs:
            self.tasks += article_tasks(self.composer, kwargs["article"].metadata["entry"])
        elif "page" in kwargs:
            self._add_page(kwargs["page"].metadata["entry"], context)
        elif template_name == "categories":
            self._add_topics(name, "/" + url, context)
        elif template_name == "category":
            self._add_listings(name, "category.html", url, lambda lang: self._topic_words(kwargs["category"].slug, lang), entries(kwargs["articles"]), empty=False)
        else:
            self._add_listings(name, "index.html", url, self._index_words, entries(kwargs["articles"]), empty=True)

    def write_feed(self, elements: Sequence[Content], context: dict[str, Any], path: str | None = None, url: str | None = None,  # noqa: ARG002 Pelican's signature
                   feed_type: str = "atom", override_output: bool = False, feed_title: str | None = None) -> None:  # noqa: ARG002
        """Note the Atom feed of each language."""
        of = entries(elements)
        for lang in self.languages:
            newest, save_as = in_language(lang, of)[: self.settings["FEED_MAX_ITEMS"]], path_in(lang, path)
            self.tasks.append(Task(save_as, "feed.xml", (card_keys(newest),), lambda save_as=save_as, newest=newest, lang=lang: compose_feed(self.composer, "/" + save_as, newest, lang)))

    def _add_page(self, entry: Entry, context: dict[str, Any]) -> None:
        leads_on = entry.slug in WITH_ARTICLES
        articles, topics = (in_language(entry.lang, entries(context["articles"])), self._all_topics(entry.lang, context)) if leads_on else ((), ())
        self.tasks.append(page_task(self.composer, entry, articles, topics))

    def _add_topics(self, save_as: str, url: str, context: dict[str, Any]) -> None:
        for lang in self.languages:
            address, topics = url_in(lang, url), self._all_topics(lang, context)
            self.listings[address] = in_language(lang, entries(context["articles"]))
            self.tasks.append(Task(path_in(lang, save_as), "categories.html", (topics,), lambda address=address, topics=topics, lang=lang: self.composer.topics(address, topics, lang)))

    def _all_topics(self, lang: str, context: dict[str, Any]) -> list[views.Topic]:
        """The topics of a language's articles."""
        if lang not in self._topics:
            counts = ((category.slug, len(in_language(lang, entries(articles)))) for category, articles in context["categories"])
            self._topics[lang] = [self.composer.topic(slug, count, lang) for slug, count in counts if count]
        return self._topics[lang]

    def _index_words(self, lang: str) -> tuple[str, str, tuple[views.Link, ...]]:
        words = self.composer.words(lang)
        return words["articles"], words["articles_summary"].format(clinic=self.composer.clinic.name), ()

    def _topic_words(self, slug: str, lang: str) -> tuple[str, str, tuple[views.Link, ...]]:
        words, name = self.composer.words(lang), self.composer.facts.topic_name(slug, lang)
        summary = words["topic_summary"].format(topic=name.lower(), clinic=self.composer.clinic.name)
        return name, summary, (self.composer.topics_link(lang),)

    def _add_listings(self, name: str, template: str, url: str, words: Callable[[str], tuple[str, str, tuple[views.Link, ...]]],
                      all_entries: Sequence[Entry], *, empty: bool) -> None:
        """Note each page of a list in each language, cut by Pelican's paginator; without articles there is one only where it may be `empty`."""
        own = {lang: in_language(lang, all_entries) for lang in self.languages}
        lists = {lang: Paginator(path_in(lang, name), url_in(lang, "/" + url)[1:], shown, self.settings, self.settings["DEFAULT_PAGINATION"])
                 for lang, shown in own.items() if shown or empty}
        first = {lang: "/" + paginator.page(1).url for lang, paginator in lists.items()}
        for lang, paginator in lists.items():
            for number in paginator.page_range:
                addresses = {other: "/" + pages.page(number).url for other, pages in lists.items() if number <= pages.num_pages}
                self._add_listing(template, words(lang), paginator, number, addresses, {**first, **addresses})

    def _add_listing(self, template: str, words: tuple[str, str, tuple[views.Link, ...]], paginator: Paginator, number: int,
                     addresses: dict[str, str], nearest: dict[str, str]) -> None:
        title, summary, above = words
        page = paginator.page(number)
        address, shown = "/" + page.url, page.object_list
        pagination = self._pagination(paginator, number, split_url(address)[0])
        self.listings[address] = shown
        self.tasks.append(Task(page.save_as, template, (address, addresses, nearest, title, pagination, card_keys(shown)),
                               lambda: self.composer.listing(address, title, summary, shown, addresses, nearest, pagination, above)))

    def _pagination(self, paginator: Paginator, number: int, lang: str) -> views.Pagination | None:
        if paginator.num_pages < 2:
            return None
        words = self.composer.words(lang)
        link = lambda key, other: views.Link(words[key], self.composer.url("/" + paginator.page(other).url))  # noqa: E731
        return views.Pagination(
            status=words["page_of"].format(page=number, pages=paginator.num_pages),
            newer=link("newer", number - 1) if number > 1 else None,
            older=link("older", number + 1) if number < paginator.num_pages else None)


def in_language(lang: str, found: Sequence[Entry]) -> list[Entry]:
    """The entries that are written in a language."""
    return [entry for entry in found if entry.lang == lang]


def entries(contents: Sequence[Content]) -> list[Entry]:
    """The entries of Pelican's content objects."""
    return [content.metadata["entry"] for content in contents]
