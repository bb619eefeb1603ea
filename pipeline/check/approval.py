"""Approvals: sentences that say that the FDA has approved a medicine for something, or that it has not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.check.denial import UNTRUE
from pipeline.pattern import Pattern

if TYPE_CHECKING:
    from pipeline.read.vocabulary import Medicine

_REACH = 400  # characters: no sentence is longer
_FORM = r"(?:\s+(?!(?:is|are|was|were|has|have|had|not|no|never|that|which|but)\b|\w+n['’]t)[\w-]+){0,3}"  # “ketamine therapy”, “ketamine and esketamine”
_FOR = r"(?:\s+not\s+(?:only|just|merely))?(?:\s+(?!(?:not|no|never|but)\b)[\w-]+){0,4}?\s+(?:for|to\s+(?:treat|ease|relieve|help)|as\s+(?:a|the)\s+\w+|in|against)\b"
_NOW = r"(?:\s+(?:now|also|already|recently|just|finally|fully|even|long|first|since|been|currently|officially|\w+ly))*"
_BY_FDA = r"(?:FDA[- ]approved|approved\s+by\s+(?:the\s+)?(?:US\s+|U\.S\.\s+)?FDA)"
_OF = r"(?:(?:the\s+)?use\s+of\s+|using\s+)?"
_NOT = r"(?:\s+(?:not|never)|n['’]t)"
_ENDS = Pattern(r"[.;\0]|,?\s+(?:but\s+)?(?:not|no|never|\w+n['’]t)\b(?!\s+(?:only|just|merely|simply))|\boff[- ]label\b|\bfuera\s+de\s+indicación\b")
_UNSAID = Pattern(r"(?:\b(?:no|non|not\s+an?|without|lacks?|seeks?|awaits?|awaiting|ningun[ao]?|no\s+hay)[\s-]+|\bwhether\s+(?:the\s+)?)$", re.IGNORECASE)
_UNTRUE_ES = Pattern(r"\b(?:no\s+es\s+(?:cierto|verdad)|es\s+(?:falso|mentira))(?:\s+decir)?\s+que\b[^.,;:!?\0]*$", re.IGNORECASE)
_FORM_ES = r"(?:\s+(?!(?:no|nunca|está|fue|ha)\b)\w+){0,3}"
_OF_ES = r"(?:el\s+uso\s+de\s+)?(?:la\s+|el\s+)?"
_FOR_ES = r"[^.;:,\0]{0,40}?\s(?:para|contra)\b"


def names_of(medicine: Medicine, lang: str, known: str) -> frozenset[str]:
    """What a medicine is called: its id, its name in the language, and the brand in its brackets."""
    return frozenset({known, *filter(None, re.split(r"\s*[()]\s*", medicine.name.get(lang, known)))})


@lru_cache(maxsize=64)
def says_approved(names: frozenset[str], lang: str) -> re.Pattern:
    """What finds “ketamine is FDA-approved for” in all its ways; what it is for stands behind the match."""
    name = _any_of(names)
    if lang == "es":
        return re.compile(rf"\b{name}{_FORM_ES}\s+(?:ya\s+|ahora\s+)?(?:está|fue|ha\s+sido)\s+(?:\w+\s+)?aprobad[oa]\s+por\s+la\s+FDA{_FOR_ES}"
                          rf"|(?<!\bno )(?<!\bnunca )\b(?:ha\s+aprobado|aprobó|aprueba)\s+{_OF_ES}{name}{_FOR_ES}", re.IGNORECASE)
    return re.compile(rf"\b{name}{_FORM}\s+(?:is|are|was|were|has\s+been|have\s+been|got|became){_NOW}\s+{_BY_FDA}{_FOR}"
                      rf"|\bFDA(?:\s+(?:has|had))?{_NOW}\s+approve[ds]\s+{_OF}{name}\b{_FOR}"
                      rf"|\bFDA[- ]approved\s+{name}\b{_FOR}"
                      rf"|\b{name}{_FORM}\s+(?:has|have|had|got|gained|won|received|holds){_NOW}\s+(?:the\s+|an\s+)?FDA(?:['’]s)?\s+approval{_FOR}"
                      rf"|\bFDA(?:['’]s)?\s+approval\s+of\s+{name}\b{_FOR}", re.IGNORECASE)


@lru_cache(maxsize=64)
def says_not_approved(names: frozenset[str], lang: str) -> re.Pattern:
    """What finds “ketamine is not FDA-approved for” in all its ways."""
    name = _any_of(names)
    if lang == "es":
        return re.compile(rf"\b{name}{_FORM_ES}\s+(?:no|nunca)\s+(?:está|ha\s+sido|fue)\s+(?:\w+\s+)?aprobad[oa]\s+por\s+la\s+FDA{_FOR_ES}"
                          rf"|\bla\s+FDA\s+(?:no|nunca)\s+(?:ha\s+aprobado|aprobó|aprueba)\s+{_OF_ES}{name}{_FOR_ES}", re.IGNORECASE)
    return re.compile(rf"\b{name}{_FORM}\s+(?:is|are|was|were|has|have){_NOT}{_NOW}\s+{_BY_FDA}{_FOR}"
                      rf"|\b{name}{_FORM}\s+(?:has|have)\s+no\s+FDA\s+approval{_FOR}"
                      rf"|\bFDA\s+(?:(?:has|had|did|does){_NOT}|never){_NOW}\s+approved?\s+{_OF}{name}\b{_FOR}", re.IGNORECASE)


def what_for(match: re.Match, others: Iterable[str] = ()) -> str:
    """The rest of the sentence: what the approval is for, up to what it is not for, or to another medicine. Empty where the sentence is denied as a whole."""
    before = match.string[max(0, match.start() - _REACH):match.start()]
    if UNTRUE.search(before) or _UNTRUE_ES.search(before) or _UNSAID.search(before):
        return ""
    rest = _ENDS.split(match.string[match.end():match.end() + _REACH], maxsplit=1)[0]
    rest = re.split(rf"\b{_any_of(frozenset(others))}\b", rest, maxsplit=1, flags=re.IGNORECASE)[0] if others else rest
    return plain(rest)


def names_condition(words: str, forms: Iterable[str]) -> bool:
    """Whether plain words name a condition in one of its forms."""
    return any(re.search(rf"\b{re.escape(plain(form))}s?\b", words) for form in forms)


def plain(words: str) -> str:
    """Words in small letters, without hyphens and with single spaces."""
    return " ".join(words.casefold().replace("-", " ").split())


def _any_of(names: Iterable[str]) -> str:
    return rf"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"

