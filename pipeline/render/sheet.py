"""Cuts a body: the parts of a visit sheet out of an article, and what stands before a page's first heading from the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.read.body import Block, Body, Citation, Heading, Insert, token

_TOP = 2  # the level of a part's heading on the sheet
_TAG = re.compile(r"(</?h)([2-6])(?=[ >])")


def cut_parts(body: Body, names: Iterable[str]) -> Body:
    """The parts under the headings of these words, in the order of `names`, each beginning at the second level.

    Citations and what is drawn from data stay behind: their sources are listed on the article's page alone.
    """
    holes, html, outline = list(body.holes), [], []
    for name in names:
        heading, piece = _cut(body, name)
        lower = heading.level - _TOP
        for index, hole in enumerate(body.holes):
            if isinstance(hole, Citation | Insert):
                piece = piece.replace(token(index), "")
            elif isinstance(hole, Block) and token(index) in piece:
                holes[index] = hole._replace(level=hole.level - lower)
        html.append(_TAG.sub(lambda tag, lower=lower: f"{tag[1]}{int(tag[2]) - lower}", piece))
        outline.append(heading._replace(level=_TOP))
    return Body("".join(html), tuple(holes), tuple(outline))


def cut_opening(body: Body) -> tuple[Body, Body]:
    """What stands before the first heading, and the rest."""
    at = _start(body, body.outline[0]) if body.outline else len(body.html)
    return Body(body.html[:at], body.holes), Body(body.html[at:], body.holes, body.outline)


def _cut(body: Body, name: str) -> tuple[Heading, str]:
    """The heading of these words, and the HTML from it up to the next heading of its level or above."""
    at = next(index for index, heading in enumerate(body.outline) if heading.text == name)
    heading = body.outline[at]
    after = next((other for other in body.outline[at + 1:] if other.level <= heading.level), None)
    return heading, body.html[_start(body, heading):_start(body, after) if after else None]


def _start(body: Body, heading: Heading) -> int:
    return body.html.index(f'<h{heading.level} id="{heading.id}">')
