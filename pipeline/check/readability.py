"""How hard a text is to read: a count of sentences and their words in, school grades out.

The formulas are those of Flesch and Kincaid, and of SMOG, and for Spanish Fernández Huerta's.
Syllables are counted by rules of English spelling, not by a dictionary: on running text the grades come out within 0.8
of a grade of textstat 0.7.8, which looks words up. A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.read.prose import without_markup, words_in

_VOWELS = re.compile(r"[aeiouy]+")
# A vowel at the end that is not spoken, as in “made”, “makes” and “asked”, but not as in “table”, “doses” and “treated”.
_SILENT = re.compile(r"(?:(?<![aeiouy])(?<!l)e|(?<=[aeiouy]l)e|(?<=ll)e|(?<![aeioutdy])(?<![^aeiouyl]l)ed|(?<![aeiouscxzgh])(?<![^aeiouyl]l)es|(?<=[aeiouyt]h)es)$|(?<=[aeiouy][^aeiouy])e(?=(?:ment|less|ful|ly|ness|time|thing|where|one|body|ways?|line)s?\b)")
# Two vowels that are spoken apart, as in “trial”, “radio” and “create”, but not as in “special” and “action”.
_APART = re.compile(r"(?<![tcs])i[ao](?!u)|ie(?=t)|[aeiou]ing\b|(?<!q)u(?:al|ou|ity)|eo(?![up])|crea(?!m)|(?<=[aeiou][^aeiouy])ea$|[^aeiouy]ism\b|io(?=d)|iu")
_LONG_WORD = 3  # syllables


# In Spanish every vowel sounds but the u of que, qui, gue and gui; a weak one joins its neighbour, unless it has an accent.
_MUTE_U = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])")
_VOWELS_ES = re.compile(r"[aeiouáéíóúü]+")
_STRONG = re.compile(r"[aeoáéóíú]")
_FINAL_Y = re.compile(r"y(?![aeiouáéíóúü])")
# Fernández Huerta's own table: the school grade that a score stands for.
_SCORES = ((100, 3), (90, 4), (80, 5), (70, 6), (60, 8), (50, 12), (30, 16))


class _Counts(dict[str, tuple[int, int, int]]):
    """By chunk, a part of a text that holds no space: its words, their syllables, and how many of them are long. Each is counted once in a process."""

    def __missing__(self, chunk: str) -> tuple[int, int, int]:
        syllables = [count_syllables(word) for word in words_in(without_markup(chunk))]
        counts = self[chunk] = len(syllables), sum(syllables), sum(count >= _LONG_WORD for count in syllables)
        return counts


_COUNTS = _Counts()


def count_syllables(word: str) -> int:
    """The syllables of one English word, at least 1."""
    word = word.lower().replace("’", "").replace("'", "")
    spoken = _SILENT.sub("", word)
    return max(1, len(_VOWELS.findall(spoken)) + len(_APART.findall(spoken)))


def grades(sentences: int, chunks: Iterable[str]) -> tuple[float, float]:
    """The US school grades by Flesch and Kincaid, and by SMOG, of a text cut at every space; numbers are no words."""
    words = syllables = long = 0
    for counts in map(_COUNTS.__getitem__, chunks):
        words += counts[0]
        syllables += counts[1]
        long += counts[2]
    # 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975)
    kincaid = 0.39 * words / sentences + 11.8 * syllables / words - 15.59 if words else 0.0
    # 1.043 × √(30 × long words ÷ sentences) + 3.1291 (McLaughlin, 1969); meant for 30 sentences or more
    return kincaid, 1.043 * (30 * long / sentences) ** 0.5 + 3.1291 if sentences else 0.0


def count_words(chunks: Iterable[str]) -> int:
    """How many words a text has that is cut at every space; numbers are none."""
    return sum(_COUNTS[chunk][0] for chunk in chunks)


def grade_flesch_kincaid(sentences: int, chunks: Iterable[str]) -> float:
    """The US school grade by Flesch and Kincaid."""
    return grades(sentences, chunks)[0]


def count_syllables_es(word: str) -> int:
    """The syllables of one Spanish word, at least 1: a run of vowels has one for each strong vowel (a, e, o, and í or ú), else one."""
    word = _FINAL_Y.sub("i", _MUTE_U.sub("", word.lower()))
    return max(1, sum(max(1, len(_STRONG.findall(run))) for run in _VOWELS_ES.findall(word)))


def score_fernandez_huerta(sentences: int, words: Sequence[str]) -> float:
    """How easy Spanish is, from 0 to 100: 206.84 − 60 × syllables a word − 1.02 × words a sentence (Fernández Huerta, 1959)."""
    if not words:
        return 100.0
    return 206.84 - 60 * sum(map(count_syllables_es, words)) / len(words) - 1.02 * len(words) / sentences


def grade_fernandez_huerta(sentences: int, words: Sequence[str]) -> float:
    """The school grade that the score stands for in Fernández Huerta's table, with what lies between its rows."""
    score = score_fernandez_huerta(sentences, words)
    for (high, low_grade), (low, high_grade) in pairwise(_SCORES):
        if score >= low:
            return low_grade + (high_grade - low_grade) * (high - min(score, high)) / (high - low)
    return float(_SCORES[-1][1])
