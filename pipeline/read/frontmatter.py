"""The schema of front matter: the keys of articles and of pages, the type of each, and what holds between two of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, computed_field, create_model, model_validator

from pipeline.read.fields import Alias, Count, Day, HttpsUrl, Lang, Model, Slug, Text, refuse
from pipeline.read.numbers import Numbers

M = TypeVar("M", bound=Model)


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

    reviewer: Text
    date: Day


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
    numbers: dict[Slug, Numbers] = Field({})
    reading_grade: Annotated[Count, Field(ge=1, le=18)] | None = None
    translated: Day | None = None
    translation_review: TranslationReview | None = None
    elsewhere: dict[HttpsUrl, HttpsUrl] = Field({})

    @computed_field
    @property
    def changed(self) -> dt.date:
        """The newest day on which the text was dated, modified or changed."""
        return max((self.date, self.modified or self.date, *(change.date for change in self.changes)))

    @model_validator(mode="after")
    def _in_order(self) -> FrontMatter:
        if self.modified and self.modified < self.date:
            raise refuse(f"The text can't be modified ({self.modified}) before it is dated ({self.date}).", "Correct one of the two.", at=("modified",))
        return self


class ArticleFrontMatter(FrontMatter):
    """The front matter of an article; docs/front-matter.md tells each key."""

    status: Literal["published", "draft", "hidden", "withdrawn"] = "published"
    withdrawn: Withdrawal | None = None
    author: Text
    topic: Slug
    tags: tuple[Text, ...] = ()
    hero: Hero | None = None
    call_to_action: CallToAction | None = None
    visit_sheet: tuple[Text, ...] = ()
    medicine: Slug | None = None
    reviewer: Text | None = None
    reviewed: Day | None = None
    review_by: Day | None = None

    @model_validator(mode="after")
    def _reviewed_whole(self) -> ArticleFrontMatter:
        given = [key for key in ("reviewer", "reviewed", "review_by") if getattr(self, key) is not None]
        if given and len(given) < 3:
            missing = next(key for key in ("reviewer", "reviewed", "review_by") if key not in given)
            raise refuse(f"A review must name its reviewer, its day and the day of the next one: “{missing}” is missing.",
                         "Give reviewer, reviewed and review_by together, or none of them.", at=(given[0],), drop=("reviewer", "reviewed", "review_by"))
        return self

    @model_validator(mode="after")
    def _withdrawn_whole(self) -> ArticleFrontMatter:
        if (self.status == "withdrawn") != (self.withdrawn is not None):
            at, message = (("status",), "A withdrawn article must say since when, and why.") if self.withdrawn is None else (("withdrawn",), "An article with “withdrawn” must have “status: withdrawn”.")
            raise refuse(message, "Write both: “status: withdrawn” and “withdrawn: {date: 2026-11-22, reason: Why}”.", at=at, drop=("withdrawn",))
        if self.withdrawn and self.withdrawn.date < self.date:
            raise refuse(f"The text can't be withdrawn ({self.withdrawn.date}) before it is dated ({self.date}).", "Correct one of the two.",
                         at=("withdrawn", "date"), drop=("withdrawn",))
        return self


class PageFrontMatter(FrontMatter):
    """The front matter of a page, which has no topic and no review."""

    menu: Menu | None = None


def with_keys(model: type[M], names: Iterable[str]) -> type[M]:
    """The model with the extra keys that a user's own plugin reads; their values are taken as they are."""
    extra = dict.fromkeys(names, (Any, None))
    return create_model(model.__name__, __base__=model, **extra) if extra else model
