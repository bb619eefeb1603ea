"""The schema of all that editors write in YAML and JSON: front matter, clinic, people, references, crisis help.

A model holds typed values; `validate` turns what pydantic finds into problems with place and cure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    computed_field,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipeline.problem import Problem, Refused, did_you_mean
from pipeline.read.languages import LANGUAGES
from pipeline.read.located import Located, Values

M = TypeVar("M", bound=BaseModel)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9<>]+")  # Crossref's recommended pattern
# What a folder can be named everywhere, and what _redirects can hold without escapes; 200 signs keep its lines short.
ALIAS = re.compile(r"(?=.{2,200}\Z)(?:/[A-Za-z0-9_~-]+)*/(?:[A-Za-z0-9_~-]+\.html?)?")
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def _refuse(message: str, cure: str) -> PydanticCustomError:
    return PydanticCustomError("content", "{message}\n{cure}", {"message": message, "cure": cure})


def _date(value: Any) -> dt.date:
    try:
        return dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
    except (TypeError, ValueError):
        raise _refuse(f"“{value}” must be a day of the calendar.", "Write it as year-month-day, such as 2026-11-22.") from None


def _text(value: str) -> str:
    if not value.strip():
        raise _refuse("The text must not be empty.", "Write it, or delete the line.")
    return " ".join(value.split())


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise _refuse(f"“{value}” must be a slug, since it becomes part of an address.", "Use small letters a–z, digits and single hyphens, such as ketamine-therapy.")
    return value


def _alias(value: str) -> str:
    if not ALIAS.fullmatch(value):
        raise _refuse(f"“{value}” must be an address that this site had: from its first slash to its last, or to .html.",
                      "Write it as /old-name/ or /old-name.html, of letters, digits and hyphens.")
    return value


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, None if value.startswith("+") else "US")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise _refuse(f"“{value}” must be a phone number that exists in its country's plan.", "Write it in international form, such as +12025550143.")
    wanted = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if value != wanted:
        raise _refuse(f"“{value}” must be in international form without spaces (E.164).", f"Write {wanted}.")
    return value


def _https(value: str) -> str:
    if not re.fullmatch(r"https://[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?", value):
        raise _refuse(f"“{value}” must be a whole address that starts with https://.", "Copy it from the browser's address line.")
    return value


def _reachable(value: str) -> str:
    """RFC 9116, 2.5.3: an address where a report can be left, as a URI."""
    scheme, _, rest = value.partition(":")
    if scheme == "https":
        return _https(value)
    if scheme == "tel":
        return f"tel:{_phone(rest)}"
    if not re.fullmatch(r"mailto:[^\s@?/:]+@[^\s@?/:.]+(?:\.[^\s@?/:.]+)+", value):
        raise _refuse(f"“{value}” must be an address that a program can open: mailto:, https:// or tel:.", "Write it as mailto:security@clinic.example, for one.")
    return value


def _clock(value: str) -> str:
    if not CLOCK.fullmatch(value):
        raise _refuse(f"“{value}” must be a time of day.", "Write it with 24 hours and two digits each, such as 09:00 or 17:30.")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise _refuse(f"“{value}” must be a time zone.", "Use a name of the IANA list, such as America/New_York.") from None
    return value


def _doi(value: str) -> str:
    if not DOI.fullmatch(value):
        raise _refuse(f"“{value}” must be a DOI.", "Write it bare, such as 10.1001/archpsyc.63.8.856, without https://doi.org/.")
    return value


def _count(value: Any) -> int:
    if not re.fullmatch(r"\d{1,4}", str(value)):
        raise _refuse(f"“{value}” must be a whole number.", "Write it in digits, such as 10.")
    return int(value)


def _bool(value: Any) -> Any:
    if not isinstance(value, bool):
        raise _refuse(f"“{value}” must be true or false.", "Write true or false.")
    return value


Text = Annotated[str, AfterValidator(_text)]
Slug = Annotated[str, AfterValidator(_slug)]
Alias = Annotated[str, AfterValidator(_alias)]
Day = Annotated[dt.date, BeforeValidator(_date)]
Flag = Annotated[bool, BeforeValidator(_bool)]
HttpsUrl = Annotated[str, AfterValidator(_https)]
Lang = Literal[LANGUAGES]
Words = dict[Lang, Text]


class Model(BaseModel):
    """What all of front matter and of the clinic's files share: no key that is not named, nothing changed after reading."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Hero(Model):
    """An article's large picture: a path below content, and the words for who does not see it."""

    image: Text
    alt: Text


