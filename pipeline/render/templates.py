"""Renders a view by its template; the templates get `view` and nothing else, the base also the sheet of its own styles."""

from __future__ import annotations

import contextlib
import re
import traceback
from functools import cache, cached_property
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from pipeline.assets.styles import Styles
from pipeline.problem import Problem, Refused
from pipeline.read.located import decode
from pipeline.render.views import View
from pipeline.store.keys import key_of

NEEDED = ("base.html", "article.html", "sheet.html", "page.html", "moved.html", "withdrawn.html", "index.html", "category.html", "categories.html", "body.html", "feed.xml", "sitemap.xml", "robots.txt", "security.txt")

BASE, GALLERY = "base.html", "gallery.html"

# What jinja2.meta.find_referenced_templates finds, without parsing; a test compares the two for every template.
_REFERENCE = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


class Templates:
    """The theme's templates under one folder; no other folder stands in for a missing one."""

    def __init__(self, folder: Path, cache_folder: Path | None = None) -> None:
        self.folder = folder
        self.styles: Styles | None = None  # an edition brings them
        self._environment = _Environment(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False,
            bytecode_cache=_Bytecode(cache_folder / "templates") if cache_folder else None)

    def check(self) -> list[Problem]:
        """A problem for each template that is missing or can't be read."""
        problems = []
        for name in sorted({*NEEDED, *self._environment.list_templates(extensions=["html", "xml", "txt"])}):
            try:
                self._environment.get_template(name)
            except TemplateNotFound:
                problems.append(Problem(str(self.folder / name), 1, 1, "template-missing", f"The theme must have the template {name}.", "Put it back."))
            except UnicodeDecodeError:
                problems += self._undecodable(self.folder / name)
            except TemplateSyntaxError as error:
                problems.append(self._problem(error, error.filename or str(self.folder / name), error.lineno))
        return problems

    @staticmethod
    def _undecodable(path: Path) -> tuple[Problem, ...]:
        """Where a template is not UTF-8."""
        try:
            decode(path, path.read_bytes())
        except Refused as refused:
            return refused.problems
        return ()

    def render(self, name: str, view: View) -> str:
        """The page, with the sheet of its own styles. Raises Refused where the template asks for what the view does not hold."""
        try:
            return self._environment.get_template(name).render(view=view, style=Markup(self.style(name)))  # noqa: S704 our own
        except Exception as error:  # a template can raise whatever Python can
            raise self._refused(error) from error

    @cache  # noqa: B019 there is one object a build
    def closure(self, name: str) -> str:
        """A digest of a template and of all that it leads to, with their styles."""
        return key_of(self.style(name), *((template, self._source(template)) for template in sorted(self._reached(name)))).hex()

    @cache  # noqa: B019
    def style(self, name: str) -> str:
        """The sheet of all that a template leads to; none for what is no page. Raises Refused."""
        reached = self._reached(name)
        return self.styles.sheet(self._environment.list_templates() if name == GALLERY else reached) if self.styles and BASE in reached else ""

    def check_styles(self) -> None:
        """Make the sheet of every page. Raises Refused."""
        for name in self.pages():
            self.style(name)

    def pages(self) -> list[str]:
        """The templates of the pages that builds make."""
        return [name for name in self._environment.list_templates(extensions=["html"]) if name not in (BASE, GALLERY) and BASE in self._reached(name)]

    @cache  # noqa: B019
    def _reached(self, name: str) -> frozenset[str]:
        """A template and all that it leads to; where it shows a body, the macros of bodies too."""
        names, waiting = set(), [name]
        while waiting:
            if (template := waiting.pop()) not in names:
                names.add(template)
                waiting += [*self._leads_to(template), *(["body.html"] if "view.body" in self._source(template) else [])]
        return frozenset(names)

    @cache  # noqa: B019
    def _leads_to(self, name: str) -> list[str]:
        return _REFERENCE.findall(self._source(name))

    def _source(self, name: str) -> str:
        try:
            return self._environment.loader.get_source(self._environment, name)[0]
        except TemplateNotFound:  # the template that names it will fail to render, and can say where
            return ""

    @cached_property
    def body(self) -> object:
        """The macros that fill a body's holes."""
        return _Macros(self, self._environment.get_template("body.html").module)

    def _refused(self, error: Exception) -> Refused:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(self.folder))]
        path, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else (str(self.folder), 1)
        return Refused([self._problem(error, path, line)])

    @staticmethod
    def _problem(error: Exception, path: str, line: int) -> Problem:
        return Problem(path, line, 1, "template", f"The template must fit its view: {error}.", "Mend the template; pipeline/render/views says what a view holds.")


class _Bytecode(FileSystemBytecodeCache):
    """What Jinja made of templates in earlier builds. A disk that is full or broken fails no build: it goes on without."""

    def __init__(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


class _Environment(Environment):
    """Gives each template its globals as a plain dict: Jinja's chain of maps is compared, key by key, for each import of each page."""

    def make_globals(self, d: dict | None) -> dict:
        """All globals of a template."""
        return {**self.globals, **(d or {})}


class _Macros:
    """The macros of one template, with their failures turned into problems."""

    def __init__(self, templates: Templates, module: object) -> None:
        self._templates, self._module = templates, module

    def __getattr__(self, name: str) -> object:
        macro = getattr(self._module, name)

        def call(*args: object) -> str:
            try:
                return macro(*args)
            except Exception as error:  # a template can raise whatever Python can
                raise self._templates._refused(error) from error  # noqa: SLF001 the same module
        return call
