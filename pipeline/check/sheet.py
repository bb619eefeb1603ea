"""A visit sheet is made of parts that the article has."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text
from pipeline.problem import did_you_mean


@rule("visit-sheet-part")
def check_sheet(text: Text) -> Iterator[Found]:
    """Each part of the visit sheet must be named by the words of one of the text's headings."""
    headings = [heading.text for heading in text.body.outline]
    for index, name in enumerate(getattr(text.meta, "visit_sheet", ())):
        if name not in headings:
            yield Found(text.place("visit_sheet", index), f"“{name}” must be a heading of the text.",
                        did_you_mean(name, headings) + "Write its words as they stand in the text, or take it out of the list.")
