"""Pictures exist, say what they show, and are not left over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.body import Picture
from pipeline.read.library import BrokenLink, Library
from pipeline.read.schema import ArticleFrontMatter

KINDS = (".avif", ".jpg", ".jpeg", ".png", ".webp", ".svg")
MAX_BYTES = 8_000_000  # an export of a camera's picture is well below; more is a mistake
_SAYS_NOTHING = re.compile(r"(?:an? |the )?(?:image|picture|photo|photograph|graphic|icon|logo|img|figure|screenshot)s?(?: of)?(?: \d+)?|.*\.(?:avif|jpe?g|png|webp|svg)|[\W\d_]*|(?:img|dsc|image|screen)[-_ ]?\d+", re.IGNORECASE)


@rule("picture-missing", scope="page")
def check_there(text: Text, site: Site) -> Iterator[Found]:
    """Every picture must be a file under the content folder."""
    for source, _, place, _ in _pictures(text):
        try:
            site.library.resolve(picture_target(source), text.entry.source)
        except BrokenLink as broken:
            yield Found(place, broken.message.replace("{static}/", ""), broken.cure)


@rule("picture-kind")
def check_kind(text: Text) -> Iterator[Found]:
    """Every picture must be of a kind that browsers show."""
    for source, _, place, _ in _pictures(text):
        if not source.lower().endswith(KINDS):
            yield Found(place, f"“{source}” must be a picture of a kind that browsers show.", f"Use one of {', '.join(KINDS)}.")


@rule("picture-alt")
def check_alt(text: Text) -> Iterator[Found]:
    """A picture must have words that say what it shows."""
    for _, alt, place, alt_place in _pictures(text):
        if not alt.strip():
            yield Found(place, "A picture must have words that say what it shows.", "Write them between the square brackets: ![A nurse takes a blood pressure](…).")
        elif _SAYS_NOTHING.fullmatch(alt.strip()):
            yield Found(alt_place, f"A picture's words must say what it shows; “{alt}” does not.", "Tell it to someone on the phone, and write that.")


@rule("picture-size", "warning", scope="page")
def check_size(text: Text, site: Site) -> Iterator[Found]:
    """A picture should have at most 8 MB."""
    for source, _, place, _ in _pictures(text):
        size = _size(site.library, source, text.entry.source)
        if size > MAX_BYTES:
            yield Found(place, f"“{source}” should have at most {MAX_BYTES // 1_000_000} MB; it has {size / 1_000_000:.0f}.", "Export it at 2,400 pixels' width or less.")


@rule("picture-orphan", "warning", scope="site")
def check_orphans(site: Site) -> Iterator[Found]:
    """Every picture under content/images should be used by a text."""
    library = site.library
    used = set()
    for entry in library.entries:
        for source, _, _, _ in _pictures(Text(entry.document, entry)):
            try:
                used.add(library.resolve(picture_target(source), entry.source).removeprefix("{static}"))
            except BrokenLink:
                continue
    for path in sorted((library.content / "images").rglob("*")):
        if path.suffix.lower() in KINDS and path.relative_to(library.content).as_posix() not in used:
            yield Found(Place(), "A picture should be used by a text.", "Use it, or delete it.", str(path))


def _pictures(text: Text) -> Iterator[tuple[str, str, Place, Place]]:
    """Source, words, place of the source, and place of the words of each picture."""
    if isinstance(text.meta, ArticleFrontMatter) and (hero := text.meta.hero):
        yield hero.image, hero.alt, text.place("hero", "image"), text.place("hero", "alt")
    for hole in text.body.holes:
        if isinstance(hole, Picture):
            yield hole.source, hole.alt, hole.place, hole.place


def _size(library: Library, source: str, of: str) -> int:
    try:
        return (library.content / library.resolve(picture_target(source), of).removeprefix("{static}")).stat().st_size
    except (BrokenLink, OSError):
        return 0


def picture_target(source: str) -> str:
    """The link target of a picture's source, which is a path under the content folder unless it says otherwise."""
    return source if source.startswith("{") else "{static}/" + source.lstrip("/")
