"""The gallery: a page of every component with its fixtures, for tests and previews. No build makes it.

Fixtures are `components/NAME/fixtures.yaml`: a list of `name` and `options`, what the macro is called with, and `macro` where its
name is not the component's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from markupsafe import Markup

from pipeline.edition import Edition
from pipeline.read.located import read_text
from pipeline.render import views

TITLE = "Gallery"
SUMMARY = "Every component, with words as they are on the site."


def write_gallery(edition: Edition, folder: Path, lang: str = "en", direction: str | None = None) -> Path:
    """Write the gallery and what it loads into a folder, from whose root it is to be served; return its page's path.

    `direction`, `ltr` or `rtl`, may differ from the language's own. Raises Refused where a component does not fit its fixtures.
    """
    page = edition.templates.render("gallery.html", compose_gallery(edition, lang, direction))
    for save_as, data in {"index.html": page.encode(), **edition.assets.files()}.items():
        path = folder / save_as
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "index.html"


def compose_gallery(edition: Edition, lang: str, direction: str | None = None) -> views.GalleryView:
    """The gallery's view."""
    composer = edition.composer
    site, words = composer.site(lang, "/", {}), composer.words(lang)
    site = site._replace(words={**words, "dir": direction or words["dir"]})
    head = composer.head("/", TITLE, SUMMARY, words, {}, robots="noindex")
    return views.GalleryView(site, head, TITLE, SUMMARY, tuple(read_components(edition.templates.folder)))


def read_components(templates: Path) -> Iterator[views.Component]:
    """Every component that has fixtures, by name."""
    for path in sorted(templates.glob("components/*/fixtures.yaml")):
        name = path.parent.name
        fixtures = (
            views.Fixture(f"{name}-{number}", fixture["name"], fixture.get("macro", name.replace("-", "_")), _options(fixture["options"]))
            for number, fixture in enumerate(yaml.safe_load(read_text(path)), 1))
        yield views.Component(name, f"components/{name}/{name}.html", tuple(fixtures))


def _options(options: dict) -> dict:
    """The macro's arguments; `body` is finished HTML, as an article's is."""
    return {key: Markup(value) if key == "body" else value for key, value in options.items()}  # noqa: S704 our own fixtures
