"""Nothing that the article's trust rests on can be spared: each real build without it fails, at its place."""

import re

import pytest

from tests.conftest import REVIEWER
from tests.project import ROOT, fingerprint

NAME = "ketamine-therapy"
ARTICLE = (ROOT / "content" / "articles" / f"{NAME}.md").read_text("utf-8")
START = ARTICLE.index("\n## Key Benefits")
END = ARTICLE.index("\n## ", START + 1)
SECTION = ARTICLE[START:END]
REVIEW = {"reviewer": "jane-doe", "reviewed": "2026-11-01", "review_by": "2027-11-01"}


def line_at(offset):
    return ARTICLE[:offset].count("\n") + 1


def cut(start, end, new=""):
    return ARTICLE[:start] + new + ARTICLE[end:]


def claim_at(offset):
    """The line that the claim around a place begins on."""
    return line_at(ARTICLE.rindex("\n::: ", 0, offset) + 1)


def without_citations():
    """Each id of each citation in the benefits, left out: {what: (article, lines of which one must be named)}."""
    variants = {}
    for found in re.finditer(r"\[(@[^\]]+)\]", SECTION):
        start, end = found.start() + START, found.end() + START
        ids = found[1].split("; ")
        for index, name in enumerate(ids):
            rest = "; ".join([*ids[:index], *ids[index + 1 :]])
            variants[f"{line_at(start)}-{start}-{name}"] = (cut(start, end, f"[{rest}]" if rest else ""), {line_at(start), claim_at(start)})
    return variants


def without_sources():
    """Each source of the numbers that stand in the benefits, left out."""
    variants = {}
    for name in re.findall(r"^\{numbers ([\w-]+)\}", SECTION, re.MULTILINE):
        start = ARTICLE.index(f"\n  {name}:")
        part = re.compile(r"\n  [\w-]+:.*?(?=\n(?:  )?\S)", re.DOTALL).match(ARTICLE, start)[0]
        for found in re.finditer(r"sources: \[[^\]]+\]", part):
            at = start + found.start()
            variants[f"{line_at(at)}-{at}-sources"] = (cut(at, at + len(found[0]), "sources: []"), {line_at(at)})
    return variants


def without_the_fda_sentence():
    sentence = re.search(r"One fact comes before .*?\[@fda2023\] ", ARTICLE)
    return {"fda": (cut(*sentence.span()), {line_at(ARTICLE.index("\n::: benefit") + 1)})}


def without_a_part_of_the_review():
    """The article with a review, but for its reviewer, or one of its days."""
    variants = {}
    for left_out in REVIEW:
        lines = "".join(f"{key}: {value}\n" for key, value in REVIEW.items() if key != left_out)
        at = ARTICLE.index("medicine: ketamine\n")
        variants[left_out] = (cut(at, at, lines), {line_at(at)})
    return variants


VARIANTS = {**without_citations(), **without_sources(), **without_the_fda_sentence(), **without_a_part_of_the_review()}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One real build of the article beside every variant of it: the result, and the lines with an error for each text."""
    import shutil

    from tests.project import TODAY, run_task

    folder = tmp_path_factory.mktemp("spared")
    content = shutil.copytree(ROOT / "content", folder / "content")
    with (content / "people.yaml").open("a", encoding="utf-8") as file:
        file.write(REVIEWER)
    for index, (text, _) in enumerate(VARIANTS.values()):
        (content / "articles" / f"variant-{index}.md").write_text(text.replace(f"slug: {NAME}\n", f"slug: variant-{index}\n"), "utf-8")
    result = run_task("build", "--content", "content", "--output", "output", "--json", "--today", TODAY, cwd=folder)
    lines = {}
    for error in result.errors:
        lines.setdefault(error["path"], set()).add(error["line"])
    return result, lines


def test_the_benefits_have_citations():
    """Else the tests below would prove nothing."""
    assert len(without_citations()) > 50
    assert len(without_sources()) > 0


@pytest.mark.parametrize("index", range(len(VARIANTS)), ids=list(VARIANTS))
def test_it_can_not_be_spared(told, index):
    """Any one citation, also one of two in one place, a source of the numbers, the FDA sentence, a part of the review: refused at its place."""
    result, lines = told
    _, wanted = list(VARIANTS.values())[index]

    assert result.code == 1
    assert wanted & lines.get(f"content/articles/variant-{index}.md", set())


def test_the_article_itself_is_not_refused(told):
    """It stands beside its variants, and no error is its own."""
    assert f"content/articles/{NAME}.md" not in told[1]


@pytest.mark.parametrize("what", [next(iter(without_citations())), list(without_citations())[-1], next(iter(without_sources())), "fda", *REVIEW])
def test_it_alone_stops_the_build(content, build, what):
    """Exit code 1 for this one change, with nothing else wrong, and the last good output stays."""
    with (content / "people.yaml").open("a", encoding="utf-8") as file:
        file.write(REVIEWER)
    good = build()
    before = fingerprint(good.output)
    text, wanted = VARIANTS[what]
    (content / "articles" / f"{NAME}.md").write_text(text, "utf-8")
    result = build()

    assert (good.code, result.code) == (0, 1)
    own = f"content/articles/{NAME}.md"
    assert {error["path"] for error in result.errors} <= {own, f"content/articles/es/{NAME}.md"}  # its translation then differs
    assert wanted & {error["line"] for error in result.errors if error["path"] == own}
    assert fingerprint(good.output) == before
