"""Citations lead to references, and references are cited."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.check.blocks import UNSEEN
from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text
from pipeline.problem import did_you_mean
from pipeline.read.body import Citation
from pipeline.read.facts import Facts

_NAME = re.compile(r"(?<![\w-])[A-Za-z][\w-]*\d\w*(?![\w-])")  # an id: letters, and most of all a year
_MAY_CITE = re.compile(r"\d(?<=[^\W\d]\d|-\d)")  # every name has a digit right behind a letter or a hyphen; most texts have none


@rule("citation-unknown", scope="facts")
def check_known(text: Text, facts: Facts) -> Iterator[Found]:
    """Every cited id must stand in content/references.json."""
    known = facts.references
    if "references.json" in facts.refused:
        return
    for hole in text.body.holes:
        if isinstance(hole, Citation):
            for name, _ in hole.items:
                if name not in known:
                    yield Found(hole.place, f"“@{name}” must be the id of a reference.",
                                did_you_mean(name, known) + "Add it to content/references.json, or correct the id.")


@rule("citation-left", scope="facts")
def check_left(text: Text, facts: Facts) -> Iterator[Found]:
    """No citation may be left for readers to see as it was typed: it must stand in whole square brackets."""
    if not _MAY_CITE.search(text.unfolded):
        return
    seen = html.unescape(UNSEEN.sub(" ", text.body.html))
    for name in sorted(facts.references.keys() & set(_NAME.findall(seen))):
        for passage in text.passages:
            for match in re.finditer(rf"(?<!\(@)(?<![\w:/.-]){re.escape(name)}(?![\w-])", passage.text):
                yield Found(passage.place(match.start()), f"“{name}” would be shown to readers as it stands here.", f"Write [@{name}], right behind what it bears out.")


@rule("citation-twice")
def check_twice(text: Text) -> Iterator[Found]:
    """One pair of brackets must not cite the same reference twice."""
    for hole in text.body.holes:
        if isinstance(hole, Citation):
            names = [name for name, locator in hole.items]
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield Found(hole.place, f"“@{name}” must stand only once in these brackets.", "Delete one of the two, or put both pages behind one: [@id, pp. 4, 9].")


@rule("source-unused", scope="facts")
def check_listed(text: Text, facts: Facts) -> Iterator[Found]:
    """Every id in the front matter's list of sources must be known, and cited by the text."""
    cited = {name for hole in text.body.holes if isinstance(hole, Citation) for name, _ in hole.items}
    known = facts.references
    for index, name in enumerate(text.meta.sources):
        if name not in known and "references.json" not in facts.refused:
            yield Found(text.place("sources", index), f"“{name}” must be the id of a reference.", did_you_mean(name, known) + "Add it to content/references.json, or correct the id.")
        elif name not in cited:
            yield Found(text.place("sources", index), f"The source “{name}” must be cited in the text.", f"Write [@{name}] where the text leans on it, or take it off the list.")


@rule("reference-unused", "warning", scope="site")
def check_unused(site: Site) -> Iterator[Found]:
    """Every reference in content/references.json should be cited somewhere."""
    if site.library.withdrawn:
        return  # what a withdrawn text cites is not read, and it may come back
    facts = site.library.facts
    located = facts.sources.get("references.json")
    used = {name for entry in site.library.entries for hole in entry.document.body.holes if isinstance(hole, Citation) for name, _ in hole.items}
    used |= {use.source for medicine in facts.medicines.values() for use in medicine.uses}
    for index, reference in enumerate(located.data if located else ()):
        name = reference.get("id") if isinstance(reference, dict) else None
        if name in facts.references and name not in used:
            yield Found(located.place(index, "id"), f"The reference “{name}” should be cited by a text.", "Cite it, or delete it.", path=located.path)
