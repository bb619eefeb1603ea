"""The schema of front matter: every key of the contract, and words with place and cure for what does not fit."""

import datetime as dt

import pytest

from pipeline.problem import Refused
from pipeline.read.frontmatter import ArticleFrontMatter, PageFrontMatter, with_keys
from pipeline.read.loader import load_yaml
from pipeline.read.validation import validate, validate_partly

ARTICLE = {"title": "A title", "summary": "A summary.", "date": "2026-11-22", "author": "clinic", "topic": "mental-health"}


def front(**keys):
    """Front matter as an editor types it; a key of None is left out."""
    return "".join(f"{key}: {value}\n" for key, value in {**ARTICLE, **keys}.items() if value is not None)


def read(text, model=ArticleFrontMatter):
    """The front matter of a file."""
    return validate(model, load_yaml("a.md", text, first_line=2))


def problems(text, model=ArticleFrontMatter):
    """What is wrong, as (line, column, message, cure)."""
    with pytest.raises(Refused) as caught:
        read(text, model)
    return [(p.line, p.column, p.message, p.cure) for p in caught.value.problems]


def test_every_key_of_the_contract_is_read():
    """An article with every key comes out typed."""
    meta = read(
        front(
            modified="2026-11-23",
            tags="[depression, ketamine]",
            lang="es",
            slug="ketamine-therapy",
            status="hidden",
            hero="{image: images/hero.png, alt: What it shows}",
            reviewer="jane-doe",
            reviewed="2026-11-01",
            review_by="2027-11-01",
        )
    )

    assert (meta.date, meta.modified) == (dt.date(2026, 11, 22), dt.date(2026, 11, 23))
    assert (meta.tags, meta.lang, meta.slug, meta.status) == (("depression", "ketamine"), "es", "ketamine-therapy", "hidden")
    assert (meta.hero.image, meta.hero.alt) == ("images/hero.png", "What it shows")
    assert (meta.reviewer, meta.reviewed, meta.review_by) == ("jane-doe", dt.date(2026, 11, 1), dt.date(2027, 11, 1))


def test_optional_keys_may_be_left_out_or_empty():
    """What is optional has its default, also where the key stands without a value."""
    meta = read(front(reviewer="null", hero="", modified="~"))

    assert (meta.lang, meta.status, meta.slug, meta.tags, meta.hero, meta.reviewer) == ("en", "published", None, (), None, None)


@pytest.mark.parametrize("key", ARTICLE)
def test_a_missing_key_is_told(key):
    """Each key that an article needs is asked for by name."""
    ((_, _, message, cure),) = problems(front(**{key: None}))

    assert (message, cure) == (f"“{key}” must be given.", f"Add a line “{key}: …”.")


@pytest.mark.parametrize("key", ARTICLE)
def test_a_key_without_a_value_is_refused_at_its_line(key):
    """A key that is needed but empty is told where it stands."""
    ((line, *_),) = problems(front(**{key: ""}))

    assert line == list(ARTICLE).index(key) + 2


