"""Markdown that was not understood, and so stands on the page as it was typed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from pipeline.check.blocks import UNSEEN, find_blocks
from pipeline.check.rule import Found, rule
from pipeline.check.text import Text
from pipeline.pattern import Pattern
from pipeline.problem import did_you_mean
from pipeline.read.facts import Facts
from pipeline.read.marking import INSERTS
from pipeline.read.prose import BLANK, Passage

# What is understood, or meant as it stands: code, escaped signs, citations, whole addresses.
_UNDERSTOOD = Pattern(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\\[^\w\s]|\[@[^\[\]\n]*\]|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|<(?:https?|mailto|tel):[^<>\n]*>", re.DOTALL)
_PAIRS = Pattern(r"(?<!\*)(?:(\*{2,3})(?![\s*])(?:(?!(?<=\s)\1(?!\s)).)+?(?<!\s)\1|\*(?![\s*]).+?(?<!\*)\*(?!\*))|(?<!\w)(_{2,3})(?![_\s]).+?(?<!_)\2(?![^\W_])", re.DOTALL)
_ADDRESS = (r"(?:\{(?:filename|static|attach)\}|https?://|(?:tel|sms|mailto|glossary):|/(?=[\w)\]])|#[A-Za-z]"
            r"|[\w./-]+\.(?:md|html?|pdf|png|jpe?g|webp|svg)(?:#[\w-]*)?[)\]])")
# A sign that must be seen, the pattern of what is left, and how it is meant to be written.
_LEFT = (
    ("[[", Pattern(r"\[\[[^\[\]\n]+\]\]"), "Write a link as “[words](address)”."),
    ("[TOC]", Pattern(r"^[ \t]*\[TOC\][ \t]*$"), "The list of contents is made by itself: delete the line."),
    ("{", Pattern(r"\{(?::?[ \t]*[#.][A-Za-z]|:[ \t]*[\w-]+=)[^{}\n]*\}"), "Delete the braces; a heading may have an id alone: “## Words {#own-id}”."),
    ("\\", Pattern(r"\\(?=\n|$)"), "Delete it: two spaces at the end of a line break it."),
    ("~", Pattern(r"(?<=[A-Za-z])~\d+~"), "Write the small digits themselves, such as ₂."),
    ("^", Pattern(r"(?<=\w)\^\w+\^"), "Write the small signs themselves, such as ²."),
    ("](", Pattern(r"\[[^\[\]]+\]\("), "Write a link as “[words](address)”, with nothing between the two."),
    ("][", Pattern(r"\[[^\[\]]+\]\["), "Write a link as “[words](address)”, with nothing between the two."),
    ("]", Pattern(rf"\[[^\[\]]+\]\s+\((?={_ADDRESS})"), "Write a link as “[words](address)”, with nothing between the two."),
    (")[", Pattern(rf"\([^()\n]+\)\[(?!http)(?={_ADDRESS})"), "Write a link as “[words](address)”: the words come first."),
    ("[^", Pattern(r"\[\^[^\[\]\s]+\]"), "There are no footnotes: cite a source as “[@id]”, or say it in the text."),
    ("~~", Pattern(r"~~(?![\s~])[^~\n]+~~"), "Words cannot be struck out: delete them."),
    ("==", Pattern(r"(?<![=\w])==(?![\s=])[^=\n]+==(?![=\w])"), "Words cannot be marked: write two stars right before the first word, and two right behind the last."),
    ("[", Pattern(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+(\[[ xX]?\])(?=\s)", re.MULTILINE), "A list has no boxes to tick: delete the brackets."),
    ("{", Pattern(r"\{(?:filename|static|attach)\}[^\s()\[\]]*"), "Write a link as “[words](address)”."),
)
_SIGNS = ("[", "]", "(@", "*", "__", "`", "~", "==", "{", "\\", "^")
_ENTITY = Pattern(r"(?<!\w)&([A-Za-z][A-Za-z0-9]+;)")
# The front matter's words are no Markdown: there, whole pairs of signs are shown as well.
_NO_WORDS = Pattern(r"(\*\*|__)(?![\s*_])[^*_\n]+\1|(?<![\w*])\*(?![\s*])[^*\n]+(?<!\s)\*(?![\w*])|(?<!\w)_(?![\s_])[^_\n]+(?<!\s)_(?!\w)"
                    r"|\[[^\[\]\n]+\]\([^()\n]*\)|`[^`\n]+`|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|(?<!\w)&(?:#\w+|[A-Za-z][A-Za-z0-9]+);")
_CITATION = Pattern(r"\(@([\w:.-]*\w)")
_LIKE_ID = Pattern(r"[a-z]+(?:19|20)\d\d[a-z]?")
_BRACES = Pattern(rf"\{{(?!clinic\}}|(?:filename|static|attach)\}})([A-Za-z][\w-]*|(?:{'|'.join(INSERTS)}) [^{{}}\n]*)\}}")
_BOLD = "Write two stars right before the first word, and two right behind the last."
_STARTS = f" >#+-.0123456789{BLANK}"  # what a line may have before its words
_BEFORE = r"(?<![^\s(“‘\"'¿¡—–])"  # what may stand before the first word that is set off


@rule("markup-left", scope="facts")
def check_markup(text: Text, facts: Facts) -> Iterator[Found]:
    """No sign of Markdown may be left for readers to see: links, citations, bold words, lists and tables must be written whole."""
    yield from find_blocks(text)
    yield from _find_braces(text)
    yield from _find_front(text)
    yield from _find_entities(text)
    if not any(sign in text.body.html for sign in _SIGNS):
        return
    seen, noted = html.unescape(UNSEEN.sub("\n", text.body.html)), set()
    for passage in text.passages:
        if not any(sign in passage.raw for sign in _SIGNS):
            continue
        raw = _UNDERSTOOD.sub(lambda found: BLANK * len(found[0]), passage.raw)
        for sign, pattern, cure in _LEFT:
            for match in pattern.finditer(raw) if sign in seen and sign in raw else ():
                if sign not in {"][", "{"} or match[0] in seen:  # else the address stands elsewhere, or it is a heading's id
                    yield _left(passage, match.start(pattern.groups), match[pattern.groups], cure)
        for match in _CITATION.finditer(raw) if "(@" in raw else ():
            if match[1] in facts.references or _LIKE_ID.fullmatch(match[1]):
                yield _left(passage, match.start(), "(@", "Write a citation in square brackets: “[@id]”.")
        yield from _find_signs(passage, raw, noted)


def _left(passage: Passage, offset: int, shown: str, cure: str) -> Found:
    return Found(passage.place(offset), f"“{' '.join(shown.split())}” would be shown to readers as it stands here.", cure)


def _find_braces(text: Text) -> Iterator[Found]:
    """Names in braces that stand for nothing; in the front matter, too."""
    for passage in text.seen if "{" in text.document.source or "{" in text.document.front else ():
        if "{" in passage.text:
            for match in _BRACES.finditer(_UNDERSTOOD.sub(lambda found: BLANK * len(found[0]), passage.raw)):
                name = match[1].split()[0]
                near = did_you_mean(name.lower(), ("clinic", *INSERTS)).strip().replace("“", "“{").replace("”", "}”")
                yield _left(passage, match.start(), match[0], "Write it alone on its line." if name in INSERTS else near or "Write {clinic} for the clinic's name, or leave the braces out.")


def _find_front(text: Text) -> Iterator[Found]:
    """Markdown and HTML in the words of the front matter."""
    for passage in text.front if any(sign in text.document.front for sign in ("*", "_", "](", "`", "<", "&")) else ():
        for match in _NO_WORDS.finditer(passage.raw):
            yield _left(passage, match.start(), match[0], "Write the words alone: the front matter is no Markdown.")


def _find_entities(text: Text) -> Iterator[Found]:
    """Names of signs, as HTML has them, that no sign has."""
    for passage in text.passages if "&" in text.document.source else ():
        for match in _ENTITY.finditer(_UNDERSTOOD.sub(lambda found: BLANK * len(found[0]), passage.raw)) if "&" in passage.raw else ():
            if match[1] not in html5:
                yield _left(passage, match.start(), match[0], "Write the sign itself.")


def _find_signs(passage: Passage, raw: str, noted: set[str]) -> Iterator[Found]:
    """Signs around words of which one is missing. `noted` gathers the stars behind words: later ones begin the notes to them."""
    start = 0
    for cell in raw.split("|") if passage.kind == "row" else [raw]:
        left, pairs = _alone(cell), 1
        while pairs:  # within others, too
            left, pairs = _PAIRS.subn(lambda found: BLANK * len(found[0]), left)
        for sign, cure in (("**", _BOLD), ("__", _BOLD), ("*", _BOLD), ("`", "Delete the sign, or write another behind the words.")):
            for offset in _unpaired(left, sign, noted) if sign in left else ():
                yield _left(passage, start + offset, sign, cure)
        start += len(cell) + 1


def _alone(cell: str) -> str:
    """The words with single stars between spaces taken out, as Python-Markdown takes them: a list's, or a product's."""
    return re.sub(r"(?<!\S)\*(?!\S)", BLANK, cell)


def _unpaired(left: str, sign: str, noted: set[str]) -> Iterator[int]:
    """Where the sign stands unpaired: right before a word, or, with one more of its kind, before a space."""
    exact = rf"(?<!{re.escape(sign[0])}){re.escape(sign)}(?!{re.escape(sign[0])})"
    found = [match.start() for match in re.finditer(exact, left)]
    opening = {match.start() for match in re.finditer(_BEFORE + exact + rf"(?=[^\W_]|[“\"(\[{{¿¡{BLANK}])", left)}
    closing = {match.start() for match in re.finditer(r"(?<=[^\s" + BLANK + "])" + exact + r"(?![^\W_])", left)}
    spaced = [at for at in found if at not in opening | closing]
    if sign == "*":
        opening = {at for at in opening if not left[left.rfind("\n", 0, at) + 1:at].strip(_STARTS)}
    elif len(sign) > 1 and spaced and (closing or (sign == "**" and len(found) > 1)):
        opening = set(found)
    if closing and not opening:
        noted.add(sign)
    yield from sorted(at for at in opening if sign not in noted or left[:at].strip(_STARTS))
