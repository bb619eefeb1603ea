"""Words that promise: refused inside a claim of low certainty, warned of elsewhere, let be where they are denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.check.denial import is_denied
from pipeline.check.rule import Found, rule
from pipeline.check.text import Text, find_words, found_in
from pipeline.pattern import Pattern
from pipeline.problem import Place
from pipeline.read.body import Claim

_PARTS = frozenset("changing changer changers through throughs lifechanging lifechanger lifechangers gamechanging gamechanger gamechangers".split())  # noqa: SIM905 words read best as words
_WORDS = _PARTS | frozenset("""prove proves proved proven proving cure cures cured curing curative safe safer safest safely effective effectively effectiveness
    breakthrough breakthroughs guarantee guarantees guaranteed miracle miracles miraculous miraculously""".split())  # noqa: SIM905 the same
_PHRASES, _BEGINNINGS = r"|break-throughs?|(?:life|game)[- ]?chang(?:ing|ers?)", ("break", "life", "game")
# In Spanish: “seguro” is strong only of a treatment, since it also is an insurance; “efectivo” is cash as well.
_SPANISH = Pattern(
    r"\b(?:cur(?:a|as|an|ar|ó|aron|ad[oa]s?|ativ[oa]s?)|comprobad[oa]s?|eficac(?:es|ísim[oa]s?)|(?<!dosis )eficaz(?:mente)?|(?<!en )(?<!dosis )efectiv(?:[oa]s?|amente)|milagr(?:os?|os[oa]s?|osamente)|garantiz(?:a|an|ad[oa]s?)"
    r"|revolucionari[oa]s?|gran(?:des)? avances?|cambi(?:a|an|ó|ará|ar)(?:le)? (?:la|su|tu) vida"
    r"|(?:es|son|más|muy|totalmente|completamente|tratamientos?|medicamentos?|medicinas?|terapias?) segur[oa]s?(?! (?:de|médico)))\b", re.IGNORECASE)
_LOW = ("low", "very low")


@rule("claim-strong-word")
def check_claims(text: Text) -> Iterator[Found]:
    """A claim of low or very low certainty must not use strong words, unless to deny them: proven, cure, safe, effective, breakthrough, life-changing."""
    for claim, word, place in _strong(text) if any(claim.certainty in _LOW for claim in text.body.claims) else ():
        if claim and claim.certainty in _LOW:
            yield Found(place, f"A claim of {claim.certainty} certainty must not say “{word}”.", "Say what the trials found, such as “some people felt better”.")


@rule("strong-word", "warning")
def check_text(text: Text) -> Iterator[Found]:
    """Strong words should not stand anywhere, unless to deny them; the first of each is named."""
    seen = set()
    for claim, word, place in _strong(text):
        if not (claim and claim.certainty in _LOW) and word.casefold() not in seen:
            seen.add(word.casefold())
            yield Found(place, f"“{word}” promises more than research can show.", "Say what was found, or what to do, instead.")


def _strong(text: Text) -> Iterator[tuple[Claim | None, str, Place]]:
    """Each strong word that is not denied, with the claim that it stands in."""
    spanish = text.meta.lang == "es"
    if not (spanish or text.has(_WORDS)):
        return
    words = text.vocabulary & _WORDS
    for _, match, place in found_in(text, _SPANISH) if spanish else find_words(text, _any_of(words), (*words, *_BEGINNINGS)):
        if not is_denied(match, spanish=spanish):
            claim = next((claim for claim in text.body.claims if claim.place.line < place.line < claim.end.line), None)
            yield claim, match[0], place


@lru_cache(maxsize=256)
def _any_of(words: frozenset[str]) -> re.Pattern:
    """What finds these words: a text has few of them, and a short pattern is a fast one."""
    alone = sorted(words - _PARTS)
    return re.compile(rf"\b(?:{'|'.join(alone) or '(?!)'}{_PHRASES})\b(?!-(?:deposit|keeping)|(?<=effective)\s+(?:dos(?:e|es|age)|dates?)\b)", re.IGNORECASE)
