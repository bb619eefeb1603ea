"""References in the style of the American Medical Association (AMA Manual of Style, 11th edition), in parts that a template joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.render import views

if TYPE_CHECKING:
    from pipeline.read.references import Issued, Name, Reference

MAX_AUTHORS, SHOWN_AUTHORS = 6, 3  # AMA 3.7: more than six authors become the first three and “et al”
_KINDS = {"article-journal": "article", "document": "label", "legislation": "notice", "webpage": "page", "report": "page", "book": "page"}


def compose_reference(reference: Reference, number: int, places: Sequence[str], words: Mapping[str, str]) -> views.Reference:
    """The view of one reference; `places` are the ids of the citations that lead to it."""
    backlinks = tuple(
        views.Link(words["back_to_text"].format(number=number, place=index), f"#{place}") for index, place in enumerate(places, 1))
    return views.Reference(
        id=f"reference-{number}", number=number, kind=_KINDS[reference.type], lang="" if reference.language == words["lang"] else reference.language,
        # The template puts one full stop behind each part.
        authors=_authors(reference, words["and_others"]).rstrip("."), title=reference.title.rstrip("."),
        container=(reference.container or reference.publisher or "").rstrip("."), details=_details(reference, words),
        doi_url=f"https://doi.org/{reference.doi}" if reference.doi else None,
        pubmed_url=f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/" if reference.pmid else None,
        url=reference.url, backlinks=backlinks)


def _authors(reference: Reference, and_others: str) -> str:
    names = [_name(name) for name in reference.author]
    if len(names) > MAX_AUTHORS:
        return ", ".join([*names[:SHOWN_AUTHORS], and_others])
    return ", ".join([*names, and_others] if reference.custom.get("et-al") else names)


def _name(name: Name) -> str:
    if name.literal:
        return name.literal
    initials = "".join(part[0] for part in (name.given or "").replace(".", " ").replace("-", " ").split())
    return " ".join(part for part in (name.family, initials, name.suffix) if part)


def _details(reference: Reference, words: Mapping[str, str]) -> str:
    """`2006;63(8):856-864` of an article, else the day it was issued."""
    if reference.type not in {"article-journal", "legislation"} or not reference.volume:
        day = issued_text(reference.issued, words)
        return f"{day[:1].upper()}{day[1:]}"  # it begins a sentence
    issue = f"({reference.issue})" if reference.issue else ""
    page = f":{reference.page or reference.number}" if reference.page or reference.number else ""
    return f"{reference.issued.year};{reference.volume}{issue}{page}"


def issued_text(issued: Issued, words: Mapping[str, str]) -> str:
    """The day, the month or the year, as far as it is known."""
    year, *rest = issued.date_parts[0]
    month = words[f"month_{rest[0]}"] if rest else ""
    if len(rest) > 1:
        return words["date"].format(month=month, day=rest[1], year=year)
    return words["month_year"].format(month=month, year=year) if month else str(year)
