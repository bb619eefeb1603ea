"""Renders a view by its template; the templates get `view` and nothing else."""

from __future__ import annotations

import traceback
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError

from pipeline.problem import Problem, Refused
from pipeline.render.views import View

NEEDED = ("base.html", "article.html", "page.html", "index.html", "category.html", "categories.html", "body.html", "feed.xml", "sitemap.xml", "robots.txt")


class Templates:
    """The theme's templates under one folder; no other folder stands in for a missing one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)

    def check(self) -> list[Problem]:
        """A problem for each template that is missing or can't be read."""
        problems = []
        for name in sorted({*NEEDED, *self._environment.list_templates(extensions=["html", "xml", "txt"])}):
            try:
                self._environment.get_template(name)
            except TemplateNotFound:
                problems.append(Problem(str(self.folder / name), 1, 1, "template-missing", f"The theme must have the template {name}.", "Put it back."))
            except TemplateSyntaxError as error:
                problems.append(self._problem(error, error.filename or str(self.folder / name), error.lineno))
        return problems

    def render(self, name: str, view: View) -> str:
        """The page. Raises Refused where the template asks for what the view does not hold."""
        try:
            return self._environment.get_template(name).render(view=view)
        except (TemplateError, TypeError, AttributeError) as error:
            raise self._refused(error) from error

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
        return Problem(path, line, 1, "template", f"The template must fit its view: {error}.", "Mend the template; pipeline/render/views.py says what a view holds.")


class _Macros:
    """The macros of one template, with their failures turned into problems."""

    def __init__(self, templates: Templates, module: object) -> None:
        self._templates, self._module = templates, module

    def __getattr__(self, name: str) -> object:
        macro = getattr(self._module, name)

        def call(*args: object) -> str:
            try:
                return macro(*args)
            except (TemplateError, TypeError, AttributeError) as error:
                raise self._templates._refused(error) from error  # noqa: SLF001 the same module
        return call
