"""Typography and slips of the pen: quotes, spaces, doubled words."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text, found_in
from pipeline.read.folded import BLANK, JOINT
from pipeline.read.prose import Once

# Signs that tell of a slip, the slip itself, and what to say of it.
_SLIPS = (
    (('"',), re.compile(r'"'), "Quotation marks should be curly: “so”.", "Write “ and ”, not the straight sign."),
    (("  ",), re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])"), "Words should have one space between them.", "Delete the others."),
    ((" ,", " ;", " !", " ?", " ."), re.compile(rf"(?<=\w) +(?:[,;!?]|\.(?=[A-Z][a-z]|\W|$))(?=[\s{BLANK}{JOINT}A-Z]|$)"), "No space should stand before a punctuation mark.", "Delete the space."),
    ((",,", ";;", "!!", "??", ".."), re.compile(r"(?<=\w)(?:,,|;;|!!+|\?\?(?!\?)|(?<!\.)\.\.(?!\.))"), "A punctuation mark should stand once.", "Delete the others."),
    ((" - ", " -- "), re.compile(r"(?<=\w) -{1,2} (?=\w)"), "Between words a dash should stand, not a hyphen.", "Write – with spaces, or make two sentences."),
)
_MAY_SLIP = Once(re.compile(r'"|^[,;!?.]|,,|;;|!!|\?\?|\.\.|^--?$').findall)  # one is in all slips but the doubled space
_TWICE = re.compile(r"\b([A-Za-zÀ-ÖØ-öø-ÿ]{2,})\s+\1\b(?!-)")
_MEANT = {"had", "that", "very", "bye"}  # words that may follow themselves


@rule("typography", "warning")
def check_signs(text: Text) -> Iterator[Found]:
    """Quotes should be curly, spaces single, and dashes dashes; the first slip of each sort is named."""
    if "  " not in text.unfolded and not _MAY_SLIP.is_in(text.chunks):
        return
    for signs, pattern, message, cure in _SLIPS:
        for passage in text.seen if any(sign in text.unfolded for sign in signs) else ():
            if passage.kind != "row" and (match := pattern.search(passage.text)):
                yield Found(passage.place(match.start()), message, cure)
                break


@rule("word-twice", "warning")
def check_twice(text: Text) -> Iterator[Found]:
    """A word should not stand twice in a row."""
    words = text.sequence
    if not any(map(operator.eq, words, words[1:])):
        return
    for _, match, place in found_in(text, _TWICE):
        if match[1].casefold() not in _MEANT:
            yield Found(place, f"“{match[1]}” should stand only once here.", "Delete one of the two.")
