"""Denials: whether the words right before a strong one say that it is not so, as “has not been proven safe” does.

A denial must govern the word: “not”, or who or what denies, and from there to the word only words that carry a denial on.
So “no doubt that it is safe” and “if your pills have failed, it is a cure” deny nothing. In doubt nothing is denied: a rule then asks for other words.
"""

from __future__ import annotations

import re

from pipeline.pattern import Pattern

_REACH = 160  # characters before the word, and behind it
_STRONG = r"(?:prove[sdn]?|proving|cur(?:e[sd]?|ing|ative)|safe(?:ly)?|effective(?:ly|ness)?|break-?throughs?|guarantee[sd]?|miracles?|miraculous)"
_BETWEEN_TWO = rf"(?:,(?=\s+(?:(?:and|or|nor)\s+)?(?:{_STRONG}\b|$)))?"  # the comma of “not safe, proven or effective”
# What a clause about the word may hold: nothing that begins another thought, or turns the denial round.
_ANY = (r"(?:\s+(?!(?:but|so|yet|because|although|though|while|as|more|only|other|our|my|not|no|nor|never|nothing|den(?:y|ies)|doubt\w*|side|\w+n['’]t)\b"
        r"|(?:and|or)\b(?!\s+(?:if|whether|that)\b))[\w'’-]+)")
_BE = r"(?:is|are|was|were|be|been|being|can|could|may|might|will|would|has|have|does|it|they|(?:es)?ketamine|treatments?|drugs?|therap(?:y|ies))"
_SMALL = (rf"(?:(?:{_STRONG}|(?!(?:only|mere|simp|surpris|sole)\w*\b)\w+ly){_BETWEEN_TWO}|an?|the|any|and|or|nor|as|at|all|be|been|being|to|of|in|yet|ever|so|very|quite|always|also"
          r"|has|have|had|can|could|should|will|would|does|did|do|known?|knows|shown?|shows|showed|f(?:ind|ound)|thought|think|believe|assume|considered|said|say|(?:call(?:ed)?|makes?)(?:\s+(?:an?\s+)?(?!our\b|my\b|this\b)\w+)?|true|clear|certain|sure|settled"
          r"|mean|promised?|offer|claim|seems?|appears?|become|feel|work|meant|expected|intended|able|enough|such|real|quick|single|magic|same)")
_ON = rf"(?:\s+[“‘\"]?{_SMALL}){{0,6}}"
_CLAUSE = rf"(?:(?:\s+(?:that|if|whether)|(?<!\band)(?<!\bor)(?=\s+(?:it|they|this|(?:es)?ketamine)\b)){_ANY}{{0,6}}\s+{_BE}(?:\s+(?!how){_SMALL}){{0,4}}|\s+how)?"
_NO_ONE = (r"(?:no\s+one|nobody|nothing|none(?:\s+of\s+\w+(?:\s+\w+)?)?|neither(?:\s+of\s+\w+)?"
           r"|no\s+(?:(?!other\b|doubt\b|matter\b|question\b|wonder\b)\w+\s+)?(?:trials?|stud(?:y|ies)|research|reviews?|treatments?|drugs?|medicines?|pills?|therap(?:y|ies)|doctors?|clinics?))")
_EVIDENCE = (r"(?:no|not\s+(?:enough|any)|\w+n['’]t\s+(?:enough|any)|without|lack\s+of|too\s+little)\s+(?:(?!doubt\b|other\b|side\b)\w+\s+){0,2}?"
             r"(?:evidence|proof|data|promise|research|studies|trials)(?:\s+(?:to|of|for))?")
_NOT = rf"(?:{_EVIDENCE}|not(?:\s+(?:all|every|everyone|everybody){_ANY}{{0,3}}\s+{_BE})?|never|cannot|without|no(?:\s+longer)?|\w+n['’]t|neither|far\s+from|yet\s+to|un(?:clear|known|sure|certain))"
_DENIED = Pattern(
    rf"\b(?:{_NOT}{_ON}{_CLAUSE}"
    rf"|{_NO_ONE}(?:\s+(?!(?:as|so)\b){_SMALL}|\s+(?:is|are|was|were)){{0,6}}{_CLAUSE}"
    rf"|nor\s+(?:is|are|was|were|has|have|can|does|do|did){_ANY}{{0,3}}(?:\s+{_SMALL}){{0,3}}"
    rf"|whether(?:\s+or\s+not)?{_ANY}{{0,5}}\s+{_BE}(?:\s+{_SMALL}){{0,4}}"
    rf"|(?:ask\w*|wonder\w*|check|see|find\s+out|tested|studied)(?:\s+(?!how|if)\w+){{0,2}}\s+if{_ANY}{{0,4}}\s+{_BE}(?:\s+{_SMALL}){{0,4}}"
    rf"|(?:ask\w*|wonder\w*|tested|studied)(?:\s+(?!how|if)\w+){{0,2}}\s+how"
    rf"|(?<!no )(?<!not )(?<!nothing )(?<!n['’]t )(?<!any )(?<!never )less(?:\s+\w+ly)?"
    rf")[\s“‘\"'(]*$", re.IGNORECASE)
