"""The writer that Pelican calls for each page: composes its view, renders it, and writes it into the next tree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican.contents import Content
from pelican.paginator import Paginator
from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import Writer

from pipeline.problem import Refused
from pipeline.read.library import Entry
from pipeline.render import views
from pipeline.render.compose import WITH_ARTICLES, Composer, topic_name
from pipeline.render.templates import Templates


class SiteWriter(Writer):
    """Replaces Pelican's rendering; its generators decide what there is to write, and in which order.

    `settings["RUN"]` brings the run's composer, templates, entries and counts.
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        run = settings["RUN"]
        self.composer: Composer = run.composer
        self.templates: Templates = run.templates
        self.progress = run.progress
        self.problems = run.problems
        run.writer = self
        self.lang: str = settings["DEFAULT_LANG"]
        self.written = 0
        self.listings: dict[str, Sequence[Entry]] = {}
        self._topics: list[views.Topic] | None = None

    def write_file(self, name: str, template: object, context: dict[str, Any], relative_urls: bool = False,  # noqa: ARG002, FBT001, FBT002 Pelican's signature
                   paginated: object = None, template_name: str | None = None, override_output: bool = False,  # noqa: ARG002, FBT001, FBT002
                   url: str | None = None, **kwargs: Any) -> None:
        """Write what Pelican's generators ask for: an article, a page, a listing or the topics."""
        if not name:
            return
        try:
            self._write_view(name, context, template_name, url, kwargs)
        except Refused as refused:  # go on: an editor wants to hear of all at once
            self.problems.extend(refused.problems)

    def _write_view(self, name: str, context: dict[str, Any], template_name: str | None, url: str | None, kwargs: dict[str, Any]) -> None:
        if "article" in kwargs:
            self._write(name, "article.html", self.composer.article(kwargs["article"].metadata["entry"]))
        elif "page" in kwargs:
            self._write(name, "page.html", self._page(kwargs["page"].metadata["entry"], context))
        elif template_name == "categories":
            self.listings["/" + url] = entries(context["articles"])
            self._write(name, "categories.html", self.composer.topics("/" + url, self._all_topics(context), self.lang))
        elif template_name == "category":
            self._write_listing(name, "category.html", url, self._topic_words(kwargs["category"].slug), entries(kwargs["articles"]))
        else:
            self._write_listing(name, "index.html", url, self._index_words(), entries(kwargs["articles"]))

    def write_feed(self, elements: Sequence[Content], context: dict[str, Any], path: str | None = None, url: str | None = None,  # noqa: ARG002 Pelican's signature
                   feed_type: str = "atom", override_output: bool = False, feed_title: str | None = None) -> None:  # noqa: ARG002, FBT001, FBT002
        """Write the Atom feed."""
        newest = entries(elements)[: self.settings["FEED_MAX_ITEMS"]]
        self._write(path, "feed.xml", self.composer.feed("/" + path, newest, self.lang))

    def write_rest(self) -> None:
        """Write what no generator knows of: the sitemap, robots.txt and the assets that the pages use."""
        self._write("sitemap.xml", "sitemap.xml", self.composer.sitemap(self.listings))
        self._write("robots.txt", "robots.txt", self.composer.robots())
        for save_as, data in self.composer.assets.files():
            self._save(save_as, data)

    def _page(self, entry: Entry, context: dict[str, Any]) -> views.PageView:
        if entry.slug not in WITH_ARTICLES:
            return self.composer.page(entry, (), ())
        return self.composer.page(entry, entries(context["articles"]), self._all_topics(context))

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

    def _write_listing(self, name: str, template: str, url: str, words: tuple[str, str, tuple[views.Link, ...]], all_entries: Sequence[Entry]) -> None:
        """Write each page of a list, cut by Pelican's paginator."""
        title, summary, above = words
        paginator = Paginator(name, url, all_entries, self.settings, self.settings["DEFAULT_PAGINATION"])
        for number in paginator.page_range:
            page = paginator.page(number)
            address = "/" + page.url
            self.listings[address] = page.object_list
            view = self.composer.listing(address, title, summary, page.object_list, self.lang, self._pagination(paginator, number), above)
            self._write(page.save_as, template, view)

    def _pagination(self, paginator: Paginator, number: int) -> views.Pagination | None:
        if paginator.num_pages < 2:  # noqa: PLR2004 a single page has no other
            return None
        words = self.composer.words(self.lang)
        link = lambda key, other: views.Link(words[key], self.composer.url("/" + paginator.page(other).url))  # noqa: E731
        return views.Pagination(
            status=words["page_of"].format(page=number, pages=paginator.num_pages),
            newer=link("newer", number - 1) if number > 1 else None,
            older=link("older", number + 1) if number < paginator.num_pages else None)

    def _write(self, save_as: str, template: str, view: views.View) -> None:
        path = self._save(save_as, self.templates.render(template, view).encode())
        self.written += 1
        self.progress.step("rendered")
        signals.content_written.send(str(path), context={"view": view})

    def _save(self, save_as: str, data: bytes) -> Path:
        path = Path(sanitised_join(self.output_path, save_as))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


def entries(contents: Sequence[Content]) -> list[Entry]:
    """The entries of Pelican's content objects."""
    return [content.metadata["entry"] for content in contents]
