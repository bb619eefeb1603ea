"""Claims in Markdown: what their first line says, what they hold, and what is refused."""

import datetime as dt

import pytest

from pipeline.problem import Place
from pipeline.read.body import Claim, End, Insert, Term
from pipeline.read.claims import CERTAINTIES
from pipeline.read.markdown import Converter


def read(source):
    """The body of Markdown that must be right."""
    body, problems = Converter().convert("a.md", source)
    assert problems == []
    return body


def refusal(source):
    """The one thing that is wrong."""
    _, (problem,) = Converter().convert("a.md", source)
    assert (problem.line, problem.column) == (1, 1)
    return problem


def claim(first_line, text="Words.[@a]"):
    (found,) = read(f"::: {first_line}\n{text}\n:::\n").claims
    return found


@pytest.mark.parametrize("certainty", CERTAINTIES)
@pytest.mark.parametrize("kind", ["benefit", "harm"])
def test_a_claim_says_what_it_is(kind, certainty):
    """Kind, name, condition and certainty, as they are read aloud."""
    found = claim(f"{kind} next-day: depression, {certainty} certainty")

    assert (found.kind, found.name, found.condition, found.certainty, found.expires) == (kind, "next-day", "depression", certainty, None)


@pytest.mark.parametrize("parts", ["chronic pain, low certainty, expires 2027-06-30", "expires 2027-06-30, low certainty, chronic-pain", "low certainty,Chronic Pain ,  expires 2027-06-30"])
def test_the_parts_may_stand_in_any_order(parts):
    """An editor need not remember which comes first, nor how a condition of two words is written."""
    found = claim(f"harm drip: {parts}")

    assert (found.condition, found.certainty, found.expires) == ("chronic-pain", "low", dt.date(2027, 6, 30))


@pytest.mark.parametrize("first_line", ["fact video: expires 2026-12-31", "fact video:", "fact video"])
def test_a_fact_may_only_run_out(first_line):
    """It has neither condition nor certainty, and need not have a day."""
    found = claim(first_line)

    assert (found.kind, found.name, found.condition, found.certainty) == ("fact", "video", "", "")


def test_a_claim_holds_its_words_and_citations():
    """Its text is plain, a list in one line; it knows where it begins and ends."""
    body = read("Before.[@x]\n\n::: harm common: depression, low certainty\n**Common** effects of [ECT](glossary:ect) are:[@a; @b]\n\n- one\n- two, [three](/c/).\n:::\n\nAfter.[@y]\n")
    (found,) = body.claims

    assert found.text == "Common effects of ECT are: one; two, three."
    assert [name for citation in found.citations for name, _ in citation.items] == ["a", "b"]
    assert (found.place, found.end) == (Place(3, 1), Place(8, 1))
    assert [type(piece) for piece in body.pieces() if isinstance(piece, (Claim, End))] == [Claim, End]


def test_a_claim_may_stand_in_a_block():
    """And a block in a claim: each is closed by its own end."""
    body = read("::: inset\n::: harm a: depression, low certainty\nOne.[@a]\n:::\n:::\n")

    assert [claim.text for claim in body.claims] == ["One."]


@pytest.mark.parametrize(
    ("first_line", "words"),
    [
        ("benefit", "must have a name of its own"),
        ("benefit depression, low certainty", "must have a name of its own"),
        ("benefit Next Day: depression, low certainty", "“Next Day” is none"),
        ("benefit a: low certainty", "must say the condition"),
        ("benefit a: depression", "must say how certain it is"),
        ("benefit a: depression, lo certainty", "Did you mean “low”?"),
        ("benefit a: depression, anxiety, low certainty", "“depression” and “anxiety” are two"),
        ("harm a: depression, low certainty, expires soon", "“soon” must be a day"),
        ("harm a: depression, low certainty, expires 2026-13-01", "“2026-13-01” must be a day"),
        ("fact a: depression", "A fact has no condition"),
        ("fact a: low certainty", "A fact has no condition"),
    ],
)
def test_an_unclear_first_line_is_refused(first_line, words):
    """With what is missing, and an example to copy."""
    problem = refusal(f"::: {first_line}\nWords.\n:::\n")

    assert problem.rule == "claim-syntax"
    assert words in f"{problem.message} {problem.cure}"


def test_terms_and_inserts_are_holes():
    """A link to the glossary is a term; braces alone on a line insert what is made from data."""
    body = read("## Part\n\nSome have [ECT](glossary:ect) first.\n\n{numbers day}\n\n{evidence}\n")

    assert [hole for hole in body.holes if isinstance(hole, (Term, Insert))] == [
        Insert("numbers", "day", 3, Place(5, 1)),
        Insert("evidence", "", 3, Place(7, 1)),
        Term("ect", "ECT", Place(3, 17)),
    ]


@pytest.mark.parametrize("source", ["{evidense}", "{numbers}", "{evidence now}", "{glossary ect}"])
def test_an_unknown_insert_is_refused(source):
    """A slip of the pen would print braces."""
    assert refusal(source).rule == "insert-kind"


@pytest.mark.parametrize("source", ["{clinic}", "Words {evidence} words.", "```\n{evidense}\n```", "`{evidense}`"])
def test_other_braces_are_text(source):
    """The clinic's name, words in a sentence, and code."""
    assert not any(isinstance(hole, Insert) for hole in read(source).holes)
