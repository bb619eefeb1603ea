"""Lists, tables, blocks and code that Markdown does not take for such: they run into the text around them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.check.rule import Found
from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.body import Block
from pipeline.read.code import code_lines, find_code
from pipeline.read.prose import Passage

UNSEEN = re.compile(r"<(code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)  # of HTML
_POINT = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|1[.)])[ \t]+")
_BULLET = r"[ ]{0,3}(?:[-+](?=[^\W\d_])|\*(?=[^\W\d_][^*\n]*(?:\n|\Z))|[•▪◦·](?=\s*\w))"
_GAP = r"[ \t\u00a0]"
_OTHERS = r"(?:[-*+]\u00a0|o(?:[ ]{2,}|[\t\u00a0]))"  # a space that does not break, and Word's circle
_DASH = rf"[–—]{_GAP}"
_COUNTED = rf"(?:\){_GAP}|\.\u00a0|[.)](?=[^\W\d_]))"
# Behind “\n”, which is looked for far quicker than the start of a line.
_NO_SPACE = re.compile(rf"\n(?:{_BULLET}.*(?=\n{_BULLET})|[ >]*(?:{_OTHERS}.*(?=\n[ >]*{_OTHERS})|(?P<dash>{_DASH}).*(?=\n[ >]*{_DASH})"
                       rf"|(?P<number>\d{{1,2}}){_COUNTED}.*(?=\n[ >]*(?P<next>\d{{1,2}}){_COUNTED})|(?P<letter>[a-z])[.)]{_GAP}.*(?=\n[ >]*(?P<after>[a-z])[.)]{_GAP})))")
_FEW_COLONS = re.compile(r"\n {0,3}(?:::(?!:)|: :)")
_DEFINITION = re.compile(r"\n {0,3}(: )(?=[^\s:])")
_SET_IN = re.compile(r"(?:> ?)*(?: {4}|\t)[ \t]*(?=\S)")
_CODE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)
# What is set in and no code: a sign of Markdown, four words in a row, a point of a list, a row of a table, or a line of nothing but words.
_WORDS = re.compile(r":::|\[@|\]\(|\*\*\w|(?:[^\W\d_]{2,}[,;:]? ){3}[^\W\d_]|^(?:[-*+]|\d+[.)]) +[^\W\d_]|^\|.*\|$|^[“¿¡]?[A-ZÀ-Þ][\w ,.:;!?“”'’–-]*$")
_BLOCK = re.compile(r"^(?! {0,3}:::).*?(:::)", re.MULTILINE)


def find_blocks(text: Text) -> Iterator[Found]:
    """What looks like a list, a table, a block or code to its writer, and is none."""
    yield from _find_lists(text)
    yield from _find_tables(text)
    if ":::" in text.document.source:
        yield from _find_colons(text)
    if "```" in text.document.source or "~~~" in text.document.source:
        yield from _find_code(text)
    if "::" in text.document.source or ": :" in text.document.source:
        yield from _find_few_colons(text)
    if "\n: " in text.document.source:
        yield from _find_definitions(text)
    if "<pre>" in text.body.html:
        yield from _find_set_in(text)


def _find_lists(text: Text) -> Iterator[Found]:
    for index, (above, item) in enumerate(pairwise(text.passages), 1):
        if item.kind == "item" and (above.kind == "paragraph" or (above.kind == "item" and not _POINT.match(above.raw))) and above.last_line + 1 == item.line and is_list(text, above, index):
            yield Found(item.place(0), "A list must stand apart: these lines would run into the one above.", "Leave an empty line above the list.")
    last = 0
    for match in _NO_SPACE.finditer("\n" + text.document.source):
        before, line = last, text.document.first_line + match.string.count("\n", 0, match.start())
        last = line
        if line != before + 1 and _is_run_together(text, match, line):
            counted = match["number"] or match["letter"]
            yield Found(Place(line, 1), "A list must be written with signs and spaces: these lines would run into one.", f"Begin each line with a {'number, a full stop' if counted else 'hyphen'} and a space.")


def _is_run_together(text: Text, match: re.Match, line: int) -> bool:
    """Whether a line and the next are meant as points of a list: they count up, or begin a paragraph or what a colon announces with dashes."""
    around = next((passage for passage in text.passages if passage.line <= line <= passage.last_line and passage.kind in {"paragraph", "item"}), None)
    if around is None:
        return False
    if match["number"]:
        return int(match["next"]) == int(match["number"]) + 1
    if match["letter"]:
        return ord(match["after"]) == ord(match["letter"]) + 1
    if match["dash"]:
        return around.line == line or text.lines[line - text.document.first_line - 1].rstrip().endswith(":")
    return around.last_line > line


def is_list(text: Text, above: Passage, index: int) -> bool:
    """Whether the item at the index is meant as one, not a line of the paragraph above that begins with a dash or a number."""
    item, following = text.passages[index], text.passages[index + 1:index + 2]
    if not _ITEM.match(item.raw) or not above.raw.rpartition("\n")[2].strip(" \t>"):  # in a quotation, a line of its sign alone parts them
        return False
    more = any(other.kind == "item" and other.line == item.last_line + 1 for other in following)
    return more or above.words.endswith(":") or (item.raw.lstrip(" >")[0] in "-*+" and " - " not in item.raw.lstrip(" >")[2:])


def _find_tables(text: Text) -> Iterator[Found]:
    for index, row in enumerate(text.passages):
        above = text.passages[index - 1] if index else None
        if row.kind != "row" or (above and above.kind == "row" and above.line == row.line - 1) or text.is_table_rule(row.line - 1):
            continue
        at = row.line - text.document.first_line
        first, second = (line.strip() for line in [*text.lines[at:at + 2], ""][:2])
        if text.is_table_rule(row.line + 1):
            if above and above.kind in {"paragraph", "item"} and above.last_line == row.line - 1:
                yield Found(row.place(0), "A table must stand apart: these lines would run into the one above.", "Leave an empty line above the table.")
        elif all(len(line) > 1 and line[0] == line[-1] == "|" for line in (first, second)):
            yield Found(row.place(0), "A table must have a line between its heads and its rows.", f"Write {'| --- ' * max(1, first.count('|') - 1)}| below this line.")


def _find_colons(text: Text) -> Iterator[Found]:
    places = [hole.place for hole in text.body.holes if isinstance(hole, Block) and ":::" in hole.title]
    if ":::" in text.body.html and ":::" in UNSEEN.sub("", text.body.html):
        code = code_lines(text.lines)
        for number, line in enumerate(text.lines, text.document.first_line):
            if number - text.document.first_line not in code and (found := _BLOCK.match(line)) and "`" not in line:
                places.append(Place(number, found.start(1) + 1))
    for place in places:
        yield Found(place, "A block must begin and end with ::: at the start of a line; here it would be shown to readers.", "Move it to the start of a line of its own, or leave it out.")


def _find_code(text: Text) -> Iterator[Found]:
    """Code whose start or end looks like one to its writer, and is none: readers would be shown as text what the rules take for code, or the other way round."""
    for code in find_code(text.lines):
        first = text.document.first_line + code.first
        if not code.starts:
            yield Found(Place(first, 1), "Code must begin with its fence alone, or with a language behind it.", f"Write {code.fence} on a line of its own above it; within a sentence, write one ` on both sides.")
        elif not code.ends:
            yield Found(Place(first, 1), "Code must end: all below is taken for code.", f"Write {code.fence} on a line of its own behind it; within a sentence, write one ` on both sides.")
        for at in code.no_ends:
            line = text.lines[at]
            yield Found(Place(text.document.first_line + at, len(line) - len(line.lstrip()) + 1), "Code must end with the same fence as it begins, at the start of a line: this one does not end it.",
                        f"Write {code.fence} there; to show a fence, begin and end the code with a longer one.")


def _find_few_colons(text: Text) -> Iterator[Found]:
    """Where a block begins or ends with too few colons, or with spaces between them."""
    for match in _FEW_COLONS.finditer("\n" + text.document.source):
        line = text.document.first_line + match.string.count("\n", 0, match.start())
        if any(passage.line <= line <= passage.last_line for passage in text.passages):
            yield Found(Place(line, 1), "A block must begin and end with three colons, without spaces between them; here they would be shown to readers.", "Write :::.")


def _find_definitions(text: Text) -> Iterator[Found]:
    """A term with what it means in a line below it, behind a colon."""
    for passage in text.passages:
        for match in _DEFINITION.finditer(passage.raw) if passage.kind in {"paragraph", "item"} and "\n:" in passage.raw else ():
            yield Found(passage.place(match.start(1)), "There are no lists of definitions: the colon would be shown, and the lines would run into one.", "Write “- **Term:** what it means” in one line.")


def _find_set_in(text: Text) -> Iterator[Found]:
    """Words that four spaces before them make code of; the first line of each such block is named."""
    shown = {line.strip() for code in _CODE.findall(text.body.html) for line in html.unescape(re.sub(r"<[^>]*>", "", code)).split("\n")}
    fenced, told = code_lines(text.lines), False
    for number, line in enumerate(text.lines, text.document.first_line):
        if number - text.document.first_line in fenced:
            continue
        if not (start := _SET_IN.match(line)):
            told = told and not line.strip(" \t>")
        elif not told and (words := line[start.end():].strip()) in shown and _WORDS.search(words):
            yield Found(Place(number, start.end() + 1), "These words would be shown as code: four spaces or more stand before them.", "Delete the spaces; write code between two lines of ```.")
            told = True
