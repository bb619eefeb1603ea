"""The writer that Pelican calls for each page: notes what there is to write, and lets the press make it all at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pelican.contents import Content
from pelican.paginator import Paginator
from pelican.writers import Writer

from pipeline.read.library import Entry
from pipeline.render import views
from pipeline.render.compose import WITH_ARTICLES, Composer, topic_name
from pipeline.render.tasks import Task, article_tasks, card_keys, page_task


class SiteWriter(Writer):
    """Replaces Pelican's rendering; its generators decide what there is to write.

    `settings["RUN"]` brings the run's composer, and takes the tasks.
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        run = settings["RUN"]
        self.composer: Composer = run.edition.composer
        self.lang: str = settings["DEFAULT_LANG"]
        self.tasks: list[Task] = run.tasks
        self.listings: dict[str, Sequence[Entry]] = run.listings
        self._topics: list[views.Topic] | None = None

    def write_file(self, name: str, template: object, context: dict[str, Any], relative_urls: bool = False,  # noqa: ARG002, FBT001, FBT002 Pelican's signature
                   paginated: object = None, template_name: str | None = None, override_output: bool = False,  # noqa: ARG002, FBT001, FBT002
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
            self._add_listing(name, "category.html", url, self._topic_words(kwargs["category"].slug), entries(kwargs["articles"]))
        else:
            self._add_listing(name, "index.html", url, self._index_words(), entries(kwargs["articles"]))

    def write_feed(self, elements: Sequence[Content], context: dict[str, Any], path: str | None = None, url: str | None = None,  # noqa: ARG002 Pelican's signature
                   feed_type: str = "atom", override_output: bool = False, feed_title: str | None = None) -> None:  # noqa: ARG002, FBT001, FBT002
        """Note the Atom feed."""
        newest = entries(elements)[: self.settings["FEED_MAX_ITEMS"]]
        self.tasks.append(Task(path, "feed.xml", (card_keys(newest),), lambda: self.composer.feed("/" + path, newest, self.lang)))

    def _add_page(self, entry: Entry, context: dict[str, Any]) -> None:
        leads_on = entry.slug in WITH_ARTICLES
        articles, topics = (entries(context["articles"]), self._all_topics(context)) if leads_on else ((), ())
        self.tasks.append(page_task(self.composer, entry, articles, topics))

    def _add_topics(self, save_as: str, url: str, context: dict[str, Any]) -> None:
        topics = self._all_topics(context)
        self.listings[url] = entries(context["articles"])
        self.tasks.append(Task(save_as, "categories.html", (topics,), lambda: self.composer.topics(url, topics, self.lang)))

    def _all_topics(self, context: dict[str, Any]) -> list[views.Topic]:
        if self._topics is None:
            self._topics = [self.composer.topic(category.slug, len(articles), self.lang) for category, articles in context["categories"]]
        return self._topics

    def _index_words(self) -> tuple[str, str, tuple[views.Link, ...]]:
        words = self.composer.words(self.lang)
        return words["articles"], words["articles_summary"].format(clinic=self.composer.clinic.name), ()

    def _topic_words(self, slug: str) -> tuple[str, str, tuple[views.Link, ...]]:
        words, name = self.composer.words(self.lang), topic_name(slug)
        summary = words["topic_summary"].format(topic=name.lower(), clinic=self.composer.clinic.name)
        return name, summary, (views.Link(words["topics"], self.composer.url("/topics/")),)

    def _add_listing(self, name: str, template: str, url: str, words: tuple[str, str, tuple[views.Link, ...]], all_entries: Sequence[Entry]) -> None:
        """Note each page of a list, cut by Pelican's paginator."""
        title, summary, above = words
        paginator = Paginator(name, url, all_entries, self.settings, self.settings["DEFAULT_PAGINATION"])
        for number in paginator.page_range:
            page = paginator.page(number)
            address, shown, pagination = "/" + page.url, page.object_list, self._pagination(paginator, number)
            self.listings[address] = shown
            self.tasks.append(Task(
                page.save_as, template, (address, title, pagination, card_keys(shown)),
                lambda address=address, shown=shown, pagination=pagination:
                    self.composer.listing(address, title, summary, shown, self.lang, pagination, above)))

    def _pagination(self, paginator: Paginator, number: int) -> views.Pagination | None:
        if paginator.num_pages < 2:  # noqa: PLR2004 a single page has no other
            return None
        words = self.composer.words(self.lang)
        link = lambda key, other: views.Link(words[key], self.composer.url("/" + paginator.page(other).url))  # noqa: E731
        return views.Pagination(
            status=words["page_of"].format(page=number, pages=paginator.num_pages),
            newer=link("newer", number - 1) if number > 1 else None,
            older=link("older", number + 1) if number < paginator.num_pages else None)


def entries(contents: Sequence[Content]) -> list[Entry]:
    """The entries of Pelican's content objects."""
    return [content.metadata["entry"] for content in contents]
