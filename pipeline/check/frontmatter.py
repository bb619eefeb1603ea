"""Front matter does its work in listings and search results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text

SUMMARY_LENGTHS = range(50, 161)  # characters: what search engines show of a description
TITLE_LENGTH = 70  # characters: what they show of a title


@rule("summary-length", "warning")
def check_summary(text: Text) -> Iterator[Found]:
    """A summary should have 50 to 160 characters."""
    length = len(text.meta.summary)
    if text.document.whole and length not in SUMMARY_LENGTHS:
        message = f"The summary should have {SUMMARY_LENGTHS.start} to {SUMMARY_LENGTHS.stop - 1} characters; it has {length}."
        yield Found(text.place("summary"), message, "Say in one or two sentences what the reader will learn.")


@rule("title-length", "warning")
def check_title(text: Text) -> Iterator[Found]:
    """A title should have at most 70 characters."""
    length = len(text.meta.title)
    if length > TITLE_LENGTH:
        yield Found(text.place("title"), f"The title should have at most {TITLE_LENGTH} characters; it has {length}.", "Say it in fewer words: the summary has room for the rest.")


@rule("tag-spelling", "warning", scope="site")
def check_tags(site: Site) -> Iterator[Found]:
    """One thing should have one tag: not “PTSD” here and “ptsd” there."""
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    articles = [entry for entry in site.library.entries if entry.document.is_article]
    for entry in articles:
        for tag in entry.document.meta.tags:
            uses[_folded(tag)][tag] += 1
    usual = {key: min(spellings, key=lambda tag, s=spellings: (-s[tag], tag)) for key, spellings in uses.items() if len(spellings) > 1}
    for entry in articles if usual else ():
        for index, tag in enumerate(entry.document.meta.tags):
            wanted = usual.get(_folded(tag), tag)
            if tag != wanted:
                yield Found(entry.document.located.place("tags", index), f"The tag “{tag}” should be spelt as in other texts.", f"Write “{wanted}”.", entry.document.path)


def _folded(tag: str) -> str:
    """What spellings of one tag have in common: letters and digits, and no plural."""
    return "".join(sign for sign in tag.casefold() if sign.isalnum()).rstrip("s")
