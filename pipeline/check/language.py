"""Plain language: how hard each part is to read, and where its hardest sentences stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.readability import (
    count_words,
    grade_fernandez_huerta,
    grade_flesch_kincaid,
    grades,
    score_fernandez_huerta,
)
from pipeline.check.rule import Found, rule
from pipeline.check.text import Section, Text
from pipeline.problem import Severity
from pipeline.read.prose import Passage, Sentence, without_markup, words_in

USUAL_GRADE = 8  # Flesch-Kincaid; what a section may have where the front matter sets no target
SMOG_ABOVE = 2  # SMOG comes out higher by about as much on the same text
ENOUGH = 6  # sentences: fewer say little about how hard a part is
LONGEST = 25  # words in a sentence
HEAP = 3  # passive sentences in one paragraph
_IRREGULAR = "been|begun|broken|brought|built|chosen|done|drawn|driven|found|forgotten|given|held|hidden|kept|known|left|lost|made|met|paid|put|read|said|seen|sent|set|shown|sold|spoken|spent|taken|taught|told|thought|understood|won|worn|written"
_TO_BE = {"is", "are", "was", "were", "be", "been", "being", "get", "gets", "got"}
_PASSIVE = re.compile(rf"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:(?:not|also|often|always|never|usually|still|then|now|only|being|first|\w+ly)\s+){{0,2}}(?:\w{{3,}}ed|{_IRREGULAR})\b(?!\s+(?:about|to)\b)", re.IGNORECASE)


@rule("reading-grade", "warning")
def check_grade(text: Text) -> Iterator[Found]:
    """Each section should be easy enough to read: Flesch-Kincaid grade 8 and SMOG 10, in Spanish grade 8 by Fernández Huerta, or what the front matter's reading_grade says."""
    target = text.meta.reading_grade
    limit = target or USUAL_GRADE
    hard = []
    spanish = text.meta.lang == "es"
    for section in text.sections:
        count = sum(len(passage.parts) for passage in section.spoken)
        if count < ENOUGH:
            continue
        if spanish:
            words = words_in(without_markup(" ".join(section.chunks)))
            grade = grade_fernandez_huerta(count, words)
            if round(grade, 1) > limit:
                hard.append((grade, score_fernandez_huerta(count, words), section))
        else:
            kincaid, smog = grades(count, section.chunks)
            if round(kincaid, 1) > limit or round(smog, 1) > limit + SMOG_ABOVE:
                hard.append((kincaid, smog, section))
    hard.sort(key=lambda item: -item[0])
    for kincaid, smog, section in hard if target else hard[:1]:
        parts = [(passage, start, end) for passage in section.spoken for start, end in passage.parts]
        passage, start, end = max(parts, key=lambda part: _hardness(part[0].text[part[1]:part[2]].split(), spanish))
        also = f" {len(hard) - 1} more are too hard." if len(hard) > 1 and not target else ""
        measured = f"grade {kincaid:.1f} (Fernández Huerta {smog:.0f}), where {limit}" if spanish else f"grade {kincaid:.1f} (SMOG {smog:.1f}), where {limit} (SMOG {limit + SMOG_ABOVE})"
        yield Found(passage.sentence(start, end).place, f"{_name(section)} should be easier to read: {measured} is the most.{also}",
                    "Start with this sentence: split it, and use shorter words.", severity=_severity(text))


def _hardness(chunks: list[str], spanish: bool) -> tuple[float, int]:
    """How hard a sentence is to read, cut at every space: its grade, then its length in words."""
    if spanish:
        words = words_in(without_markup(" ".join(chunks)))
        return grade_fernandez_huerta(1, words), len(words)
    return grade_flesch_kincaid(1, chunks), count_words(chunks)


@rule("long-sentence", "warning")
def check_sentences(text: Text) -> Iterator[Found]:
    """A sentence should have at most 25 words."""
    long = [(count, sentence) for sentence in _long(text) if (count := len(sentence.words)) > LONGEST]
    long.sort(key=lambda item: (-item[0], item[1].place))
    for count, sentence in long if text.meta.reading_grade else long[:1]:
        also = f" {len(long) - 1} more are too long." if len(long) > 1 and not text.meta.reading_grade else ""
        yield Found(sentence.place, f"A sentence should have at most {LONGEST} words; this one has {count}.{also}", "Make two of it.", severity=_severity(text))


def _long(text: Text) -> Iterator[Sentence]:
    """The sentences that may have too many words."""
    for section in text.sections:
        for passage in section.spoken:
            for start, end in passage.parts:
                if end - start > LONGEST and passage.text.count(" ", start, end) + passage.text.count("\n", start, end) >= LONGEST:
                    yield passage.sentence(start, end)


@rule("passive-heap", "warning")
def check_passive(text: Text) -> Iterator[Found]:
    """A paragraph should not heap up passive sentences: say who does it."""
    for passage in text.passages:
        if passage.kind == "paragraph" and text.meta.lang == "en" and sum(map(_TO_BE.__contains__, passage.chunks)) >= HEAP:
            passive = _passive(passage)
            if len(passive) >= HEAP:
                yield Found(passive[0].place, f"A paragraph should have at most {HEAP - 1} passive sentences; this one has {len(passive)}.",
                            "Say who does it: “Staff check it”, not “It is checked”.", severity=_severity(text))


def _passive(passage: Passage) -> list[Sentence]:
    return [sentence for sentence in passage.sentences() if _PASSIVE.search(sentence.text)]


def _name(section: Section) -> str:
    return f"The part “{section.title}”" if section.heading else "The opening"


def _severity(text: Text) -> Severity | None:
    """A target in the front matter makes errors of what else are warnings."""
    return "error" if text.meta.reading_grade else None