class CallToAction(Model):
    """How an article invites its readers to talk with the clinic."""

    title: Text
    lead: Text


class Menu(Model):
    """A page's place in a menu; pages of a lower `order` come first, and `label` stands in for a long title."""

    place: Literal["header", "footer"]
    order: int = 0
    label: Text | None = None


class Change(Model):
    """One line of a text's change log."""

    date: Day
    text: Text


class Withdrawal(Model):
    """Since when an article is withdrawn, and why, in words for readers."""

    date: Day
    reason: Text


class TranslationReview(Model):
    """Who has compared a translation with its source, and when."""

    reviewer: Slug
    date: Day


class Outcome(Model):
    """How many people something happens to, with the treatment and without; both are None where no figures can be given."""

    kind: Literal["benefit", "harm"]
    text: Text
    with_: Annotated[int, BeforeValidator(_count)] | None = Field(None, alias="with")
    without: Annotated[int, BeforeValidator(_count)] | None = None
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _both(self) -> Outcome:
        if (self.with_ is None) != (self.without is None):
            raise _refuse("An outcome must give both numbers, with the treatment and without it.", "Add the other one, or leave both out where there are no figures.")
        if self.with_ is not None and not self.sources:
            raise _refuse("An outcome with numbers must name its sources.", "Add “sources: [id]”, with ids of content/references.json.")
        return self


class Numbers(Model):
    """Benefit and harm side by side, counted in the same number of people: the size of the group is `of`."""

    title: Text
    of: Annotated[int, BeforeValidator(_count), Field(ge=2, le=100)]
    with_: Text = Field(alias="with")
    without: Text
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fit(self) -> Numbers:
        for index, outcome in enumerate(self.outcomes):
            if max(outcome.with_ or 0, outcome.without or 0) > self.of:
                raise PydanticCustomError("content", "{message}\n{cure}", {
                    "at": ("outcomes", index), "message": f"An outcome must not count more people than the group has: {self.of}.", "cure": "Correct the number, or “of”."})
        return self


class FrontMatter(Model):
    """What stands above the text of every article and page."""

    title: Text
    summary: Text
    lang: Lang = "en"
    slug: Slug | None = None
    aliases: tuple[Alias, ...] = ()
    status: Literal["published", "draft", "hidden"] = "published"
    date: Day
    modified: Day | None = None
    changes: tuple[Change, ...] = ()
    sources: tuple[Text, ...] = ()
    numbers: dict[Slug, Numbers] = {}
    reading_grade: Annotated[int, BeforeValidator(_count), Field(ge=1, le=18)] | None = None
    translated: Day | None = None
    translation_review: TranslationReview | None = None
    elsewhere: dict[HttpsUrl, HttpsUrl] = {}

    @computed_field
    @property
    def changed(self) -> dt.date:
        """The newest day on which the text was dated, modified or changed."""
        return max((self.date, self.modified or self.date, *(change.date for change in self.changes)))

    @model_validator(mode="after")
    def _in_order(self) -> FrontMatter:
        if self.modified and self.modified < self.date:
            raise PydanticCustomError("content", "{message}\n{cure}", {
                "at": ("modified",), "message": f"The text can't be modified ({self.modified}) before it is dated ({self.date}).",
                "cure": "Correct one of the two."})
        return self