_DENYING = re.compile(r"\b(?:no|not|nor|none|nobody|nothing|never|neither|cannot|without|lack|little|far|yet|un(?:clear|known|sure|certain)|whether|if|how|less)\b|n['’]t\b")
_COMPARED = Pattern(r"(?:(?<!\bcould )\b(?:not|no)|(?<!could)(?<!ca)n['’]t)(?:\s+(?:be|been|any|found|shown|known|proven|to)){0,4}(?:\s+more)?\s+$", re.IGNORECASE)
_OPEN = Pattern(rf"{_ANY}{{0,8}}\s*(?:\?|\b(?:(?:not|\w+n['’]t)\s+(?:yet\s+)?(?:been\s+)?(?:known|clear|sure|settled|proven|shown|studied|certain)|un(?:known|clear|certain|proven))\b)", re.IGNORECASE)
# “It is not true that ketamine is not safe”: what turns a denial round.
UNTRUE = Pattern(r"\b(?:(?:not|\w+n['’]t|no\s+longer)\s+(?:true|right|correct|the\s+case)|untrue|false|wrong|incorrect|myth|lie)(?:\s+to\s+say)?\s+that\b[^.,;:!?\0]*$", re.IGNORECASE)
_THAT = Pattern(r"\bthat\b[^.,;:!?\0]*$", re.IGNORECASE)  # “no evidence that it is not safe”: the same

_ANY_ES = r"(?:\s+(?!(?:pero|aunque|sino|porque|y|nuestr[oa]s?|más|tan|dudas?|efectos?|no|ni)\b)\w+)"
_STRONG_ES = r"(?:cur\w{1,5}|comprobad[oa]s?|eficaz|eficaces|efectiv[oa]s?|segur[oa]s?|garantiza\w*|milagro\w*)"
_SMALL_ES = (rf"(?:{_STRONG_ES}(?:,(?=\s+(?:(?:y|o|ni)\s+)?(?:{_STRONG_ES}\b|$)))?|un[oa]?s?|el|l[aeo]s?|se|me|y|o|ni|es|son|fue|era|ha|han|hay|sido|est[aá]n?|ser|sean?|de|como|todavía|aún|muy|del|todo|siempre"
             r"|pued[ae]n?|podemos|promet\w+|ofrec\w+|sab[ei]\w*|mostr\w+|demostr\w+|encontr\w+|conoc\w+|prob\w+|tien\w+|resulta|resultó|parecen?|existen?|funciona|quiere|dec\w+|dig\w+|claro|tratamientos?|pruebas?|evidencia|\w+mente)")
_DENIED_ES = Pattern(
    rf"\b(?:(?:no(?!\s+(?:solo|sólo|solamente)\b)|nunca|nadie|nada|ning(?:ún|un[oa])(?:\s+(?!otr|dud)\w+)?|sin|tampoco|ni|lejos\s+de)(?:\s+(?!(?:solo|sólo|sola|única)mente){_SMALL_ES}){{0,6}}(?:\s+(?:si|que|cómo|qué\s+tan){_ANY_ES}{{0,5}})?"
    rf"|no\s+(?:es|son|fue|era|ha\s+sido|resultó)\s+(?:más|tan)|(?<!no es )(?<!no fue )menos|pregunt\w+(?:\s+\w+){{0,3}}\s+(?:si{_ANY_ES}{{0,4}}|qué\s+tan|cómo))[\s“‘«\"(]*$", re.IGNORECASE)
_OPEN_ES = Pattern(r"(?:\s+\w+){0,6}?\s*(?:\?|\b(?:no\s+(?:se\s+(?:sabe|conoce)|está\s+clar[oa])|nadie\s+sabe)\b)", re.IGNORECASE)
_HOW_ES = Pattern(r"\b(?:cómo|qué\s+tan)\s+$", re.IGNORECASE)


def may_deny(before: str) -> bool:
    """Whether what stands before a word may deny it: one of a few words is in all that _DENIED and _COMPARED find, and no sign that ends a thought."""
    thought = before[max(map(before.rfind, ".;:!?\0")) + 1:]
    return bool(_DENYING.search(thought.lower()))


def is_denied(match: re.Match, *, spanish: bool = False) -> bool:
    """Whether the words around a strong word deny it, or leave it open: “no cure”, “how safe it is, is not known”."""
    before = match.string[max(0, match.start() - _REACH):match.start()]
    after = match.string[match.end():match.end() + _REACH]
    word = match[0].casefold()
    if spanish:
        return bool(_DENIED_ES.search(before) and not word.startswith("más")) or bool(_HOW_ES.search(before) and _OPEN_ES.match(after))
    if word in {"safer", "safest"}:
        return bool(_COMPARED.search(before))
    found = may_deny(before) and (_DENIED.search(before) or _COMPARED.search(before))
    if found:
        head = before[:found.start()]
        return not (UNTRUE.search(head) or (_THAT.search(head) and _DENIED.search(head)))
    asked = word == "effectiveness" or before.casefold().rstrip().endswith("how")
    return asked and bool(_OPEN.match(after))
