"""Composes what a text itself shows: its finished HTML, its pictures, terms and sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from markupsafe import Markup

from pipeline.assets.pictures import Wanted
from pipeline.assets.store import Assets
from pipeline.problem import Refused
from pipeline.read.body import Body, Insert, Picture
from pipeline.read.library import Entry
from pipeline.read.picture import NotAPicture, measure_svg
from pipeline.render import views
from pipeline.render.contents import CONTENTS, LEVELS
from pipeline.render.evidence import compose_claim, compose_evidence
from pipeline.render.figure import compose_picture
from pipeline.render.fill import Citations, Filler
from pipeline.render.frame import Frame
from pipeline.render.languages import compose_sections
from pipeline.render.medicine import compose_numbers
from pipeline.render.references import compose_reference

HERO_RATIO = 2.0  # so that the text stays near
PAGE_CONTENTS_FROM = 4  # headings of the second level that make a page long enough for a contents list


class Texts:
    """Composes texts within a frame; `macros` are those of the theme that fill a body's holes."""

    def __init__(self, frame: Frame, assets: Assets, macros: object) -> None:
        self.frame, self.assets, self.macros = frame, assets, macros

    def fill(self, entry: Entry, citations: Citations, body: Body | None = None, *, elsewhere: bool = False) -> Markup:
        """The finished HTML of the entry's body or of a part of it; `elsewhere`, on another page, links to headings lead to the entry's own."""
        words, own = self.frame.words(entry.lang), self.frame.url(entry.url) if elsewhere else ""
        is_long = not elsewhere and (entry.kind == "article" or sum(heading.level == LEVELS[0] for heading in entry.document.body.outline) >= PAGE_CONTENTS_FROM)
        back = views.Link(words["contents_back"], CONTENTS) if is_long and entry.kind == "article" else None
        filler = Filler(
            lambda target: (own if target.startswith("#") else "") + self._link(entry, target), lambda picture: self._picture(entry, picture), lambda claim: compose_claim(claim, self.frame.publication.today, words),
            lambda term: self._term(term.name, term.text, entry.lang), lambda insert, citations: self._insert(entry, insert, citations),
            compose_sections(entry, self.frame.library, self.frame.url) if is_long else lambda _: (), self.macros, words, self.frame.clinic.name, is_long, back)
        return filler.fill(body or entry.document.body, citations)

    def hero(self, entry: Entry) -> views.Picture | None:
        hero = entry.document.meta.hero
        return self._picture(entry, Picture(hero.image, hero.alt, entry.document.located.place("hero", "image")), HERO_RATIO) if hero else None

    def references(self, citations: Citations, words: Mapping[str, str]) -> tuple[views.Reference, ...]:
        return tuple(compose_reference(self.frame.facts.references[name], number, places, words) for number, (name, places) in enumerate(citations.places.items(), 1))

    def pictures(self, entry: Entry) -> list[Wanted]:
        """The pictures of a document that are made in several versions."""
        return [Wanted(path, ratio) for path, ratio in self.files(entry) if not path.lower().endswith(".svg")]

    def files(self, entry: Entry) -> list[tuple[str, float]]:
        """The path of each picture under the content folder, and the ratio that it is cut to, or 0."""
        hero = getattr(entry.document.meta, "hero", None)
        inside = [(self._path(entry, hole.source), 0.0) for hole in entry.document.body.holes if isinstance(hole, Picture)]
        return [*([(self._path(entry, hero.image), HERO_RATIO)] if hero else []), *inside]

    def _picture(self, entry: Entry, picture: Picture, ratio: float = 0.0) -> views.Picture:
        path, alt = self._path(entry, picture.source), self.frame.say(picture.alt)
        try:
            if path.lower().endswith(".svg"):
                width, height = measure_svg((self.frame.library.content / path).read_bytes())
                return views.Picture(self.assets.add_content_file(path), width, height, alt)
            return compose_picture(self.assets.add_picture(Wanted(path, ratio)), alt)
        except NotAPicture as error:
            raise Refused([entry.document.problem("picture-broken", f"“{picture.source}” must be a picture that can be read: {error}.",
                                                  "Export it again from the program that made it.", place=picture.place)]) from None

    def _path(self, entry: Entry, source: str) -> str:
        return self.frame.library.resolve_picture(source, entry.source).removeprefix("{static}")

    def _link(self, entry: Entry, target: str) -> str:
        found = self.frame.library.resolve(target, entry.source)
        if found.startswith("{static}"):
            return self.assets.add_content_file(found.removeprefix("{static}"))
        return self.frame.url(found) if found.startswith("/") else found

    def _insert(self, entry: Entry, insert: Insert, citations: Citations) -> object:
        if insert.kind == "evidence":
            return compose_evidence(entry.document.body, self.frame.facts, citations, self.frame.publication.today, entry.lang)
        if insert.kind == "numbers":
            return compose_numbers(entry.document.meta.numbers[insert.name], citations, self.frame.words(entry.lang))
        terms = (self._term(name, term.term[entry.lang], entry.lang) for name, term in self.frame.facts.glossary.items() if entry.lang in term.term and entry.lang in term.means)
        return tuple(sorted(terms, key=lambda term: term.text.casefold()))

    def _term(self, name: str, text: str, lang: str) -> views.Term:
        page = self._glossaries.get(lang)
        return views.Term(text, self.frame.say(self.frame.facts.glossary[name].means[lang]), f"term-{name}", self.frame.url(f"{page}#term-{name}") if page else "")

    @cached_property
    def _glossaries(self) -> Mapping[str, str]:
        """The address of each language's page with the glossary."""
        return {entry.lang: entry.url for entry in self.frame.library.entries if entry.slug == "glossary" and not entry.is_draft}
