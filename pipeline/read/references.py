"""The schema of references.json: what we print of a source, by the names of CSL-JSON (https://docs.citationstyles.org)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, computed_field, model_validator

from pipeline.read.fields import Doi, HttpsUrl, Model, Text, refuse


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
            raise refuse("An author must have a family name, or a literal name for a body.", 'Write {"family": "Zarate", "given": "C A"} or {"literal": "World Health Organization"}.')
        return self


class Issued(Model):
    """A date of CSL-JSON: year, and month and day where they are known."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)
    date_parts: tuple[tuple[int, ...], ...] = Field(alias="date-parts")

    @model_validator(mode="after")
    def _with_year(self) -> Issued:
        if not self.date_parts or not self.date_parts[0] or not 1500 < self.date_parts[0][0] < 2200:
            raise refuse("A reference must have the year it was issued.", 'Write "issued": {"date-parts": [[2024]]}.')
        try:
            dt.date(*self.date_parts[0], *(1, 1)[len(self.date_parts[0]) - 1:])
        except (TypeError, ValueError, OverflowError):
            raise refuse("A reference must be issued on a day of the calendar, or in a month of it.", "Write “[2024, 5, 31]”: year, month and day, or what is known of them.") from None
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
    doi: Doi | None = Field(None, alias="DOI")
    pmid: Annotated[str, Field(pattern=r"^\d+$")] | None = Field(None, alias="PMID")
    url: HttpsUrl | None = Field(None, alias="URL")
    accessed: Issued | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$")] = "en"
    custom: dict[str, Any] = Field({})
