"""Composes a page's list of contents from the outline of its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.read.body import Heading
from pipeline.render import views

LEVELS = (2, 3)
CONTENTS = "#contents"  # the list itself


def compose_contents(outline: Sequence[Heading], evidence: Sequence[views.Evidence], references: Sequence[views.Reference],
                     words: Mapping[str, str], say: Callable[[str], str]) -> tuple[views.ContentsItem, ...]:
    """The headings of a text, those of the third level below those of the second, then what the page itself adds; nothing where the text has none."""
    items = _nest([heading._replace(text=say(heading.text)) for heading in outline if heading.level in LEVELS])
    own = (*((views.ContentsItem(words["evidence"], "#evidence"),) if evidence else ()), *((views.ContentsItem(words["references"], "#references"),) if references else ()))
    return (*items, *own) if items else items


def _nest(headings: Sequence[Heading]) -> tuple[views.ContentsItem, ...]:
    items: list[views.ContentsItem] = []
    for heading in headings:
        item = views.ContentsItem(heading.text, f"#{heading.id}")
        if heading.level > LEVELS[0] and items:
            items[-1] = items[-1]._replace(children=(*items[-1].children, item))
        else:
            items.append(item)
    return tuple(items)
