"""Links lead somewhere, and say where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import PROSE, Text, found_in
from pipeline.pattern import Pattern
from pipeline.read.folded import fold
from pipeline.read.library import BrokenLink, names_file
from pipeline.read.picture import KINDS

# What is published as it is. No page of HTML, whose scripts and words nobody has checked, and no source of a text or of the site.
FILES = (".pdf", ".txt", ".csv", ".docx", ".odt", ".xlsx", ".ods", ".ics", ".vcf", ".mp3", ".mp4", *KINDS)
_SAYS_NOTHING = {"here", "click here", "click", "this", "this page", "this link", "link", "more", "read more", "learn more", "see more", "details", "go", "page", "website",
                 "aquí", "haga clic aquí", "clic aquí", "esto", "esta página", "este enlace", "enlace", "más", "leer más", "lea más", "ver más", "vea más", "más información", "página", "sitio web"}
_BARE = Pattern(r"(?<![(\w/\"'<.@-])(?:https?://|www\.)[^\s<>()\[\]]*[\w/]")
_NO_ADDRESS = Pattern(r"[\s“”]")
_HOST = Pattern(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?", re.IGNORECASE)

# As phones dial them: a short code, or the international form (E.164). And what stands for digits in words that show a number.
_NUMBER, _SHOWN = re.compile(r"\+[1-9]\d{7,14}|[1-9]\d{2,5}"), re.compile(r"\d{3}")
_KEYS = ("", "", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ")
_LETTERS, _NO_DIGIT = re.compile(r"(?<=\d-)[A-Z]+(?=-\d)"), re.compile(r"\D")


@rule("broken-link", scope="page")
def check_links(text: Text, site: Site) -> Iterator[Found]:
    """Every link must lead to a text, a heading, a file or an address that exists; other sites are not visited."""
    for link in text.links:
        try:
            site.library.resolve(link.target, text.entry.source)
        except BrokenLink as broken:
            yield Found(link.place, broken.message, broken.cure)


@rule("file-kind", scope="page")
def check_files(text: Text, site: Site) -> Iterator[Found]:
    """A file that a link leads to must be a document, a picture or a recording, and not a hidden one."""
    for link in text.links:
        with suppress(BrokenLink):
            if names_file(link.target) and not _is_for_readers(PurePosixPath(site.library.resolve(link.target, text.entry.source).removeprefix("{static}"))):
                yield Found(link.place, f"“{link.target}” must be a file that is made for readers: a document, a picture or a recording, and not hidden.",
                            f"Use one that ends in {', '.join(FILES)}; for a text of the site, write {{filename}}.")


@rule("link-withdrawn", "warning", scope="page")
def check_withdrawn(text: Text, site: Site) -> Iterator[Found]:
    """A text should not lead to an article that is withdrawn."""
    withdrawn = {entry.url: entry for entry in site.library.withdrawn}
    for link in text.links if withdrawn else ():
        with suppress(BrokenLink):
            if entry := withdrawn.get(site.library.resolve(link.target, text.entry.source)):
                yield Found(link.place, f"This text should not lead to {entry.source}, which is withdrawn, nor lean on it.", "Take the link out, and look at what is said around it.")


@rule("link-text")
def check_link_text(text: Text) -> Iterator[Found]:
    """A link's words must say where it leads, also to who hears them alone."""
    for link in text.links:
        words = " ".join(fold(link.text).casefold().split()).strip(" .:…»>")
        if words in _SAYS_NOTHING or (not words and not link.target.startswith(("tel:", "sms:")) and not _around_picture(text, link)):
            yield Found(link.place, f"The link's words must say where it leads; “{link.text}” does not.", "Put the name of what it leads to between the brackets.")


@rule("link-number")
def check_numbers(text: Text) -> Iterator[Found]:
    """A link to call or to text must hold a number as a phone dials it, and the same as its words show."""
    for link in text.links:
        kind, _, number = link.target.partition(":")
        if kind not in {"tel", "sms"} or not number:
            continue
        words = _LETTERS.sub(_dialed, link.text)
        if not _NUMBER.fullmatch(number):
            yield Found(link.place, f"“{link.target}” must hold a number as a phone dials it.", f"Write {kind}:988 for a short one, {kind}:+12025550143 for a whole one: no space, no hyphen.")
        elif _SHOWN.search(words) and number.removeprefix("+1") not in _NO_DIGIT.sub("", words):
            yield Found(link.place, f"“{link.target}” must lead to the number that the link's words show: “{link.text}”.", "Correct the one that is wrong.")


@rule("bare-address")
def check_bare(text: Text) -> Iterator[Found]:
    """An address must not stand bare in the text: it needs words."""
    for _, match, place in found_in(text, _BARE, *PROSE) if "://" in text.document.source or "www." in text.document.source else ():
        yield Found(place, f"“{match[0]}” must be a link with words.", f"Write [what it leads to]({match[0] if '://' in match[0] else 'https://' + match[0]}).")


@rule("external-link")
def check_external(text: Text) -> Iterator[Found]:
    """An address of another site must be whole, and use https."""
    for link in text.links:
        if link.target.startswith(("https://", "http://")) and _NO_ADDRESS.search(link.target):
            yield Found(link.place, f"“{link.target}” must be an address alone, without spaces or quotation marks.", "Delete what does not belong to it; write %20 for a space.")
        elif link.target.startswith("http://"):
            yield Found(link.place, f"“{link.target}” must use https, so that nobody can read along.", f"Write https://{link.target.removeprefix('http://')}, if it opens.")
        elif link.target.startswith("https://") and (host := _host(link.target)) and not _HOST.fullmatch(host):
            yield Found(link.place, f"“{link.target}” must be a whole address.", "Copy it from the browser's address line.")


def _dialed(letters: re.Match) -> str:
    """The digits that stand with these letters on a phone, as in 1-800-FDA-1088."""
    return "".join(str(next(digit for digit, keys in enumerate(_KEYS) if letter in keys)) for letter in letters[0])


def _is_for_readers(path: PurePosixPath) -> bool:
    return path.suffix.lower() in FILES and not any(part.startswith(".") for part in path.parts)


def _host(address: str) -> str:
    """The host that the address names; nothing where it names none, which is told as a broken link."""
    try:
        return urlsplit(address).netloc if urlsplit(address).hostname else ""
    except ValueError:
        return ""


def _around_picture(text: Text, link: object) -> bool:
    line = next((passage.raw.split("\n")[link.place.line - passage.line] for passage in text.passages if passage.line <= link.place.line <= passage.last_line), "")
    return "![" in line
