"""Terms are explained where a text first uses them, and jargon gives way to plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text, find_words, found_in, words_of
from pipeline.problem import did_you_mean
from pipeline.read.body import Term
from pipeline.read.facts import Facts

LONGEST = 20  # words that stand in brackets in the middle of a sentence
# Words of the trade, and what to say instead.
PLAIN = {
    "adverse event": "side effect", "adverse events": "side effects", "administered": "given", "analgesia": "pain relief", "antidepressant efficacy": "how well it works",
    "bioavailability": "how much of it reaches the blood", "cardiovascular": "of the heart and blood vessels", "cognition": "thinking", "comorbid": "at the same time",
    "comorbidities": "other illnesses", "contraindicated": "should not be used", "contraindication": "reason not to use it", "contraindications": "reasons not to use it",
    "dissociative": "making you feel cut off", "dysphoria": "unease", "efficacious": "working", "efficacy": "how well it works", "etiology": "cause", "hepatotoxicity": "liver harm",
    "hypertension": "high blood pressure", "intravenously": "into a vein", "mitigate": "lessen", "monotherapy": "used alone", "nephrotoxicity": "kidney harm", "neuroplasticity": "how nerve cells form new links",
    "parenteral": "by injection", "pharmacodynamics": "what it does in the body", "pharmacokinetics": "what the body does with it", "pharmacotherapy": "medicine", "prognosis": "outlook",
    "psychotropic": "acting on the mind", "refractory": "not helped by other treatments", "sequelae": "later effects", "subcutaneous": "under the skin", "symptomatology": "symptoms",
    "tachycardia": "fast heartbeat", "titration": "changing the dose step by step", "utilize": "use", "utilized": "used", "utilization": "use",
}
PLAIN_ES = {
    "evento adverso": "efecto secundario", "eventos adversos": "efectos secundarios", "administrado": "dado", "administrada": "dada", "analgesia": "alivio del dolor",
    "biodisponibilidad": "cuánto llega a la sangre", "cardiovascular": "del corazón y los vasos sanguíneos", "comorbilidad": "otra enfermedad a la vez", "comorbilidades": "otras enfermedades",
    "contraindicado": "que no se debe usar", "contraindicada": "que no se debe usar", "contraindicación": "razón para no usarlo", "contraindicaciones": "razones para no usarlo",
    "disociativo": "que hace sentirse desconectado", "disociativos": "que hacen sentirse desconectado", "disforia": "malestar", "eficacia": "qué tan bien funciona", "etiología": "causa",
    "hepatotoxicidad": "daño al hígado", "hipertensión": "presión alta", "intravenosa": "por la vena", "intravenoso": "por la vena", "mitigar": "reducir", "monoterapia": "usado solo",
    "nefrotoxicidad": "daño a los riñones", "neuroplasticidad": "cómo las células nerviosas forman nuevas conexiones", "parenteral": "por inyección", "farmacodinámica": "lo que hace en el cuerpo",
    "farmacocinética": "lo que el cuerpo hace con él", "farmacoterapia": "medicinas", "pronóstico": "lo que se puede esperar", "psicotrópico": "que actúa en la mente",
    "refractaria": "que no mejoró con otros tratamientos", "refractario": "que no mejoró con otros tratamientos", "secuelas": "efectos que quedan", "subcutánea": "bajo la piel",
    "sintomatología": "síntomas", "taquicardia": "latidos rápidos", "titulación": "cambio de la dosis paso a paso",
}


@rule("term-unknown", scope="facts")
def check_known(text: Text, facts: Facts) -> Iterator[Found]:
    """A link to the glossary must name one of its terms, in the text's language."""
    glossary = facts.glossary
    for hole in text.body.holes:
        if isinstance(hole, Term) and "glossary.yaml" not in facts.refused and text.meta.lang not in getattr(glossary.get(hole.name), "means", ()):
            yield Found(hole.place, f"“{hole.name}” must be a term of content/glossary.yaml, explained in “{text.meta.lang}”.", did_you_mean(hole.name, glossary) + "Add it there, or correct the name.")


@rule("term-twice", "warning")
def check_twice(text: Text) -> Iterator[Found]:
    """A term should be explained once in a text: where it is first used."""
    seen = set()
    for hole in sorted((hole for hole in text.body.holes if isinstance(hole, Term)), key=lambda hole: hole.place):
        if hole.name in seen:
            yield Found(hole.place, f"“{hole.text}” should be explained only where it is first used.", "Write the words alone here.")
        seen.add(hole.name)


@rule("term-first", "warning", scope="facts")
def check_first(text: Text, facts: Facts) -> Iterator[Found]:
    """The first use of a term of the glossary in an article should be explained."""
    if not text.is_article:
        return
    names = {form: name for form, name in facts.glossary_forms[text.meta.lang] if words_of(form) <= text.vocabulary}
    if not names:
        return
    explained = {hole.name: hole.place for hole in text.body.holes if isinstance(hole, Term)}
    seen: set[str] = set()
    for _, match, place in find_words(text, _pattern(tuple(names)), names, "paragraph", "item"):
        name = names[match[0].casefold()]
        if name not in seen:
            seen.add(name)
            if name not in explained or place.line < explained[name].line:
                yield Found(place, f"“{match[0]}” should be explained where it is first used.", f"Write [{match[0]}](glossary:{name}).")


@rule("jargon", "warning")
def check_jargon(text: Text) -> Iterator[Found]:
    """A word of the trade should give way to a plain one, or be explained."""
    pattern, plain = (_PLAIN_ES, PLAIN_ES) if text.meta.lang == "es" else (_PLAIN, PLAIN)
    if not text.has(_FIRST_WORDS):
        return
    seen = {hole.text.casefold() for hole in text.body.holes if isinstance(hole, Term)}
    for passage, match, place in found_in(text, pattern, "front", "paragraph", "item"):
        word = match[0].casefold()
        if word not in seen:
            seen.add(word)
            yield Found(place, f"“{match[0]}” should be a word that everybody knows.", f"Write “{plain[word]}”" + ("." if passage.kind == "front" else f", or add it to content/glossary.yaml and write [{match[0]}](glossary:…)."))


@rule("glossary-length", "warning", scope="site")
def check_length(site: Site) -> Iterator[Found]:
    """A meaning in the glossary should have at most 20 words: it stands in the middle of a sentence."""
    facts = site.library.facts
    for name, term in facts.glossary.items():
        for lang, means in term.means.items():
            if len(means.split()) > LONGEST or means.rstrip().endswith("."):
                yield Found(facts.sources["glossary.yaml"].place(name, "means", lang), f"A meaning should have at most {LONGEST} words and no full stop.",
                            "Say it as you would in brackets.", facts.sources["glossary.yaml"].path)


@lru_cache(maxsize=64)
def _pattern(forms: tuple[str, ...]) -> re.Pattern:
    """What finds each of these words, the longest first."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})(?![\w-])", re.IGNORECASE)


_PLAIN = _pattern(tuple(PLAIN))
_PLAIN_ES = _pattern(tuple(PLAIN_ES))
_FIRST_WORDS = frozenset(word.split()[0] for word in (*PLAIN, *PLAIN_ES))
