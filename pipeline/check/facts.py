"""The facts fit together."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.rule import Found, Site, rule
from pipeline.problem import Place


@rule("crisis-language", scope="site")
def check_crisis(site: Site) -> Iterator[Found]:
    """Every language in use must have its crisis help."""
    facts = site.library.facts
    for lang in _languages(site) if "crisis.yaml" in facts.sources and "crisis.yaml" not in facts.refused else ():
        if lang not in facts.crisis:
            yield Found(Place(), f"There must be crisis help in “{lang}”, since texts are published in it.", f"Add a part “{lang}:” to the file.", facts.sources["crisis.yaml"].path)


@rule("words-language", scope="site")
def check_words(site: Site) -> Iterator[Found]:
    """Every language in use must have the words of the interface."""
    for lang in _languages(site):
        if lang not in site.library.facts.words:
            yield Found(Place(), f"The interface must have its words in “{lang}”, since texts are published in it.", f"Write theme/locale/{lang}.yaml.", str(site.library.content / "pages"))


@rule("clinic-language", scope="site")
def check_clinic(site: Site) -> Iterator[Found]:
    """Every language in use must have the clinic's own words: the labels of its phones, and its interest."""
    facts = site.library.facts
    if facts.clinic is None:
        return
    located = facts.sources["clinic.yaml"]
    parts = [*((("phones", index, "label"), phone.label) for index, phone in enumerate(facts.clinic.phones)), (("interest",), facts.clinic.interest)]
    for lang in _languages(site):
        for at, words in parts:
            if lang not in words:
                yield Found(located.place(*at), f"“{at[-1]}” must be given in “{lang}”, since texts are published in it.", f"Add “{lang}: …”.", located.path)


def _languages(site: Site) -> list[str]:
    return sorted({entry.lang for entry in site.library.entries if not entry.is_draft})
