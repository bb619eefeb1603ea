"""How an article closes: with the call to action in its own words, unless a text on suicide would stand right before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.read.body import Body
from pipeline.render import views

if TYPE_CHECKING:
    from pipeline.read.frontmatter import CallToAction

_PARTS = re.compile(r"<h[2-6]\b")
_HELPLINE = "988"


def compose_closing(contact: views.Contact, chosen: CallToAction | None, body: Body, *, say: Callable[[str], str], apart: bool) -> views.Contact | None:
    """How to reach the clinic, as an article says it at its end; `apart` tells that other parts stand between it and the text."""
    if not apart:
        from pipeline.check.suicide import speaks_of_suicide  # few pages ask

        last = Markup(_PARTS.split(body.html)[-1]).striptags()  # noqa: S704 it is taken apart, not shown
        if _HELPLINE in last or speaks_of_suicide(last):
            return None
    return contact._replace(title=say(chosen.title), lead=say(chosen.lead)) if chosen else contact
