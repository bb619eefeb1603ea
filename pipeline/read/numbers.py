"""The schema of an article's numbers: what a treatment brings and what it harms, counted in people."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.read.fields import Count, Model, Text, refuse


class Outcome(Model):
    """How many people something happens to, with the treatment and without; both are None where no figures can be given."""

    kind: Literal["benefit", "harm"]
    text: Text
    with_: Count | None = Field(None, alias="with")
    without: Count | None = None
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _both(self) -> Outcome:
        if (self.with_ is None) != (self.without is None):
            raise refuse("An outcome must give both numbers, with the treatment and without it.", "Add the other one, or leave both out where there are no figures.")
        if self.with_ is not None and not self.sources:
            raise refuse("An outcome with numbers must name its sources.", "Add “sources: [id]”, with ids of content/references.json.")
        return self


class Numbers(Model):
    """Benefit and harm side by side, counted in the same number of people: the size of the group is `of`."""

    title: Text
    of: Annotated[Count, Field(ge=2, le=100)]
    with_: Text = Field(alias="with")
    without: Text
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fit(self) -> Numbers:
        for index, outcome in enumerate(self.outcomes):
            if max(outcome.with_ or 0, outcome.without or 0) > self.of:
                raise refuse(f"An outcome must not count more people than the group has: {self.of}.", "Correct the number, or “of”.", at=("outcomes", index))
        return self
