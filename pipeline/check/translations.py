"""Translations say what their source says: the same parts, claims, citations, numbers, warnings and ways to help, and none is older.

A translation is a text in another language with the slug of its source. Where both have the same parts in the same order, what
differs is told at its part; else for the text as a whole.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.body import Insert, Link, Picture, Term
from pipeline.read.claims import CLAIMS
from pipeline.read.languages import DEFAULT, split_url
from pipeline.read.library import BrokenLink, Entry
from pipeline.read.prose import Passage

CRISIS = ("tel:988", "sms:988", "tel:911")  # a translation may give them more often than its source
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_KEY = re.compile(r"\b988\b|\b911\b|\b(?:press|oprim(?:a|e|ir))\s+(?:el\s+)?\d\b", re.IGNORECASE)  # the crisis lines, and what to press there
_CITED = re.compile(r"\[@([^\[\]\n]*)\]")
_WORD = re.compile(r"[a-záéíóúñ]+")
# Numbers in words; “one” is left out, since in both languages it is an article or a pronoun as well.
_IN_WORDS = {
    "en": {"two": "2", "twice": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12"},
    "es": {"dos": "2", "doble": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "diez": "10", "once": "11", "doce": "12"},
}
_PARTS = {"heading": "a heading", "paragraph": "a paragraph", "item": "an item of a list", "row": "a row of a table", "fence": "the line of a block"}


@rule("translation-source", scope="page")
def check_source(text: Text, site: Site) -> Iterator[Found]:
    """A text in another language must be a translation: a text in English has its slug, and “translated” says of which day."""
    if text.meta.lang == DEFAULT:
        if text.meta.translated or text.meta.translation_review:
            yield Found(text.place("translated" if text.meta.translated else "translation_review"), "Only a translation must say when it was translated.", "Delete the line, or write “lang: es”.")
    elif DEFAULT not in site.library.editions(text.entry) and not site.library.refused:
        yield Found(text.place("slug"), f"A text in “{text.meta.lang}” must have its source: a published text in English with the slug “{text.entry.slug}”.", "Publish it, or correct the slug here.")
    elif not text.meta.translated and text.document.whole:
        yield Found(text.place("lang"), "A translation must say of which day its source was.", "Add a line “translated: …” with the day on which the English text was last changed.")


@rule("translation-old", scope="page")
def check_age(text: Text, site: Site) -> Iterator[Found]:
    """A translation must not be older than its source."""
    source = _source(text, site)
    if source and text.meta.translated and text.meta.translated < source.meta.changed:
        yield Found(text.place("translated"), f"The translation must follow its source, which was changed on {source.meta.changed}; this one is of {text.meta.translated}.",
                    f"Bring over what has changed in {source.entry.source}, then set “translated: {source.meta.changed}”.")


@rule("translation-facts", scope="page")
def check_facts(text: Text, site: Site) -> Iterator[Found]:
    """A translation must have the author, topic, tags, medicine and sources of its source, and be withdrawn with it."""
    source, entry = _source(text, site), _source_entry(text, site)
    if entry and entry.is_withdrawn and not text.entry.is_withdrawn and not text.entry.is_draft:
        yield Found(text.place("lang"), "The translation of a withdrawn article must be withdrawn as well.", f"Write “status: withdrawn” and “withdrawn: …” as in {entry.source}, or make it a draft.")
    for key in ("author", "topic", "tags", "medicine", "sources") if source and text.document.whole and source.document.whole else ():
        own, wanted = getattr(text.meta, key, None), getattr(source.meta, key, None)
        if own != wanted:
            shown = ", ".join(wanted) if isinstance(wanted, tuple) else wanted
            cure = f"Write “{key}: {f'[{shown}]' if isinstance(wanted, tuple) else shown}”, or correct the source." if wanted else "Delete the line, or add it to the source."
            yield Found(text.place(key), f"The translation must have its source's {key}.", cure)


@rule("translation-structure", scope="page")
def check_structure(text: Text, site: Site) -> Iterator[Found]:
    """A translation must have the parts of its source in their order: headings with their ids, paragraphs, items, rows, care cards and other blocks, inserts, pictures."""
    source = _source(text, site)
    if source is None:
        return
    if different := _first_difference([_shape(passage) for passage in text.passages], [_shape(passage) for passage in source.passages]):
        yield _misshapen(text, source, different)
        return
    for own, wanted in zip(text.body.outline, source.body.outline, strict=True):
        if own.id != wanted.id:
            yield Found(own.place, f"The heading must have its source's id, so that links and the way between the languages keep their place: “{wanted.id}”.", f"Write “{{#{wanted.id}}}” behind its words.")
    inserts = [[(hole.kind, hole.name) if isinstance(hole, Insert) else ("picture", hole.source) for hole in one.body.holes if isinstance(hole, (Insert, Picture))] for one in (text, source)]
    if _sheet(text) != _sheet(source):
        yield Found(text.place("visit_sheet"), "The visit sheet must have the parts that the source's has, in the same order.", f"Compare “visit_sheet” with {source.entry.source}.")
    if inserts[0] != inserts[1]:
        yield Found(text.place("title"), "The translation must insert the numbers, tables and pictures that its source does, in the same order.", f"Compare it with {source.entry.source}.")


@rule("translation-claims", scope="page")
def check_claims(text: Text, site: Site) -> Iterator[Found]:
    """A translation must make the claims of its source, each with its name, condition, certainty, day and count of citations."""
    source = _source(text, site)
    own, wanted = ([(claim.kind, claim.name, claim.condition, claim.certainty, claim.expires, claim.count) for claim in one.body.claims] if one else [] for one in (text, source))
    if source is None or (different := _first_difference(own, wanted)) is None:
        return
    place = text.body.claims[different].place if different < len(own) else text.place("title")
    line = f"{source.entry.source}:{source.body.claims[different].place.line}" if different < len(wanted) else source.entry.source
    name = (wanted[different] if different < len(wanted) else own[different])[1]
    yield Found(place, f"The translation must make the claims of its source; “{name}” differs.", f"Write its first line as in {line}.")


@rule("translation-citations", scope="page")
def check_citations(text: Text, site: Site) -> Iterator[Found]:
    """A translation must cite what its source cites, part by part."""
    yield from _compare(text, _source(text, site), lambda _: _cited, "cite what its source cites", "citation")


@rule("translation-numbers", scope="page")
def check_numbers(text: Text, site: Site) -> Iterator[Found]:
    """A translation must give the numbers of its source, part by part, in digits or in words, and in the figures of its front matter."""
    source = _source(text, site)
    yield from _compare(text, source, _numbers, "give the numbers of its source", "number")
    for name in sorted({*text.meta.numbers, *source.meta.numbers}) if source else ():
        own, wanted = (_figures(one, name) for one in (text, source))
        if own != wanted:
            yield Found(text.place("numbers", name), f"The numbers “{name}” must be those of the source.", f"Compare “of”, “kind”, “with”, “without” and “sources” with {source.entry.source}.")


@rule("translation-links", scope="page")
def check_links(text: Text, site: Site) -> Iterator[Found]:
    """A translation must lead where its source leads, in its own language where there is a text in it or “elsewhere” names a page; crisis lines may stand more often."""
    source, elsewhere = _source(text, site), text.meta.elsewhere
    yield from _compare(text, source, lambda one: _targets(one, site, elsewhere if one is source else {}), "lead where its source leads", "link", more=CRISIS)
    named = {link.target for link in source.links} if source else set()
    for target in elsewhere:
        if target not in named and (source or text.meta.lang == DEFAULT):
            yield Found(text.place("elsewhere", target), "“elsewhere” must name addresses that the source of a translation links to.", "Delete the line, or copy the address from the source.")
    for link in text.links if source else ():
        if (other := _leads_abroad(link.target, text, site)) is not None:
            yield Found(link.place, f"The link must lead to the text in “{text.meta.lang}”, since there is one.", f"Write {{filename}}/{other}.")


@rule("translation-reviewer", scope="page")
def check_reviewer(text: Text, site: Site) -> Iterator[Found]:
    """Who has reviewed a translation must be a person of content/people.yaml with credentials."""
    people, review = site.library.facts.people, text.meta.translation_review
    person = people.get(review.reviewer) if review else None
    if review and "people.yaml" not in site.library.facts.refused and (person is None or person.kind != "person" or not person.credentials):
        yield Found(text.place("translation_review", "reviewer"), f"“{review.reviewer}” must be a person of content/people.yaml with credentials.",
                    "Add them there as they give their name and credentials, such as “certified translator”, or correct the id.")


def _source(text: Text, site: Site) -> Text | None:
    """The text in the default language that this one translates; of a withdrawn one nothing is left to compare with."""
    entry = _source_entry(text, site)
    return Text(entry.document, entry) if entry and not entry.is_withdrawn else None


def _source_entry(text: Text, site: Site) -> Entry | None:
    return site.library.editions(text.entry).get(DEFAULT) if text.meta.lang != DEFAULT else None


def _shape(passage: Passage) -> tuple[str, str | int]:
    """What a part is, whatever its words."""
    return passage.kind, " ".join(passage.raw.split()[:2]) if passage.kind == "fence" else passage.level


def _sheet(text: Text) -> list[str]:
    """The ids of the headings that the visit sheet names."""
    ids = {heading.text: heading.id for heading in text.body.outline}
    return [ids.get(name, name) for name in getattr(text.meta, "visit_sheet", ())]


def _first_difference(own: list, wanted: list) -> int | None:
    if own == wanted:
        return None
    return next((index for index, (one, other) in enumerate(zip(own, wanted, strict=False)) if one != other), min(len(own), len(wanted)))


def _misshapen(text: Text, source: Text, at: int) -> Found:
    own = text.passages[at] if at < len(text.passages) else None
    wanted = source.passages[at] if at < len(source.passages) else None
    place = own.place(0) if own else Place(text.passages[-1].last_line if text.passages else text.document.first_line, 1)
    if wanted is None:
        return Found(place, f"The translation must have the parts of its source; here {_PARTS[own.kind]} stands that is not in it.", "Take it out, or add it to the source.")
    said = f"“{' '.join(wanted.raw.split()[:2])}”" if wanted.kind == "fence" else f"{_PARTS[wanted.kind]}" + (f" of level {wanted.level}" if wanted.level else "")
    return Found(place, f"The translation must have the parts of its source in their order; here {said} must stand.", f"Compare it with {source.entry.source}:{wanted.line}.")


def _compare(text: Text, source: Text | None, gather: Callable[[Text], Callable[[Passage], Counter]], what: str, name: str, more: tuple[str, ...] = ()) -> Iterator[Found]:
    """What differs in what `gather` finds: part by part where both texts have the same, else in all of it together."""
    if source is None:
        return
    own, wanted = gather(text), gather(source)
    if [_shape(passage) for passage in text.passages] == [_shape(passage) for passage in source.passages]:
        pairs = [(mine.place(0), f"{source.entry.source}:{its.line}", own(mine), wanted(its)) for mine, its in zip(text.passages, source.passages, strict=True)]
    else:
        pairs = [(text.place("title"), source.entry.source, *(sum((find(passage) for passage in one.passages), Counter()) for find, one in ((own, text), (wanted, source))))]
    for place, where, found, expected in pairs:
        missing, extra = expected - found, found - expected
        for each in more:
            extra.pop(each, None)
        if missing or extra:
            told = ", ".join([*(f"{item} is missing" for item in missing), *(f"{item} is not in it" for item in extra)])
            yield Found(place, f"The translation must {what}: {told}.", f"Compare each {name} with {where}.")


def _cited(passage: Passage) -> Counter:
    return Counter(item.strip().removeprefix("@") for brackets in _CITED.findall(passage.raw) for item in brackets.split(";"))


def _numbers(text: Text) -> Callable[[Passage], Counter]:
    words = _IN_WORDS[text.meta.lang]

    def find(passage: Passage) -> Counter:
        if passage.kind == "fence" and passage.raw.split()[1:2] and passage.raw.split()[1] in CLAIMS:
            return Counter()  # another rule compares the first lines of claims
        said = _KEY.sub(" ", passage.words)
        return Counter(found.rstrip(".,") for found in _NUMBER.findall(said)) + Counter(words[word] for word in _WORD.findall(said.lower()) if word in words)

    return find


def _targets(text: Text, site: Site, elsewhere: Mapping[str, str]) -> Callable[[Passage], Counter]:
    """Where the links of a passage lead; `elsewhere` has the addresses that stand for others."""
    lines: dict[int, list[str]] = defaultdict(list)
    for hole in text.body.holes:
        if isinstance(hole, Link):
            lines[hole.place.line].append(_whatever_language(elsewhere.get(hole.target, hole.target), text, site))
        elif isinstance(hole, Term):
            lines[hole.place.line].append(f"glossary:{hole.name}")
    return lambda passage: Counter(target for line in range(passage.line, passage.last_line + 1) for target in lines.get(line, ()))


def _whatever_language(target: str, text: Text, site: Site) -> str:
    try:
        found = site.library.resolve(target, text.entry.source)
    except BrokenLink:
        return target
    return split_url(found)[1] if found.startswith("/") else found


def _leads_abroad(target: str, text: Text, site: Site) -> str | None:
    """The file of the text in this language that the link should lead to, where it leads to one in another."""
    try:
        found = site.library.resolve(target, text.entry.source).partition("#")[0]
    except BrokenLink:
        return None
    entry = site.library.by_url.get(found)
    other = site.library.editions(entry).get(text.meta.lang) if entry and entry.lang != text.meta.lang else None
    return other.source if other else None


def _figures(text: Text, name: str) -> object:
    numbers = text.meta.numbers.get(name)
    return numbers and (numbers.of, [(outcome.kind, outcome.with_, outcome.without, outcome.sources) for outcome in numbers.outcomes])
