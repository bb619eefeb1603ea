"""Safe messaging: where a text speaks of suicide, it gives help, sells nothing and names no method.

After the guidelines of reportingonsuicide.org and of the US National Action Alliance for Suicide Prevention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeVar

from pipeline.check.rule import Found, Site, rule
from pipeline.check.suicide import SUICIDE, speaks_of_suicide
from pipeline.check.text import PROSE, Section, Text, found_in, leads_to_contact
from pipeline.pattern import Pattern
from pipeline.problem import Place
from pipeline.read.folded import fold

T = TypeVar("T")
_REACH = 300  # characters: no advice is longer
_HELP = {
    "en": Pattern(r"\b988\b|\b911\b"),
    "es": Pattern(r"\b988\b[^.]*?\boprima\s+(?:el\s+)?2\b|\bAYUDA\b|\b911\b", re.DOTALL),  # 988 answers in Spanish once 2 is pressed
}
_CURE = {
    "en": "Add the care card: “::: emergency If you think about ending your life”, with [988](tel:988).",
    "es": "Add the care card: “::: emergency Si piensa en quitarse la vida”, with “llame al [988](tel:988) y oprima 2”.",
}
_METHOD_ES = Pattern(r"\b(?:ahorc\w+|colgar(?:se|me|te)|soga|(?:saltar|tirarse|lanzarse)\s+(?:de|desde)|cortar(?:se|me|te)\s+las\s+(?:venas|muñecas)|pistolas?|armas?\s+de\s+fuego|disparos?|sobredosis|dosis\s+letal(?:es)?|monóxido|asfixi\w+|ahogar(?:se|me|te)|envenenar(?:se|me|te))\b", re.IGNORECASE)
_METHOD_STEMS_ES = ("ahorc", "colgar", "soga", "salt", "tirarse", "lanzarse", "cortar", "pistola", "arma", "disparo", "sobredosis", "letal", "monóxido", "asfix", "ahogar", "envenenar")
_WORDS_ES = Pattern(r"\b(?:(?P<commit>comet(?:er|ió|ieron|e|en)\s+(?:un\s+)?suicidio)|(?P<success>(?:suicidios?|intentos?(?:\s+de\s+suicidio)?)\s+(?:exitosos?|consumados?|fallidos?|frustrados?))|(?P<epidemic>epidemia\s+de\s+suicidios?))\b", re.IGNORECASE)
_BETTER_ES = {"commit": "Write “murió por suicidio”, or “se quitó la vida”.", "success": "Write “murió por suicidio” or “sobrevivió a un intento de suicidio”.", "epidemic": "Give the number, and say what helps."}
# “Jumped from 3 in 10 to 5 in 10”: a figure, not a height.
_FIGURE = r"\s+(?:(?:about|around|nearly|some|roughly)\s+)?(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten)\s*(?:%|percent\b|in\s+(?:\d|ten\b)|out\s+of\b|to\s+\d)"
_METHOD = Pattern(rf"\b(?:hang(?:ed|ing)?\s+(?:your|them|him|her|my)sel(?:f|ves)|by\s+hanging|noose|jump(?:ed|ing)?\s+(?:off|from(?!{_FIGURE})|in\s+front)|(?:slit|cut)(?:ting)?\s+(?:your|their|his|her)\s+wrists?|gun(?:shot|s)?|firearms?|overdos\w+|lethal\s+(?:dose|amount|means)|carbon\s+monoxide|suffocat\w+|drown\w*|poison(?:ed|ing)\s+(?:your|them|him|her)sel(?:f|ves))\b", re.IGNORECASE)
_METHOD_STEMS = ("hang", "noose", "jump", "wrist", "gun", "firearm", "overdos", "lethal", "carbon", "suffocat", "drown", "poison")  # one is in each match
# Advice to keep means out of reach, which the guidelines ask for: an order to lock up, not what somebody did.
_MEANS = {
    "en": Pattern(r"guns?|firearms?|lethal\s+means", re.IGNORECASE),
    "es": Pattern(r"pistolas?|armas?\s+de\s+fuego", re.IGNORECASE),
}
_ADVICE = {
    "en": Pattern(r"^\W*(?:(?:please|also|you\s+(?:can|could|should))\s+)?(?:ask\s+(?:\w+\s+){1,3}to\s+)?(?:lock(?:ing)?|stor(?:e|ing)|(?:keep(?:ing)?|remov(?:e|ing)|mov(?:e|ing)|(?:give|giving))\b(?=.*\b(?:locked|stored|unloaded|away|out\s+of|from\s+(?:the|your)\s+home|safely)\b))\b"
                     r"(?!.*\b(?:us(?:e[ds]?|ing)|shot|shoots?|died?|dies|kill\w*)\b)", re.IGNORECASE),
    "es": Pattern(r"^\W*(?:guard(?:e|ar)|manten(?:ga|er)|retir(?:e|ar)|saque)\b(?=.*\b(?:llave|candado|fuera|lejos|caja)\b)(?!.*\b(?:us[óa]\w*|dispar\w*|muri\w*|mat[óa]\w*)\b)", re.IGNORECASE),
}
_STOP = Pattern(r"[.!?:;\0|]")
_WORDS = Pattern(r"\b(?:(?P<commit>commit(?:s|ted|ting)?\s+suicide)|(?P<success>(?:successful|completed|failed|unsuccessful)\s+(?:suicides?|attempts?|suicide\s+attempts?))|(?P<epidemic>suicide\s+epidemic))\b", re.IGNORECASE)
_BETTER = {"commit": "Write “died by suicide”, or “took their own life”.", "success": "Write “died by suicide” or “survived a suicide attempt”.", "epidemic": "Give the number, and say what helps."}


@rule("suicide-help")
def check_help(text: Text) -> Iterator[Found]:
    """A part that speaks of suicide must give crisis help: 988, or 911."""
    for section, place in _sections(text):
        if not any(_HELP[text.meta.lang].search(fold(passage.raw)) for passage in section.passages):
            yield Found(place, f"The part “{section.title}” speaks of suicide, and must say where to get help.", _CURE[text.meta.lang])


@rule("suicide-method")
def check_method(text: Text) -> Iterator[Found]:
    """A part that speaks of suicide must not name a method, unless to advise that means be locked away."""
    words = text.folded.lower()
    speaking = [section for section, _ in _sections(text)] if any(stem in words for stem in _of(text, _METHOD_STEMS, _METHOD_STEMS_ES)) else ()
    for _, match, place in found_in(text, _of(text, _METHOD, _METHOD_ES), *PROSE) if speaking else ():
        if text.section_at(place.line) in speaking and not _is_advice(match, text.meta.lang):
            yield Found(place, f"A part that speaks of suicide must not name a method; “{match[0]}” does.", "Leave it out: the method is not needed to understand the text.")


@rule("suicide-sales", scope="page")
def check_sales(text: Text, site: Site) -> Iterator[Found]:
    """A part that speaks of suicide must not lead to booking or to the clinic's contact page."""
    clinic = site.library.facts.clinic
    booking = clinic.booking.url if clinic and clinic.booking else None
    sales = [link for link in text.links if leads_to_contact(link.target) or (booking and link.target.startswith(booking))]
    if text.entry.slug == "urgent-help":
        return  # it says whom to call where it is no emergency
    for section, _ in _sections(text) if sales else ():
        lines = range(section.first_line, section.passages[-1].last_line + 1)
        for link in sales:
            if link.place.line in lines:
                yield Found(link.place, "A part that speaks of suicide must not lead to what the clinic sells.", "Take the link out, or move it to another part.")


