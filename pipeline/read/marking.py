"""The marking of a text: its lines in, the same with marks, and with tokens in the place of blocks, claims and inserts, out."""

from __future__ import annotations

import re

from pipeline.problem import Place, did_you_mean
from pipeline.read.body import CLINIC, Block, Claim, Insert, end_token, token
from pipeline.read.claims import CLAIMS, Unclear, read_claim
from pipeline.read.code import code_lines
from pipeline.read.conversion import CLOSES, OPENS, Conversion

BLOCKS = ("key-points", "non-urgent", "urgent", "emergency", "do", "dont", "inset", "warning")
NEEDS_TITLE = ("non-urgent", "urgent", "emergency")
INSERTS = ("evidence", "numbers", "glossary")

_CONTAINER = re.compile(r"^ {0,3}:::+\s*(\S*)\s*(.*?)\s*$")
_INSERT = re.compile(r"^\{([a-z-]+)(?: +([^{}\s]+))?\}\s*$")
_SPOTS = re.compile(
    r"(?P<code>`+[^`\n]*`+)"
    r"|(?P<before>(?<!\\)<)(?=[A-Za-z/!?])"
    r"|(?P<after>\]\(\s*<?|\[(?=@)|^ {0,3}\[[^\[\]]+\]:\s*<?|^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*[ \t>]*#{1,6}(?!#))")
_MAY_HAVE_SPOTS = re.compile(r"[`<\[\]#]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_NO_HEADING = re.compile(r"\s*(?:$|[#>|]|[-*+]\s|\d+[.)]\s|:::)")


def mark(lines: list[str], first_line: int, text: Conversion) -> list[str]:
    """The lines with marks, and with the fences of blocks as paragraphs of their own; code is left alone."""
    out: list[str] = []
    code, open_blocks = code_lines(lines), []
    for number, line in enumerate(lines, first_line):
        if number - first_line in code:
            out.append(line)
        elif container := _CONTAINER.match(line):
            out += ["", *_fence_block(container, Place(number, 1), open_blocks, text), ""]
        elif (insert := _INSERT.match(line)) and line.strip() != CLINIC:
            out += ["", *_place_insert(insert, Place(number, 1), text), ""]
        else:
            if _UNDERLINE.fullmatch(line) and number > first_line and not _NO_HEADING.match(lines[number - first_line - 1]):
                text.refuse(Place(number, 1), "heading-underlined", "A heading must be written with signs before it, not underlined.",
                            f"Write “## {lines[number - first_line - 1].strip()}” and delete this line; for a line across the page, leave an empty line above it.")
            out.append(_SPOTS.sub(lambda spot, n=number: _mark_spot(spot, n, text), line) if _MAY_HAVE_SPOTS.search(line) else line)
    for index in reversed(open_blocks):
        place = text.holes[index].place
        text.refuse(place, "block-end", f"The block “{text.holes[index].kind}” must end.", "Write ::: on a line of its own after its last line.")
        out += ["", end_token(index), ""]
    return out


def _mark_spot(spot: re.Match, line: int, text: Conversion) -> str:
    if spot["code"]:
        return spot[0]
    if spot["before"] or spot["after"] == "[":
        at = spot.start()
    elif spot["after"].endswith("#"):
        at = spot.start() + spot["after"].index("#")
    else:
        at = spot.end()
    text.places.append(Place(line, at + 1))
    mark = f"{OPENS}{len(text.places) - 1}{CLOSES}"
    return mark + spot[0] if spot["before"] else spot[0] + mark


def _fence_block(container: re.Match, place: Place, open_blocks: list[int], text: Conversion) -> list[str]:
    kind, title = container[1], container[2]
    if not kind:
        if not open_blocks:
            text.refuse(place, "block-end", "A block must begin before it ends.", "Delete this ::: or write “::: kind” above the block.")
            return []
        index = open_blocks.pop()
        if isinstance(claim := text.holes[index], Claim):
            text.holes[index] = claim._replace(end=place)
        return [end_token(index)]
    if kind in CLAIMS:
        open_blocks.append(text.dig(_claim(kind, title, place, text)))
        return [token(open_blocks[-1])]
    if kind not in BLOCKS:
        text.refuse(place, "block-kind", f"“{kind}” must be a kind of block.", did_you_mean(kind, (*BLOCKS, *CLAIMS)) + f"The kinds are: {', '.join((*BLOCKS, *CLAIMS))}.")
    if kind in NEEDS_TITLE and not title:
        text.refuse(place, "block-title", f"The block “{kind}” must have a title.", f"Write it behind the kind: “::: {kind} Call us today if”.")
    index = text.dig(Block(kind, title, 0, place))
    open_blocks.append(index)
    return [token(index)]


def _claim(kind: str, title: str, place: Place, text: Conversion) -> Claim:
    try:
        return read_claim(kind, title, place)
    except Unclear as unclear:
        text.refuse(place, "claim-syntax", *unclear.args)
        return Claim(kind, "", "", "", None, place)


def _place_insert(insert: re.Match, place: Place, text: Conversion) -> list[str]:
    kind, name = insert[1], insert[2] or ""
    if kind not in INSERTS:
        text.refuse(place, "insert-kind", f"“{{{kind}}}” must be something that can be inserted.", did_you_mean(kind, INSERTS) + f"Known are: {', '.join(INSERTS)}.")
    elif bool(name) != (kind == "numbers"):
        message = "must name one of the front matter's numbers" if kind == "numbers" else "takes no name"
        text.refuse(place, "insert-kind", f"“{{{kind}}}” {message}.", "Write {numbers name}." if kind == "numbers" else f"Write {{{kind}}}.")
    return [token(text.dig(Insert(kind, name, 0, place)))]
