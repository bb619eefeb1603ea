"""A task for each file of the site: which template shows which view, and everything that the view is made from.

`inputs` name all that may differ between two pages of one template; what every page shares (facts, settings, styles, code) the
press adds itself. From them it tells whether a file must be made again, so in doubt they say too much, never too little.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pipeline.assets.pictures import Wanted
from pipeline.read.library import Entry, file_of
from pipeline.render import views
from pipeline.render.compose import WITH_ARTICLES, Composer
from pipeline.render.languages import languages_key
from pipeline.render.machines import SECURITY, compose_robots, compose_security, compose_sitemap


class Task(NamedTuple):
    """One file of the output and how to make it. `pictures` are those that it shows."""

    save_as: str
    template: str
    inputs: tuple
    compose: Callable[[], views.View]
    pictures: Callable[[], Sequence[Wanted]] = tuple


def article_tasks(composer: Composer, entry: Entry) -> list[Task]:
    """The tasks of an article's page and, where it has one, of its visit sheet."""
    if entry.is_withdrawn:
        return [Task(entry.save_as, "withdrawn.html", (entry.card_key, languages_key(entry, composer.library)), lambda: composer.withdrawn(entry))]
    related = [other.card_key for other in composer.related.to(entry)]
    pictures = lambda: composer.texts.pictures(entry)  # noqa: E731
    tasks = [Task(entry.save_as, "article.html", (*composer.inputs(entry), related), lambda: composer.article(entry), pictures)]
    if entry.sheet_url:
        tasks.append(Task(f"{entry.sheet_url[1:]}index.html", "sheet.html", composer.inputs(entry), lambda: composer.sheet(entry), pictures))
    return tasks


def page_task(composer: Composer, entry: Entry, articles: Sequence[Entry] = (), topics: Sequence[views.Topic] = ()) -> Task:
    """The task of a page; those that lead on to articles show the newest, and the topics."""
    shown = (card_keys(articles), tuple(topics)) if entry.slug in WITH_ARTICLES else ()
    return Task(entry.save_as, "page.html", (*composer.inputs(entry), shown), lambda: composer.page(entry, articles, topics), lambda: composer.texts.pictures(entry))


def moved_tasks(composer: Composer) -> list[Task]:
    """The tasks of the pages at addresses that texts had before."""
    return [Task(file_of(alias), "moved.html", (alias, entry.card_key, languages_key(entry, composer.library)), lambda alias=alias, entry=entry: composer.moved(alias, entry))
            for alias, entry in sorted(composer.library.by_alias.items())]


def sitemap_task(composer: Composer, listings: Mapping[str, Sequence[Entry]]) -> Task:
    """The task of the sitemap."""
    shown = {url: card_keys(entries) for url, entries in listings.items()}
    texts = [composer.sitemap_key(entry) for entry in composer.library.entries]
    return Task("sitemap.xml", "sitemap.xml", (shown, texts), lambda: compose_sitemap(composer, listings))


def robots_tasks(composer: Composer) -> list[Task]:
    """The tasks of robots.txt and, where the clinic says whom to tell of a weakness, of security.txt."""
    tasks = [Task("robots.txt", "robots.txt", (), lambda: compose_robots(composer))]
    return [*tasks, Task(SECURITY[1:], "security.txt", (), lambda: compose_security(composer))] if composer.clinic.security else tasks


def card_keys(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """What a list shows of its articles."""
    return [entry.card_key for entry in entries]