@rule("suicide-words")
def check_words(text: Text) -> Iterator[Found]:
    """Suicide must be spoken of without blame and without success: “died by suicide”, not “committed”."""
    if not text.has({"suicide", "suicides", "attempt", "attempts", "suicidio", "suicidios", "intento", "intentos"}):
        return
    for passage, match, place in found_in(text, _of(text, _WORDS, _WORDS_ES)):
        if speaks_of_suicide(passage.text) or any(passage.kind not in PROSE or section is text.section_at(place.line) for section, _ in _sections(text)):
            yield Found(place, f"“{match[0]}” must be said in other words.", _of(text, _BETTER, _BETTER_ES)[match.lastgroup])


def _is_advice(match: re.Match, lang: str) -> bool:
    """Whether the sentence that the word stands in advises to keep it out of reach."""
    if not _MEANS[lang].fullmatch(match[0]):
        return False
    before, after = match.string[max(0, match.start() - _REACH):match.start()], match.string[match.end():match.end() + _REACH]
    return bool(_ADVICE[lang].search(_STOP.split(before)[-1] + match[0] + _STOP.split(after)[0]))


def _of(text: Text, english: T, spanish: T) -> T:
    """What goes with the text's language."""
    return spanish if text.meta.lang == "es" else english


@lru_cache(maxsize=1)  # for all rules on suicide
def _sections(text: Text) -> tuple[tuple[Section, Place], ...]:
    """Each section that speaks of suicide, and where it first does."""
    speaks = text.has({"suicide", "suicides", "suicidal", "suicidality"}) or (text.has({"end", "ending", "ended", "take", "taking", "took"}) and text.has({"life", "lives"})) or text.has({"kill", "killed", "killing"})
    speaks = speaks or (text.meta.lang == "es" and (text.has({"vida", "matarse", "matarme", "matarte"}) or "suicid" in text.folded.lower()))
    if not speaks:
        return ()
    found: list[tuple[Section, Place]] = []
    for _, _, place in found_in(text, SUICIDE[text.meta.lang], *PROSE):
        section = text.section_at(place.line)
        if section.passages and (not found or section is not found[-1][0]):
            found.append((section, place))
    return tuple(found)
