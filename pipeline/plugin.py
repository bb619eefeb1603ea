"""The plugin that Pelican loads: connects the stages to its signals, and does nothing else.

initialized → the output folder is ours    get_generators → a run begins: settings checked, facts and texts read, the next tree made
readers_init → our reader                  all_generators_finalized → content checked, styles bundled
get_writer → our writer                    finalized, first of all → the pages made; after all others → the tree made the output
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from blinker import ANY, Signal
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins import signals
from pelican.readers import BaseReader, Readers

from pipeline.logs import listen, listener
from pipeline.problem import Refused
from pipeline.read.languages import LANGUAGES, url_in
from pipeline.read.reader import MarkdownReader
from pipeline.render.compress import compress
from pipeline.render.tree import OutputTree
from pipeline.render.writer import SiteWriter
from pipeline.report import print_problems
from pipeline.run import Run, Stopped
from pipeline.settings import check_settings, check_values
from pipeline.voice import say

ROOT = Path(__file__).resolve().parent.parent


def register() -> None:
    """Connect the stages to Pelican's signals; Pelican calls it once."""
    listen()
    signals.initialized.connect(_on_initialized)
    signals.readers_init.connect(_on_readers_init)
    signals.get_generators.connect(_on_get_generators)
    signals.article_generator_pretaxonomy.connect(_on_article_generator_pretaxonomy)
    signals.all_generators_finalized.connect(_on_all_generators_finalized)
    signals.get_writer.connect(_on_get_writer)
    signals.finalized.connect(_on_finalized)


def _on_initialized(pelican: Pelican) -> None:
    settings = pelican.settings
    if not settings["CHECK_ONLY"]:
        settings["TREE"] = OutputTree(Path(settings["OUTPUT_PATH"]), keep_out=(Path(settings["PATH"]), Path(settings["THEME"]), ROOT / "pipeline"))
    # Connected now, when every plugin has been registered: so it runs after theirs, and what they wrote is published too.
    signals.finalized.disconnect(_on_all_finalized)
    signals.finalized.connect(_on_all_finalized)


def _on_get_generators(pelican: Pelican) -> None:
    """Pelican's first signal of each run: `pelican --autoreload` makes many runs of one Pelican."""
    settings = pelican.settings
    settings["RUN"] = run = Run(settings)
    files = [ROOT / "publishconf.py", ROOT / "pelicanconf.py"]
    run.problems += check_settings(settings, files)
    if wrong := list(check_values(settings, files)):
        raise Refused([*run.problems, *wrong])
    run.read_facts()
    run.read_ahead()
    if not settings["CHECK_ONLY"]:
        if others := others_at_work(settings):
            say(f"Every page is made anew, since others may change any of them: {', '.join(others)}.")
        run.others_write, run.reading.light = bool(others), not others
        pelican.output_path = settings["OUTPUT_PATH"] = str(settings["TREE"].begin(forget=settings["CLEAN"], others_write=run.others_write))


def _on_readers_init(readers: Readers) -> None:
    """Our reader alone: reStructuredText and HTML would slip past every check."""
    readers.reader_classes.clear()
    readers.reader_classes.update({"md": MarkdownReader, "static": BaseReader})


def _on_article_generator_pretaxonomy(generator: ArticlesGenerator) -> None:
    """Pelican leaves articles of one day in the order of a set, which is another in each process."""
    generator.articles.sort(key=lambda article: (-article.date.toordinal(), article.relative_source_path))


def _on_all_generators_finalized(generators: list[Generator]) -> None:
    articles = next(generator for generator in generators if isinstance(generator, ArticlesGenerator))
    pages = next(generator for generator in generators if isinstance(generator, PagesGenerator))
    settings = articles.settings
    contents = chain(
        (("article", content) for content in chain(articles.articles, articles.translations, articles.hidden_articles, articles.hidden_translations, articles.drafts, articles.drafts_translations)),
        (("page", content) for content in chain(pages.pages, pages.translations, pages.hidden_pages, pages.hidden_translations, pages.draft_pages, pages.draft_translations)))
    listings = [*(url_in(lang, "/" + settings[name]) for lang in LANGUAGES for name in ("INDEX_URL", "CATEGORIES_URL", "FEED_ALL_ATOM")), "/sitemap.xml", "/robots.txt",
                *(url_in(lang, "/" + category.url) for category, of in articles.categories for lang in {article.lang for article in of})]
    run: Run = settings["RUN"]
    with stopping(settings):
        run.check(contents, listings)
        run.make_edition()
    if not run.others_write:
        # For each tag and topic Pelican looks every article of `dates` up in a list, which takes time that grows with the
        # square of the articles, to hand templates what ours do not use.
        articles.dates, articles.tags = [], {}


def _on_get_writer(pelican: Pelican) -> type[SiteWriter]:  # noqa: ARG001 the signal's argument
    return SiteWriter


def _on_finalized(pelican: Pelican) -> None:
    """First of all plugins: theirs find every page written."""
    with stopping(pelican.settings):
        pelican.settings["RUN"].print(pelican.settings["TREE"])


def _on_all_finalized(pelican: Pelican) -> None:
    settings = pelican.settings
    run, tree = settings["RUN"], settings["TREE"]
    with stopping(settings):
        run.problems += listener.take()
    if settings["COMPRESS"]:
        compress(tree, settings["JOBS"], run.progress)
    tree.publish(run.press.fingerprints)
    tree.end()
    run.reading.records.drop_unused()
    run.close()
    if not settings["QUIET"]:
        print_problems(run.problems, sys.stderr)


def others_at_work(settings: dict[str, Any]) -> list[str]:
    """Plugins and settings by which something beside us may write files or change content: then nothing is taken over from earlier builds."""
    copying = {name for name in ("STATIC_PATHS", "THEME_STATIC_PATHS", "OUTPUT_SOURCES", "TEMPLATE_PAGES") if settings[name]}
    receivers = (receiver for signal in vars(signals).values() if isinstance(signal, Signal) for receiver in signal.receivers_for(ANY))
    return sorted(copying | {receiver.__module__ for receiver in receivers if not receiver.__module__.startswith("pipeline.")})


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
    if "TREE" in settings:
        settings["TREE"].end()
    run.close()
    if not settings["QUIET"]:
        print_problems(run.problems, sys.stderr)
    raise Stopped(int(run.failed))
