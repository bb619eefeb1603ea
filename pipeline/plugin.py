"""The plugin that Pelican loads: connects the stages to its signals, and does nothing else.

initialized → settings checked          get_generators → a run begins, facts read, the next tree made
readers_init → our reader               all_generators_finalized → content checked, styles bundled
get_writer → our writer                 finalized, after all others → the rest written, the tree made the output
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.readers import BaseReader, Readers

from pipeline.problem import Refused
from pipeline.read.reader import MarkdownReader
from pipeline.render.tree import OutputTree
from pipeline.render.writer import SiteWriter
from pipeline.run import Run, Stopped, listen_to_logs
from pipeline.settings import check_settings

ROOT = Path(__file__).resolve().parent.parent


def register() -> None:
    signals.initialized.connect(_on_initialized)
    signals.readers_init.connect(_on_readers_init)
    signals.get_generators.connect(_on_get_generators)
    signals.all_generators_finalized.connect(_on_all_generators_finalized)
    signals.get_writer.connect(_on_get_writer)


def _on_initialized(pelican: Pelican) -> None:
    settings = pelican.settings
    settings["TREE"] = OutputTree(Path(settings["OUTPUT_PATH"]), keep_out=(Path(settings["PATH"]), Path(settings["THEME"]), ROOT / "pipeline"))
    # Connected now, when every plugin has been registered: so it runs after theirs, and what they wrote is published too.
    signals.finalized.disconnect(_on_finalized)
    signals.finalized.connect(_on_finalized)


def _on_get_generators(pelican: Pelican) -> None:
    """Pelican's first signal of each run: `pelican --autoreload` makes many runs of one Pelican."""
    settings = pelican.settings
    settings["RUN"] = run = Run(settings)
    listen_to_logs(run)
    run.problems += check_settings(settings, [ROOT / "publishconf.py", ROOT / "pelicanconf.py"])
    run.read_facts()
    if not settings["CHECK_ONLY"]:
        pelican.output_path = settings["OUTPUT_PATH"] = str(settings["TREE"].begin())


def _on_readers_init(readers: Readers) -> None:
    """Our reader alone: reStructuredText and HTML would slip past every check."""
    readers.reader_classes.clear()
    readers.reader_classes.update({"md": MarkdownReader, "static": BaseReader})


def _on_all_generators_finalized(generators: list[Generator]) -> None:
    articles = next(generator for generator in generators if isinstance(generator, ArticlesGenerator))
    pages = next(generator for generator in generators if isinstance(generator, PagesGenerator))
    settings = articles.settings
    contents = chain(
        (("article", content) for content in chain(articles.articles, articles.translations, articles.hidden_articles, articles.hidden_translations, articles.drafts, articles.drafts_translations)),
        (("page", content) for content in chain(pages.pages, pages.translations, pages.hidden_pages, pages.hidden_translations, pages.draft_pages, pages.draft_translations)))
    listings = ["/" + settings["INDEX_URL"], "/" + settings["CATEGORIES_URL"], "/" + settings["FEED_ALL_ATOM"], "/sitemap.xml", "/robots.txt",
                *("/" + category.url for category, _ in articles.categories)]
    run: Run = settings["RUN"]
    with stopping(settings):
        run.check(contents, listings)
        run.make_composer()


def _on_get_writer(pelican: Pelican) -> type[SiteWriter]:  # noqa: ARG001 the signal's argument
    return SiteWriter


def _on_finalized(pelican: Pelican) -> None:
    settings = pelican.settings
    with stopping(settings):
        settings["RUN"].finish()
    settings["TREE"].publish()
    settings["TREE"].end()
    settings["RUN"].report()


@contextmanager
def stopping(settings: dict[str, Any]) -> Iterator[None]:
    """Where a stage refuses to go on: report all that was found and end Pelican, with the former output as it was."""
    run: Run = settings["RUN"]
    try:
        yield
    except Refused as refused:
        run.problems += refused.problems
    except Stopped:
        pass
    else:
        if not run.failed:
            return
    settings["TREE"].end()
    run.report()
    raise Stopped(int(run.failed))