class ArticleFrontMatter(FrontMatter):
    """The front matter of an article; docs/front-matter.md tells each key."""

    status: Literal["published", "draft", "hidden", "withdrawn"] = "published"
    withdrawn: Withdrawal | None = None
    author: Slug
    topic: Slug
    tags: tuple[Text, ...] = ()
    hero: Hero | None = None
    call_to_action: CallToAction | None = None
    visit_sheet: tuple[Text, ...] = ()
    medicine: Slug | None = None
    reviewer: Slug | None = None
    reviewed: Day | None = None
    review_by: Day | None = None

    @model_validator(mode="after")
    def _reviewed_whole(self) -> ArticleFrontMatter:
        given = [key for key in ("reviewer", "reviewed", "review_by") if getattr(self, key) is not None]
        if given and len(given) < 3:
            missing = next(key for key in ("reviewer", "reviewed", "review_by") if key not in given)
            raise PydanticCustomError("content", "{message}\n{cure}", {
                "at": (given[0],), "drop": given, "message": f"A review must name its reviewer, its day and the day of the next one: “{missing}” is missing.",
                "cure": "Give reviewer, reviewed and review_by together, or none of them."})
        return self


    @model_validator(mode="after")
    def _withdrawn_whole(self) -> ArticleFrontMatter:
        if (self.status == "withdrawn") != (self.withdrawn is not None):
            at, message = (("status",), "A withdrawn article must say since when, and why.") if self.withdrawn is None else (("withdrawn",), "An article with “withdrawn” must have “status: withdrawn”.")
            raise PydanticCustomError("content", "{message}\n{cure}", {
                "at": at, "drop": ("withdrawn",), "message": message, "cure": "Write both: “status: withdrawn” and “withdrawn: {date: 2026-11-22, reason: Why}”."})
        if self.withdrawn and self.withdrawn.date < self.date:
            raise PydanticCustomError("content", "{message}\n{cure}", {
                "at": ("withdrawn", "date"), "drop": ("withdrawn",), "message": f"The text can't be withdrawn ({self.withdrawn.date}) before it is dated ({self.date}).",
                "cure": "Correct one of the two."})
        return self


class PageFrontMatter(FrontMatter):
    """The front matter of a page, which has no topic and no review."""

    menu: Menu | None = None


class Phone(Model):
    """One of the clinic's numbers, in the international form (E.164), and what it is for."""

    number: Annotated[str, AfterValidator(_phone)]
    label: Words
    placeholder: Flag = False

    @computed_field
    @property
    def national(self) -> str:
        """The number as people of its country write it."""
        return phonenumbers.format_number(phonenumbers.parse(self.number), phonenumbers.PhoneNumberFormat.NATIONAL)


class Booking(Model):
    """Where a visit is booked."""

    url: HttpsUrl
    placeholder: Flag = False


class OpenHours(Model):
    """When the clinic is open on some days, from and to as `09:00` or `17:30`."""

    days: Words
    from_: Annotated[str, AfterValidator(_clock)] = Field(alias="from")
    to: Annotated[str, AfterValidator(_clock)]


class Hours(Model):
    """All opening hours, in the order in which they are shown."""

    open: tuple[OpenHours, ...] = Field(min_length=1)
    placeholder: Flag = False


class Address(Model):
    """The clinic's address, line by line."""

    lines: tuple[Text, ...] = Field(min_length=1)
    placeholder: Flag = False


class Security(Model):
    """Where to report a weakness of the site: what /.well-known/security.txt says (RFC 9116). `expires` is its last good day."""

    contact: Annotated[str, AfterValidator(_reachable)]
    expires: Day
    policy: HttpsUrl | None = None
    placeholder: Flag = False


class Clinic(Model):
    """`content/clinic.yaml`: the clinic's facts, written once."""

    name: Text
    unreviewed: Literal["noindex", "index"] = "noindex"
    timezone: Annotated[str, AfterValidator(_zone)]
    phones: tuple[Phone, ...] = Field(min_length=1)
    booking: Booking | None = None
    hours: Hours | None = None
    address: Address | None = None
    security: Security | None = None
    interest: Words
    next_steps: dict[Lang, tuple[Text, ...]] = {}


class Person(Model):
    """One entry of `content/people.yaml`: an author or a clinical reviewer."""

    name: Text
    kind: Literal["person", "organization"]
    credentials: Text | None = None
    url: HttpsUrl | None = None
    about: Words | None = None


class Use(Model):
    """One use of a medicine: by which route, for which condition, and whether the FDA approves it, as of a day."""

    condition: Slug
    route: Words
    approved: Flag
    source: Text
    as_of: Day
    note: Words | None = None


class Medicine(Model):
    """One entry of `content/medicines.yaml`."""

    name: Words
    uses: tuple[Use, ...] = Field(min_length=1)