@pytest.mark.parametrize(
    ("keys", "line", "column", "message", "cure"),
    [
        ({"date": "2026-13-40"}, 4, 7, "“2026-13-40” must be a day of the calendar.", "Write it as year-month-day, such as 2026-11-22."),
        ({"date": "22.11.2026"}, 4, 7, "“22.11.2026” must be a day of the calendar.", "Write it as year-month-day, such as 2026-11-22."),
        ({"date": "2026-11-22 10:00"}, 4, 7, "“2026-11-22 10:00” must be a day of the calendar.", "Write it as year-month-day, such as 2026-11-22."),
        ({"date": "2026-1-5"}, 4, 7, "“2026-1-5” must have two digits each for its month and day.", "Write 2026-01-05."),
        ({"date": ""}, 4, 6, "An empty value must be a day of the calendar.", "Write it as year-month-day, such as 2026-11-22."),
        ({"date": "[a]"}, 4, 7, "A list or group must be a day of the calendar.", "Write it as year-month-day, such as 2026-11-22."),
        ({"title": "' '"}, 2, 8, "The text must not be empty.", "Write it, or delete the line."),
        ({"slug": "Ketamine Therapy"}, 7, 7, "“Ketamine Therapy” must be a slug, since it becomes part of an address.", "Use small letters a–z, digits and single hyphens, such as ketamine-therapy."),
        ({"topic": "salud-mental-é"}, 6, 8, "“salud-mental-é” must be a slug, since it becomes part of an address.", "Use small letters a–z, digits and single hyphens, such as ketamine-therapy."),
        ({"lang": "fr"}, 7, 7, "“lang” must be one of en, es, not “fr”.", "Choose one of: en, es."),
        ({"status": "publishd"}, 7, 9, "“status” must be one of published, draft, hidden, withdrawn, not “publishd”.", "Did you mean “published”? Choose one of: published, draft, hidden, withdrawn."),
        ({"title": "[a, b]"}, 2, 8, "“title” must be text.", "Write it on the line, in quotes if need be."),
        ({"hero": "images/a.png"}, 7, 7, "“hero” must be a group of “key: value” lines.", "See docs/front-matter.md for an example."),
        ({"tags": "depression"}, 7, 7, "“tags” must be a list.", "See docs/front-matter.md for an example."),
        ({"modified": "2026-11-21"}, 7, 11, "The text can't be modified (2026-11-21) before it is dated (2026-11-22).", "Correct one of the two."),
        ({"hero": "{image: images/a.png}"}, 7, 7, "“alt” must be given.", "Add a line “alt: …”."),
        ({"reviewer": "jane"}, 7, 11, "A review must name its reviewer, its day and the day of the next one: “reviewed” is missing.", "Give reviewer, reviewed and review_by together, or none of them."),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_at_its_place(keys, line, column, message, cure):
    """Each wrong value is told with line, column, what must be true and how to get there."""
    assert problems(front(**keys)) == [(line, column, message, cure)]


@pytest.mark.parametrize("day", ["2024-02-29", "2026-12-31"])
def test_days_of_the_calendar_are_taken(day):
    """Leap days too."""
    assert read(front(date=day)).date.isoformat() == day


def test_an_unknown_key_is_refused_at_the_key():
    """The nearest known key is offered, then all of them."""
    ((line, column, message, cure),) = problems(front(sumary="x"))

    assert (line, column, message) == (7, 1, "“sumary” must be a key that is known here.")
    assert cure.startswith("Did you mean “summary”? The keys are: title, summary, lang, ")


def test_an_unknown_key_inside_a_group_is_refused_there():
    """The keys offered are those of the group."""
    ((line, column, _, cure),) = problems(front(hero="{image: a.png, alt: A, atl: B}"))

    assert (line, column) == (7, 30)
    assert cure == "Did you mean “alt”? The keys are: image, alt."


def test_everything_wrong_is_told_at_once():
    """An editor hears of all mistakes of a file in one run."""
    told = problems(front(title=None, date="x", lang="xx", wrong="1"))

    assert [line for line, *_ in sorted(told)][1:] == sorted(line for line, *_ in told)[1:]
    assert len(told) == 4


def test_pages_have_fewer_keys():
    """A page has no author or topic, and may stand in a menu."""
    page = "title: A\nsummary: B\ndate: 2026-11-22\n"

    assert read(f"{page}menu: {{place: header, order: 3, label: About}}\n", PageFrontMatter).menu.order == 3
    assert problems(f"{page}topic: a\n", PageFrontMatter)[0][:2] == (5, 1)
    assert problems(f"{page}menu: {{place: top}}\n", PageFrontMatter)[0][:2] == (5, 15)
    assert problems(f"{page}menu: {{place: header, order: x}}\n", PageFrontMatter)[0][2] == "“order” must be a whole number."


def test_keys_of_a_users_own_plugin_are_taken():
    """What EXTRA_KEYS names is no mistake, and comes through."""
    model = with_keys(ArticleFrontMatter, ["series"])

    assert read(front(series="one"), model).series == "one"
    assert len(problems(front(serie="one"), model)) == 1


@pytest.mark.parametrize(
    ("keys", "column", "name", "value"),
    [
        ({"hero": "{image: images/a.png, alt: A lake, two chairs}"}, 34, "alt", "A lake, two chairs"),
        ({"hero": "{image: images/a.png, alt: A lake, a chair, and more}"}, 34, "alt", "A lake, a chair, and more"),
        ({"call_to_action": "{title: Sleep, and you, lead: Ask us.}"}, 25, "title", "Sleep, and you"),
        ({"hero": '{image: images/a.png, alt: A "big" lake, seen}'}, 34, "alt", 'A "big" lake, seen'),
        ({"changes": "[{date: 2026-11-25, text: Added one, two.}]"}, 36, "text", "Added one, two."),
    ],
)
def test_a_comma_in_braces_asks_for_quotes(keys, column, name, value):
    """A value in braces ends at its comma for YAML: told once, at the value, with the words to write."""
    ((line, at, message, cure),) = problems(front(**keys))

    assert (line, at) == (7, column)
    assert message == f"“{name}” must stand in quotes, since its value holds a comma: what is behind it is taken for another key."
    assert cure in {f'Write {name}: "{value}".', f"Write {name}: '{value}'."}
    assert load_yaml("a.md", cure.removeprefix("Write ").removesuffix(".")).data == {name: value}


@pytest.mark.parametrize("keys", [{"status": "withdrawn", "withdrawn": "{date: 2026-11-25, reason: Wrong dose, ten times}"}, {"reviewer": "[a]", "reviewed": "2026-11-01", "review_by": "2027-11-01"}])
def test_what_is_refused_is_not_missed(keys):
    """A withdrawal or a review with a slip in it is told of that slip alone, and not that it is missing."""
    _, told = validate_partly(ArticleFrontMatter, load_yaml("a.md", front(**keys), first_line=2))

    assert [problem.line for problem in told] == [8 if "withdrawn" in keys else 7]
