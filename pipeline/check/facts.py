"""The facts fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.check.rule import Found, Site, rule
from pipeline.check.text import Text
from pipeline.problem import Place
from pipeline.read.facts import Facts
from pipeline.read.languages import DEFAULT

_FILLED = re.compile(r"\{\w+\}")


@rule("crisis-language", scope="site")
def check_crisis(site: Site) -> Iterator[Found]:
    """Every language in use must have its crisis help."""
    facts = site.library.facts
    for lang in _languages(site) if "crisis.yaml" in facts.sources and "crisis.yaml" not in facts.refused else ():
        if lang not in facts.crisis:
            yield Found(Place(), f"There must be crisis help in “{lang}”, since texts are published in it.", f"Add a part “{lang}:” to the file.", facts.sources["crisis.yaml"].path)


@rule("words-language", scope="site")
def check_words(site: Site) -> Iterator[Found]:
    """Every language in use must have all the words of the interface, with the same parts to be filled in."""
    facts = site.library.facts
    wanted = facts.words.get(DEFAULT, {})
    for lang in _languages(site):
        if lang not in facts.words:
            yield Found(Place(), f"The interface must have its words in “{lang}”, since texts are published in it.", f"Write theme/locale/{lang}.yaml.", str(site.library.content / "pages"))
        elif lang != DEFAULT:
            yield from _words(lang, facts, wanted)


def _words(lang: str, facts: Facts, wanted: Mapping[str, str]) -> Iterator[Found]:
    """What one language's file lacks, has too much, or fills in otherwise."""
    located, own = facts.sources[f"{lang}.yaml"], facts.words[lang]
    for key in wanted.keys() - own.keys():
        yield Found(Place(), f"The interface must have its word for “{key}” in “{lang}”: “{wanted[key]}”.", f"Add a line “{key}: …”.", located.path)
    for key in own.keys() - wanted.keys():
        yield Found(located.key_place(key), f"“{key}” must be a word that the interface has in “{DEFAULT}”, too.", "Delete the line, or correct its name.", located.path)
    for key in own.keys() & wanted.keys():
        if sorted(_FILLED.findall(own[key])) != sorted(_FILLED.findall(wanted[key])):
            yield Found(located.place(key), f"“{key}” must have the same parts to be filled in as in “{DEFAULT}”: {', '.join(_FILLED.findall(wanted[key])) or 'none'}.", "Write them in braces, as there.", located.path)


@rule("topic-language", scope="facts")
def check_topic(text: Text, facts: Facts) -> Iterator[Found]:
    """The topic of an article in another language must have its name in it."""
    lang = text.meta.lang
    if lang != DEFAULT and text.is_article and "topics.yaml" not in facts.refused and lang not in getattr(facts.topics.get(text.meta.topic), "name", ()):
        yield Found(text.place("topic"), f"The topic “{text.meta.topic}” must have its name in “{lang}” in content/topics.yaml.", f"Add it there: “{text.meta.topic}: {{name: {{{lang}: …}}}}”.")


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
    return sorted(site.library.languages)