class Condition(Model):
    """One entry of `content/conditions.yaml`: its name by itself, and the words that a sentence may use for it."""

    name: Words
    also: tuple[Text, ...] = ()


class Topic(Model):
    """One entry of `content/topics.yaml`: the name that readers see."""

    name: Words


class Term(Model):
    """One entry of `content/glossary.yaml`: the term, what it means, and other forms that count as the term."""

    term: Words
    means: Words
    also: tuple[Text, ...] = ()


class CrisisAction(Model):
    """One way to get help at once: its words, the address that calls, texts or opens it, and for whom it is."""

    text: Text
    url: Annotated[str, Field(pattern=r"^(?:tel:|sms:|https://)\S+$")]
    note: Text


class Crisis(Model):
    """One language of `content/crisis.yaml`: the help that stands before every text."""

    lead: Text
    actions: tuple[CrisisAction, ...] = Field(min_length=1)
    more: Text


class Name(Model):
    """A person's or group's name, as CSL-JSON has it (https://docs.citationstyles.org)."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True, populate_by_name=True)
    family: Text | None = None
    given: Text | None = None
    suffix: Text | None = None
    literal: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> Name:
        if not (self.family or self.literal):
            raise _refuse("An author must have a family name, or a literal name for a body.", 'Write {"family": "Zarate", "given": "C A"} or {"literal": "World Health Organization"}.')
        return self


class Issued(Model):
    """A date of CSL-JSON: year, and month and day where they are known."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)
    date_parts: tuple[tuple[int, ...], ...] = Field(alias="date-parts")

    @model_validator(mode="after")
    def _with_year(self) -> Issued:
        if not self.date_parts or not self.date_parts[0] or not 1500 < self.date_parts[0][0] < 2200:
            raise _refuse("A reference must have the year it was issued.", 'Write "issued": {"date-parts": [[2024]]}.')
        return self

    @computed_field
    @property
    def year(self) -> int:
        return self.date_parts[0][0]


class Reference(Model):
    """One item of `content/references.json`, as CSL-JSON 1.0.2 names its variables; others are passed over."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True, coerce_numbers_to_str=True)
    id: Text
    type: Literal["article-journal", "document", "webpage", "legislation", "report", "book"]
    title: Text
    author: tuple[Name, ...] = Field(min_length=1)
    issued: Issued
    container: Text | None = Field(None, alias="container-title")
    publisher: Text | None = None
    volume: Text | None = None
    issue: Text | None = None
    page: Text | None = None
    number: Text | None = None
    doi: Annotated[str, AfterValidator(_doi)] | None = Field(None, alias="DOI")
    pmid: Annotated[str, Field(pattern=r"^\d+$")] | None = Field(None, alias="PMID")
    url: HttpsUrl | None = Field(None, alias="URL")
    accessed: Issued | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$")] = "en"
    custom: dict[str, Any] = {}


def with_keys(model: type[M], names: Iterable[str]) -> type[M]:
    """The model with the extra keys that a user's own plugin reads; their values are taken as they are."""
    extra = dict.fromkeys(names, (Any, None))
    return create_model(model.__name__, __base__=model, **extra) if extra else model


# What stands in for a value that is refused, so that the rest of the text can still be checked in the same run.
_STAND_INS = {"title": "Untitled", "summary": "Refused", "date": "2000-01-01", "author": "refused", "topic": "refused"}


def validate(model: type[M], located: Located, at: tuple = ()) -> M:
    """The model's values, made of the data at the path `at`. Raises Refused with a problem for every value that does not fit."""
    data = located.data
    for step in at:
        data = data[step]
    try:
        return _plain(model.model_validate({} if data is None else data))
    except ValidationError as error:
        raise Refused(_problems(model, located, at, error)) from None


def validate_partly(model: type[M], located: Located) -> tuple[M, list[Problem]]:
    """The model's values that fit, with stand-ins for the others, and a problem for each of those."""
    kept, problems = dict(located.data or {}), []
    stand_ins: dict[str, str] = {}
    while True:  # what holds between two values is only looked at once each of them fits
        try:
            meta = model.model_validate({**stand_ins, **kept})
            break
        except ValidationError as error:
            problems += _problems(model, located, (), error)
            refused = {(*item["loc"], *item.get("ctx", {}).get("at", ()))[0] for item in error.errors()}
            refused |= {key for item in error.errors() for key in item.get("ctx", {}).get("drop", ())}
            kept = {key: value for key, value in kept.items() if key not in refused}
            stand_ins |= {key: value for key, value in _STAND_INS.items() if key in refused}
    return _plain(meta.model_copy(update={"author": None} if "author" in stand_ins else {})), problems


