"""How an article closes: with the call to action in its own words, unless a text on suicide would stand right before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.read.body import Body
from pipeline.read.schema import CallToAction
from pipeline.render import views

_PARTS = re.compile(r"<h[2-6]\b")
_SUICIDE = re.compile(
    r"suicid|\b988\b|\b(?:end|ending|ended|take|taking|took)\s+(?:your|their|his|her|my|one[’']s)\s+(?:own\s+)?li(?:fe|ves)\b", re.IGNORECASE)


def compose_contact(contact: views.Contact, chosen: CallToAction | None, body: Body, *, say: Callable[[str], str], apart: bool) -> views.Contact | None:
    """How to reach the clinic, as an article says it at its end; `apart` tells that other parts stand between it and the text."""
    if not apart and _SUICIDE.search(_PARTS.split(body.html)[-1]):
        return None
    return replace(contact, title=say(chosen.title), lead=say(chosen.lead)) if chosen else contact
