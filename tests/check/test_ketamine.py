"""The project's own article keeps every rule, and leans on every one of its citations."""

import re

import pytest

from tests.check.world import EXAMPLE
from tests.project import ROOT

ARTICLE = (ROOT / "content" / "articles" / "ketamine-therapy.md").read_text("utf-8")
START = ARTICLE.index("\n## Key Benefits")
END = ARTICLE.index("\n## ", START + 1)
CITATIONS = [found.span() for found in re.finditer(r"\[@[^\]]+\]", ARTICLE) if START < found.start() < END]
REVIEW = "reviewer: robin-example\nreviewed: 2026-11-01\nreview_by: 2027-11-01\n"


@pytest.fixture
def errors(world):
    """Return what finds the errors in a version of the article, as (line, rule)."""
    people = world.add_pictures().content / "people.yaml"
    people.write_text(people.read_text("utf-8") + "robin-example: {name: Robin Example, kind: person, credentials: MD}\n", "utf-8")

    def find(text, **options):
        world.write(text)
        return {(p.line, p.rule) for p in world.problems(**options) if p.severity == "error" and p.path.endswith(EXAMPLE)}

    return find


def test_the_article_keeps_every_rule(world):
    """Not even a warning, with no rule switched off."""
    world.add_pictures().write(ARTICLE)

    assert world.found() == []
    assert {problem.severity for problem in world.problems()} <= {"warning"}


@pytest.mark.parametrize("span", CITATIONS, ids=lambda span: f"line-{ARTICLE[: span[0]].count(chr(10)) + 1}-{ARTICLE[slice(*span)]}")
def test_no_citation_of_the_benefits_can_be_spared(errors, span):
    """Without any one of them the article is refused, at the line that it stood on."""
    line = ARTICLE[: span[0]].count("\n") + 1

    assert (line, "claim-uncited") in errors(ARTICLE[: span[0]] + ARTICLE[span[1] :])


def test_the_fda_sentence_cannot_be_spared(errors):
    """Without it the article is refused, at its first benefit."""
    sentence = re.search(r"One fact comes before .*?\[@fda2023\] ", ARTICLE)[0]
    text = ARTICLE.replace(sentence, "")
    line = text[: text.index("::: benefit")].count("\n") + 1

    assert errors(text) == {(line, "fda-status-first")}


@pytest.mark.parametrize("key", ["reviewer", "reviewed", "review_by"])
def test_no_part_of_a_review_can_be_spared(errors, key):
    """A review names its reviewer, its day and the day of the next one, or the article is refused."""
    review = re.sub(rf"^{key}: .*\n", "", REVIEW, flags=re.MULTILINE)
    text = ARTICLE.replace("medicine: ketamine\n", "medicine: ketamine\n" + review)
    first = text[: text.index(review)].count("\n") + 1

    assert errors(text) == {(first, "schema")}
    assert errors(ARTICLE.replace("medicine: ketamine\n", "medicine: ketamine\n" + REVIEW)) == set()