def _plain(value: Any) -> Any:
    """The value with plain values in the place of models."""
    if isinstance(value, BaseModel):
        return Values(**{name: _plain(getattr(value, name)) for name in (*type(value).model_fields, *type(value).model_computed_fields)})
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return {key: _plain(part) for key, part in value.items()} if isinstance(value, dict) else value


def _problems(model: type[BaseModel], located: Located, at: tuple, error: ValidationError) -> list[Problem]:
    found = error.errors(include_url=False)
    # A list whose only entry is refused also counts as too short: say the cause alone.
    causes = [item for item in found if not (item["type"] == "too_short" and any(len(other["loc"]) > len(item["loc"]) and other["loc"][:len(item["loc"])] == item["loc"] for other in found))]
    return [_problem(model, located, at, item) for item in causes]


def _problem(model: type[BaseModel], located: Located, at: tuple, item: dict) -> Problem:
    context = item.get("ctx", {})
    path = (*at, *(step for step in item["loc"] if step != "[key]"), *context.get("at", ()))
    kind, name = item["type"], next((step for step in reversed(path) if isinstance(step, str)), "the file")
    subject = f"An entry of “{name}”" if path and isinstance(path[-1], int) else f"“{name}”"
    place = located.key_place(*path) if item["loc"][-1:] == ("[key]",) else located.place(*path)
    rule = f"schema-{kind.replace('_', '-')}" if kind in {"missing", "extra_forbidden", "literal_error"} else "schema"
    if kind == "extra_forbidden":
        place = located.key_place(*path)
        known = _known_keys(model, item["loc"][:-1])
        message = f"“{name}” must be a key that is known here."
        cure = did_you_mean(name, known) + f"The keys are: {', '.join(known)}."
    elif kind == "missing":
        message, cure = f"“{name}” must be given.", f"Add a line “{name}: …”."
    elif kind == "content":
        message, cure = context["message"], context["cure"]
    elif kind == "literal_error":
        # Pydantic words the choices as "'a', 'b' or 'c'"; a wrong key of a language map also comes here.
        choices = re.findall(r"'([^']*)'", context["expected"])
        given = {None: "nothing", True: "true", False: "false"}.get(item["input"], f"“{item['input']}”") if isinstance(item["input"], bool | str | None) else "a list or group"
        message = f"{subject} must be one of {', '.join(choices)}, not {given}."
        cure = did_you_mean(str(item["input"]), choices) + f"Choose one of: {', '.join(choices)}."
    elif kind in {"string_type", "int_parsing", "int_type", "tuple_type", "dict_type", "model_type", "model_attributes_type"}:
        rule = "schema-type"
        wanted = {"string": "text", "int": "a whole number", "tuple": "a list", "dict": "a group of “key: value” lines", "model": "a group of “key: value” lines"}
        message = f"{subject} must be {wanted[kind.split('_')[0]]}."
        cure = "Write it on the line, in quotes if need be." if kind == "string_type" else "See docs/front-matter.md for an example."
    elif kind == "too_short":
        message, cure = f"{subject} must have at least one entry.", "Add one."
    else:
        message, cure = f"{subject}: {item['msg']}.", "Correct the value."
    return Problem(located.path, place.line, place.column, rule, message, cure)


def _known_keys(model: type[BaseModel], loc: tuple) -> list[str]:
    """The keys allowed at `loc` inside the model, as an editor writes them."""
    for step in loc:
        if isinstance(step, int) or step not in {field.alias or name for name, field in model.model_fields.items()}:
            continue
        annotation = next(field.annotation for name, field in model.model_fields.items() if step in (name, field.alias))
        model = next((part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, BaseModel)), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _parts(annotation: Any) -> list[Any]:
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(part for arg in inner for part in _parts(arg))]
