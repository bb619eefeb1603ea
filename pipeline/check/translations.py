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
from pipeline.pattern import Pattern
from pipeline.problem import Place
from pipeline.read.body import Insert, Link, Picture, Term
from pipeline.read.claims import CLAIMS
from pipeline.read.languages import DEFAULT, split_url
from pipeline.read.library import BrokenLink, Entry
from pipeline.read.prose import Passage, Sentence

CRISIS = ("tel:988", "sms:988", "tel:911")  # a translation may give them more often than its source
_NUMBER = Pattern(r"\d+(?:[.,:/-]\d+)*")
_KEY = Pattern(r"\b988\b|\b911\b|\b(?:press|oprim(?:a|e|ir))\s+(?:el\s+)?\d\b", re.IGNORECASE)  # the crisis lines, and what to press there
_CITED = Pattern(r"\[@([^\[\]\n]*)\]")
_WORD = Pattern(r"[a-záéíóúñ]+")
_THOUSANDS = Pattern(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
# Numbers in words; “one” is left out, since in both languages it is an article or a pronoun as well.
_UNITS = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    "es": ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte",
           "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve"),
}
_TENS = {"en": ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), "es": ("veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")}
_IN_WORDS = {lang: {word: str(number) for number, word in enumerate(units[1:], 2)} | {word: str(number) for number, word in zip(range(20, 100, 10), _TENS[lang], strict=True)} for lang, units in _UNITS.items()}
_IN_WORDS["en"]["twice"] = _IN_WORDS["es"]["doble"] = "2"
_COMPOUND = {lang: Pattern(rf"\b({'|'.join(_TENS[lang])}){between}({'|'.join(units[:9])})\b") for (lang, units), between in zip(_UNITS.items(), ("[- ]", " y "), strict=True)}
# Words that may say a number, which the other language may give in another way: “one day”, “el segundo”, “a dozen”.
_MAY_SAY = {
    "en": {"one": "1", "once": "1", "first": "1", "single": "1", "second": "2", "both": "2", "double": "2", "doubled": "2", "doubles": "2", "pair": "2", "couple": "2", "third": "3", "triple": "3",
           "fourth": "4", "dozen": "12", "hundred": "100"},
    "es": {"uno": "1", "primer": "1", "primero": "1", "primera": "1", "segundo": "2", "segunda": "2", "ambos": "2", "ambas": "2", "duplica": "2", "duplicó": "2", "par": "2", "tercer": "3", "tercero": "3",
           "tercera": "3", "triple": "3", "cuarto": "4", "cuarta": "4", "docena": "12", "cien": "100", "ciento": "100"},
}
_ONE = Pattern(r"\b(?:un|una) (?=(?:de|día|semana|mes|año|hora|minuto|segundo|vez|sesión|dosis|persona|adulto|mg)\b)")
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
    yield from _compare(text, source, _numbers, "give the numbers of its source", "number", perhaps=_perhaps)
    yield from _find_moved(text, source)
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


def _compare(text: Text, source: Text | None, gather: Callable[[Text], Callable[[Passage], Counter]], what: str, name: str, more: tuple[str, ...] = (),
             perhaps: Callable[[Text], Callable[[Passage], Counter]] | None = None) -> Iterator[Found]:
    """What differs in what `gather` finds: part by part where both texts have the same, else in all of it together.

    What one text lacks may be among what the other says `perhaps`.
    """
    if source is None:
        return
    own, wanted = gather(text), gather(source)
    if [_shape(passage) for passage in text.passages] == [_shape(passage) for passage in source.passages]:
        pairs = [(mine.place(0), f"{source.entry.source}:{its.line}", (mine,), (its,)) for mine, its in zip(text.passages, source.passages, strict=True)]
    else:
        pairs = [(text.place("title"), source.entry.source, text.passages, source.passages)]
    for place, where, mine, its in pairs:
        found, expected = sum(map(own, mine), Counter()), sum(map(wanted, its), Counter())
        missing, extra = expected - found, found - expected
        if perhaps and (missing or extra):
            missing, extra = missing - sum(map(perhaps(text), mine), Counter()), extra - sum(map(perhaps(source), its), Counter())
        for each in more:
            extra.pop(each, None)
        if missing or extra:
            told = ", ".join([*(f"{item} is missing" for item in missing), *(f"{item} is not in it" for item in extra)])
            yield Found(place, f"The translation must {what}: {told}.", f"Compare each {name} with {where}.")


def _cited(passage: Passage) -> Counter:
    return Counter(item.strip().removeprefix("@") for brackets in _CITED.findall(passage.raw) for item in brackets.split(";"))


def _numbers(text: Text) -> Callable[[Passage | Sentence], Counter]:
    words = _IN_WORDS[text.meta.lang]
    return lambda part: Counter(found.rstrip(".,") for found in _NUMBER.findall(_said(part, text))) + Counter(words[word] for word in _WORD.findall(_said(part, text)) if word in words)


def _perhaps(text: Text) -> Callable[[Passage | Sentence], Counter]:
    """What may be meant as a number: whether it is, the other language tells."""
    words = _MAY_SAY[text.meta.lang]
    return lambda part: Counter(words[word] for word in _WORD.findall(_said(part, text)) if word in words) + Counter({"1": len(_ONE.findall(_said(part, text))) if text.meta.lang == "es" else 0})


def _said(part: Passage | Sentence, text: Text) -> str:
    """The words of a part in small letters, its numbers as both languages can be compared by; without the crisis lines."""
    if isinstance(part, Passage) and part.kind == "fence" and part.raw.split()[1:2] and part.raw.split()[1] in CLAIMS:
        return ""  # another rule compares the first lines of claims
    lang = text.meta.lang
    said = _THOUSANDS.sub("", _KEY.sub(" ", part.words if isinstance(part, Passage) else part.text)).lower()
    return _COMPOUND[lang].sub(lambda found: str((_TENS[lang].index(found[1]) + 2) * 10 + _UNITS[lang].index(found[2]) + 1), said)


def _find_moved(text: Text, source: Text | None) -> Iterator[Found]:
    """Numbers that stand in another sentence than in the source, where a part has as many sentences as its own."""
    if source is None or [_shape(passage) for passage in text.passages] != [_shape(passage) for passage in source.passages]:
        return
    find, expect, may, might = _numbers(text), _numbers(source), _perhaps(text), _perhaps(source)
    for mine, its in zip(text.passages, source.passages, strict=True):
        if its.kind == "fence" or not any(sign.isdigit() for sign in its.text) or len(mine.parts) != len(its.parts) or find(mine) != expect(its):
            continue
        for own, wanted in zip(mine.sentences(), its.sentences(), strict=True):
            found, expected = find(own), expect(wanted)
            if (missing := expected - found - may(own)) or found - expected - might(wanted):
                yield Found(own.place, "The translation must give the numbers of its source in the same sentences" + (f": {', '.join(missing)} is missing in this one." if missing else "."), f"Compare each number with {source.entry.source}:{its.line}.")
                break


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
