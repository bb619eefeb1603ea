"""Markdown that was not understood, and so stands on the page as it was typed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.check.rule import Found, rule
from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.body import OPEN

_UNSEEN = re.compile(r"<(code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)
_ADDRESS = r"(?:[{#/]|tel:|[\w./-]+\.\w+\))"  # whole ones of other sites are told by bare-address
# A sign that tells of what is left, what is left with it, and how it is meant to be written.
_LEFT = (
    ("]", re.compile(rf"\[[^\[\]\n]+\](?:[(\[]|\s+\((?={_ADDRESS}))"), "Write a link as “[words](address)”, with nothing between the two."),
    (")[", re.compile(rf"\([^()\n]+\)\[(?={_ADDRESS})"), "Write a link as “[words](address)”: the words come first."),
    ("(@", re.compile(r"\(@(?=\w)"), "Write a citation in square brackets: “[@id]”."),
    ("[^", re.compile(r"\[\^[^\[\]\s]+\]"), "There are no footnotes: cite a source as “[@id]”, or say it in the text."),
    ("**", re.compile(r"\*\*"), "Write two stars right before the first word, and two right behind the last."),
    ("__", re.compile(r"\b__(?!\w)|(?<!\w)__\b"), "Write two stars right before the first word, and two right behind the last."),
    ("`", re.compile("`"), "Delete the sign, or write another behind the words."),
)
_BEHIND = re.compile(rf"[^\n{OPEN}]{{0,20}}")


@rule("markup-left")
def check_markup(text: Text) -> Iterator[Found]:
    """No sign of Markdown may be left for readers to see: links, citations and bold words must be written whole."""
    if not any(sign in text.body.html for sign, *_ in _LEFT):
        return
    seen = html.unescape(_UNSEEN.sub("\n", text.body.html))
    for sign, pattern, cure in _LEFT:
        start = 0
        for match in pattern.finditer(seen):
            start = _find(text.document.source, (match[0] + _BEHIND.match(seen, match.end())[0], match[0], sign), start)
            yield Found(_place(text, start), f"“{match[0]}” would be shown to readers as it stands here.", cure)
            start += 1


def _find(source: str, wanted: tuple[str, ...], start: int) -> int:
    """Where the first of the strings stands that stands anywhere from `start` on; `start` where none does."""
    return next((at for string in wanted if (at := source.find(string, start)) >= 0), start)


def _place(text: Text, offset: int) -> Place:
    before = text.document.source[:offset]
    return Place(text.document.first_line + before.count("\n"), offset - before.rfind("\n"))
