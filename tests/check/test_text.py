"""What rules look for in a text: short ways to an answer must lead to the one that the long way gives."""

import re
from itertools import chain, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check import denial
from pipeline.check.text import Text, find_words, found_in
from pipeline.pattern import Pattern
from pipeline.read.document import read_document
from pipeline.read.frontmatter import ArticleFrontMatter
from pipeline.read.markdown import Converter
from pipeline.read.prose import Once
from tests.project import ROOT

FRONT = "---\ntitle: A safe title\nsummary: What is safe, and what is not, in some fifty characters or more.\ndate: 2026-11-22\nauthor: telemedicalservices\ntopic: mental-health\n---\n"
PIECES = ["safe", "Safe", "SAFE", "**safe**", "sa**fe**", "unsafe", "safely", "safe-ish", "cure", "a cure", "İ", "ﬀ", "\n", "\n\n", "- ", "> ", "the", "safesafe", "sa\u00adfe", "ｓafe", "`safe`", "[safe](/)"]
WORDS = re.compile(r"\b(?:safely|safe|a cure|cure)\b", re.IGNORECASE)
BEFORE = ["no", "not", "No", "never", "isn’t", "can't", "cannot", "nobody", "nothing", "none", "of", "them", "neither", "nor", "is", "without", "lack", "too", "little", "evidence", "proof",
          "far", "from", "yet", "to", "be", "proven", "unclear", "unknown", "whether", "or", "if", "how", "ask", "check", "less", "it", "they", "the", "that", "trials", "have", "shown", "and", "very", "a", "more", "one", "no longer", "how well", "tested", ".", "?", "it:", "safe,", "proven,"]


def text_of(body):
    document, _ = read_document(ROOT / "content" / "articles" / "x.md", (FRONT + body).encode(), ArticleFrontMatter, Converter())
    return Text(document)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_words_are_found_as_by_a_pattern(body):
    """Looked for as plain words first, they are found where the pattern alone finds them, in order and without overlap."""
    text = text_of(body)

    assert [(match.span(), place) for _, match, place in find_words(text, WORDS, ("safe", "cure", "a cure"))] == [(match.span(), place) for _, match, place in found_in(text, WORDS)]


def test_every_denial_has_a_word_that_denies():
    """What is asked first, since it takes little, never keeps a denial from being seen."""
    for words in chain(product(BEFORE, repeat=1), product(BEFORE, repeat=2), product(BEFORE[::2], repeat=3)):
        before = " ".join(words) + " "
        if denial._DENIED.search(before) or denial._COMPARED.search(before):
            assert denial.may_deny(before), before


def test_a_chunk_is_looked_at_once():
    """Whether anything is found in chunks is said right, also of those that were looked at before."""
    looked = []
    once = Once(lambda chunk: looked.append(chunk) or re.findall(r"\d", chunk))

    assert [once.is_in(frozenset(chunks)) for chunks in ({"a", "b"}, {"b", "7"}, {"a"}, {"7"}, set())] == [False, True, False, True, False]
    assert sorted(looked) == ["7", "a", "b"]


def test_a_pattern_is_compiled_when_it_is_used():
    """It finds what a compiled one finds; one that is no expression is told where it is used."""
    assert Pattern(r"(\d)", re.IGNORECASE).sub(r"<\1>", "a1") == "a<1>"
    with pytest.raises(re.error):
        Pattern("(").search("a")
