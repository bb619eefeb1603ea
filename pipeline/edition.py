"""An edition of the site: all that is needed to make pages of a library, whoever brings the library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import urlsplit

from pipeline.assets.colors import read_colors, tokens_of
from pipeline.assets.icons import add_icons
from pipeline.assets.store import Assets
from pipeline.assets.styles import Styles, digest_of_style
from pipeline.problem import Problem
from pipeline.progress import Progress
from pipeline.read.library import Library
from pipeline.render.compose import Composer
from pipeline.render.frame import Publication
from pipeline.render.press import Press
from pipeline.render.tasks import Task
from pipeline.render.templates import Templates
from pipeline.render.tree import OutputTree, digest_of
from pipeline.store.keys import code_version, key_of
from pipeline.terms import Terms


def styles_of(terms: Terms) -> Styles:
    """The theme's styles."""
    return Styles(terms.theme / "static" / "css" / "site.css", terms.cache / "styles")


def fill_caches(terms: Terms, templates: Templates) -> None:
    """Make what waits for no text, unless an earlier build has: compiled templates, styles and icons. Raises Refused."""
    templates.check()
    templates.styles = styles_of(terms)
    templates.check_styles()
    add_icons(Assets(terms.theme, terms.cache), terms.theme, read_colors(tokens_of(terms.theme))["light"], "", terms.cache)


class Edition:
    """Makes files from a library. Raises Refused where the theme's icons can't be made."""

    def __init__(self, terms: Terms, library: Library, today: dt.date, templates: Templates) -> None:
        self.terms, self.templates = terms, templates
        publication = Publication(terms.site_url, urlsplit(terms.site_url).path, today, terms.production)
        templates.styles = templates.styles or styles_of(terms)
        colors = read_colors(tokens_of(terms.theme))
        self.assets = Assets(library.content, terms.cache, publication.base, colors["light"])
        icons = add_icons(self.assets, terms.theme, colors["light"], library.facts.clinic.name, terms.cache)
        grounds = {scheme: values["color-canvas"] for scheme, values in colors.items()}
        self.composer = Composer(library, self.assets, publication, templates.body, icons, grounds)

    @cached_property
    def style_digests(self) -> list[str]:
        """What a content security policy calls the styles of the pages. Raises Refused where they can't be made."""
        return sorted({digest_of_style(self.templates.style(name)) for name in self.templates.pages()})

    def press(self, tree: OutputTree, progress: Progress) -> Press:
        """The press for this edition's files."""
        shared = key_of(code_version(), self.composer.shared_inputs(), self.terms.key)
        return Press(tree, self.templates, self.assets, shared, self.terms.jobs, progress)

    def print(self, press: Press, tasks: Iterable[Task], files: Mapping[str, bytes]) -> list[Problem]:
        """Do the tasks, and add the files that every page uses and those that hosts ask for; return what was wrong."""
        shared = {**self.assets.files(), **files}
        problems = press.run(list(tasks))
        for save_as, data in shared.items():
            if not press.tree.holds(save_as, digest_of(data)):
                press.tree.open()
            press.tree.take(save_as, press.tree.write(save_as, data))
        return problems
