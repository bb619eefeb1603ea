"""Pictures exist, say what they show, and are not left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.check.drawings import look_at_drawing
from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text
from pipeline.pattern import Pattern
from pipeline.problem import Place
from pipeline.read.body import Picture
from pipeline.read.folded import fold
from pipeline.read.library import BrokenLink, names_file
from pipeline.read.picture import KINDS, Header, NotAPicture, read_header

MAX_BYTES = 8_000_000  # an export of a camera's picture is well below; more is a mistake
MAX_PIXELS = 50_000_000  # the largest of today's phones; decoded, such a picture takes 150 MB
_SAYS_NOTHING = Pattern(r"(?:una? |la |el )?(?:imagen|foto|fotografía|dibujo|gráfico|ícono|icono|logotipo|captura)(?: de)?|(?:an? |the )?(?:image|picture|photo|photograph|graphic|icon|logo|img|figure|screenshot)s?(?: of)?(?: \d+)?|.*\.(?:avif|jpe?g|png|webp|svg)|[\W\d_]*|(?:img|dsc|image|screen)[-_ ]?\d+", re.IGNORECASE)


@rule("picture-missing", scope="page")
def check_there(text: Text, site: Site) -> Iterator[Found]:
    """Every picture must be a file under the content folder."""
    for source, _, place, _ in _pictures(text):
        try:
            site.library.resolve_picture(source, text.entry.source)
        except BrokenLink as broken:
            yield Found(place, broken.message.replace("{static}/", ""), broken.cure)


@rule("picture-kind")
def check_kind(text: Text) -> Iterator[Found]:
    """Every picture must be of a kind that browsers show."""
    for source, _, place, _ in _pictures(text):
        if not source.lower().endswith(tuple(KINDS)):
            yield Found(place, f"“{source}” must be a picture of a kind that browsers show.", f"Use one of {', '.join(KINDS)}.")


@rule("picture-alt")
def check_alt(text: Text) -> Iterator[Found]:
    """A picture must have words that say what it shows."""
    for _, alt, place, alt_place in _pictures(text):
        if not alt.strip():
            yield Found(place, "A picture must have words that say what it shows.", "Write them between the square brackets: ![A nurse takes a blood pressure](…).")
        elif _SAYS_NOTHING.fullmatch(fold(alt).strip()):
            yield Found(alt_place, f"A picture's words must say what it shows; “{alt}” does not.", "Tell it to someone on the phone, and write that.")


@rule("picture-size", scope="page")
def check_size(text: Text, site: Site) -> Iterator[Found]:
    """A picture must have at most 8 MB and 50 million pixels."""
    for source, place, path in _files(text, site):
        if (size := path.stat().st_size) > MAX_BYTES:
            yield Found(place, f"“{source}” must have at most {MAX_BYTES // 1_000_000} MB; it has {size / 1_000_000:.0f}.", "Export it at 2,400 pixels' width or less.")
        elif (header := _header(path)) and header.pixels > MAX_PIXELS:
            yield Found(place, f"“{source}” must have at most {MAX_PIXELS // 1_000_000} million pixels; it has {header.width:,} × {header.height:,}.", "Export it at 2,400 pixels' width or less.")


@rule("picture-broken", scope="page")
def check_head(text: Text, site: Site) -> Iterator[Found]:
    """A picture must be one that can be read."""
    for source, place, path in _files(text, site):
        try:
            read_header(path)
        except NotAPicture as error:
            yield Found(place, f"“{source}” must be a picture that can be read: {error}.", "Export it again from the program that made it.")


@rule("picture-name", scope="page")
def check_name(text: Text, site: Site) -> Iterator[Found]:
    """A picture's name must end in what the file is."""
    for source, place, path in _files(text, site):
        header, named = _header(path), KINDS[path.suffix.lower()]
        if header and header.kind != named:
            ending = next(suffix for suffix, kind in KINDS.items() if kind == header.kind)
            yield Found(place, f"“{source}” must end in {ending}: the file is of the kind {header.kind}, not {named}.", f"Name it {path.stem}{ending}.")


@rule("drawing-inert", scope="page")
def check_drawings(text: Text, site: Site) -> Iterator[Found]:
    """A drawing must run no script and load nothing from outside."""
    for _, _, path in _files(text, site):
        if path.suffix.lower() == ".svg":
            yield from (Found(place, message, cure, str(path)) for place, message, cure in look_at_drawing(path))


@rule("picture-orphan", "warning", scope="site")
def check_orphans(site: Site) -> Iterator[Found]:
    """Every picture under content/images should be used by a text."""
    library = site.library
    used = set()
    for entry in library.entries:
        for source, _, _, _ in _pictures(Text(entry.document, entry)):
            try:
                used.add(library.resolve_picture(source, entry.source).removeprefix("{static}"))
            except BrokenLink:
                continue
    for path in sorted((library.content / "images").rglob("*")):
        if path.suffix.lower() in KINDS and path.relative_to(library.content).as_posix() not in used:
            yield Found(Place(), "A picture should be used by a text.", "Use it, or delete it.", str(path))


def _pictures(text: Text) -> Iterator[tuple[str, str, Place, Place]]:
    """Source, words, place of the source, and place of the words of each picture."""
    if text.is_article and (hero := text.meta.hero):
        yield hero.image, hero.alt, text.place("hero", "image"), text.place("hero", "alt")
    for hole in text.body.holes:
        if isinstance(hole, Picture):
            yield hole.source, hole.alt, hole.place, hole.place


def _files(text: Text, site: Site) -> Iterator[tuple[str, Place, Path]]:
    """Source, its place, and the file of each picture that is shown or linked to, is there and of a kind that browsers show."""
    shown = [(source, place) for source, _, place, _ in _pictures(text)]
    for source, place in (*shown, *((link.target, link.place) for link in text.links if names_file(link.target))):
        try:
            path = site.library.content / site.library.resolve_picture(source, text.entry.source).removeprefix("{static}")
        except BrokenLink:
            continue
        if path.suffix.lower() in KINDS:
            yield source, place, path


def _header(path: Path) -> Header | None:
    try:
        return read_header(path)
    except NotAPicture:
        return None

