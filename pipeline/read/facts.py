"""The facts that every page may need: the clinic, its people, the references, the crisis help, the interface's words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.problem import Problem, Refused
from pipeline.read.languages import LANGUAGES
from pipeline.read.located import Located

if TYPE_CHECKING:
    from pipeline.read.clinic import Clinic, Crisis, Person
    from pipeline.read.references import Reference
    from pipeline.read.vocabulary import Condition, Medicine, Term, Topic


class Words(dict[str, str]):
    """One language's words of the interface, from `theme/locale/LANG.yaml`."""

    def __init__(self, path: str, words: Mapping[str, str]) -> None:
        super().__init__(words)
        self.path = path

    def __missing__(self, key: str) -> str:
        raise Refused([Problem(self.path, 1, 1, "word-missing", f"The interface must have its word for “{key}”.", f"Add a line “{key}: …”.")])


@dataclass(frozen=True)
class Facts:
    """What `content/*.yaml`, `content/references.json` and `theme/locale/*.yaml` say.

    `clinic` is None where its file is refused; `sources` keeps each file as loaded, for messages that name a place in it.
    """

    clinic: Clinic | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    crisis: Mapping[str, Crisis] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    medicines: Mapping[str, Medicine] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    sources: Mapping[str, Located] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()  # names of files with a mistake: what they might have said is not missed anywhere
    digest: str = ""  # of all those files

    @cached_property
    def glossary_forms(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """By language: each form of each term, in small letters, with the term's id."""
        return {lang: tuple((form.casefold(), name) for name, term in self.glossary.items() for form in (term.term.get(lang, name), *term.also)) for lang in LANGUAGES}

    def topic_name(self, slug: str, lang: str) -> str:
        """A topic as readers see it: its name in `content/topics.yaml`, else made of the slug: Mental health."""
        topic = self.topics.get(slug)
        return topic.name[lang] if topic and lang in topic.name else slug.replace("-", " ").capitalize()


def read_facts(content: Path, theme: Path) -> tuple[Facts, list[Problem]]:  # noqa: C901 a line for each file
    """The facts under both folders, and everything wrong with them."""
    # Here, since an edit of words finds the facts as they were, and needs none of these.
    from pipeline.read.clinic import Clinic, Crisis, Person
    from pipeline.read.fields import SLUG
    from pipeline.read.loader import load_file
    from pipeline.read.validation import validate
    from pipeline.read.vocabulary import Condition, Medicine, Term, Topic

    problems: list[Problem] = []
    sources: dict[str, Located] = {}

    def load(path: Path) -> Located | None:
        try:
            sources[path.name] = load_file(path)
        except Refused as refused:
            problems.extend(refused.problems)
        return sources.get(path.name)

    def each(model: type, located: Located | None, keys: object) -> dict:
        found = {}
        for key in keys:
            if model in {Person, Condition, Medicine, Topic} and not SLUG.fullmatch(key):
                problems.append(_wrong_id(located, key))
                continue
            try:
                found[key] = validate(model, located, (key,))
            except Refused as refused:
                problems.extend(refused.problems)
        return found

    def mapping(path: Path) -> tuple[Located | None, dict]:
        located = load(path)
        if located and not isinstance(located.data, dict):
            problems.append(_wrong_shape(located, "a group of “key: value” lines"))
            return None, {}
        return located, located.data if located else {}

    clinic = None
    if located := load(content / "clinic.yaml"):
        try:
            clinic = validate(Clinic, located)
        except Refused as refused:
            problems.extend(refused.problems)
    people = each(Person, *mapping(content / "people.yaml"))
    crisis = each(Crisis, *mapping(content / "crisis.yaml"))
    references = _read_references(load(content / "references.json"), problems, each)
    optional = {name: each(model, *mapping(content / f"{name}.yaml")) if (content / f"{name}.yaml").exists() else {}
                for name, model in (("conditions", Condition), ("medicines", Medicine), ("glossary", Term), ("topics", Topic))}
    words = {path.stem: Words(str(path), mapping(path)[1]) for path in sorted((theme / "locale").glob("*.yaml"))}
    refused = frozenset(Path(problem.path).name for problem in problems)
    digest = hashlib.sha256()
    for path in (*sorted(content.glob("*.yaml")), *sorted(content.glob("*.json")), *sorted((theme / "locale").glob("*.yaml"))):
        digest.update(repr((path.name, path.read_bytes())).encode())
    return Facts(clinic, people, references, crisis, words, **optional, sources=sources, refused=refused, digest=digest.hexdigest()), problems


def _read_references(located: Located | None, problems: list[Problem], each: object) -> dict[str, Reference]:
    if located is None:
        return {}
    if not isinstance(located.data, list):
        problems.append(_wrong_shape(located, "a list of references, as Zotero exports CSL-JSON"))
        return {}
    from pipeline.read.references import Reference

    found: dict[str, Reference] = {}
    for index, reference in each(Reference, located, range(len(located.data))).items():
        if reference.id in found:
            place = located.place(index, "id")
            problems.append(Problem(located.path, place.line, place.column, "duplicate-reference",
                                    f"The id “{reference.id}” must stand only once.", "Delete one of the two, or give it an id of its own."))
        found[reference.id] = reference
    return found


def _wrong_id(located: Located, key: str) -> Problem:
    place = located.key_place(key)
    return Problem(located.path, place.line, place.column, "schema", f"“{key}” must be an id by which texts can name it: small letters a–z, digits and single hyphens.", "Write it in that way, such as jane-doe, and the same in each text that names it.")


def _wrong_shape(located: Located, wanted: str) -> Problem:
    place = located.place()
    return Problem(located.path, place.line, place.column, "schema", f"The file must be {wanted}.", "See docs/content-files.md for an example.")
