"""Reading: every document of a run, from the store where its file is as it was, else converted, in several processes."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.parallel import each
from pipeline.problem import Problem
from pipeline.progress import Progress
from pipeline.read.document import Document, read_document, reread_document
from pipeline.read.facts import Facts
from pipeline.read.light import lighten
from pipeline.read.located import unreadable
from pipeline.read.markdown import Converter
from pipeline.store.keys import code_version, key_of
from pipeline.store.records import Records

if TYPE_CHECKING:
    from pipeline.read.frontmatter import FrontMatter


class Keys(NamedTuple):
    """Under which keys the store has what a file was made into, and what was found in it beside the facts."""

    document: bytes
    beside: bytes
    lasting: bool = True  # False: the inspection could not do all its work, and a later build must not find this


class Inspection(NamedTuple):
    """A look at each document as soon as it is read: by itself (`inspect`), and beside the facts (`compare`).

    What they find is kept for as long as `version` is the same. `prepare` gets the bytes of many files before they are read. What is known then,
    `remember` tells for a later run to `recall`. While `is_able` says no, what is found is not kept for later runs.
    """

    inspect: Callable[[Document], list[Problem]]
    compare: Callable[[Document, Facts], list[Problem]]
    prepare: Callable[[Iterable[bytes]], None]
    remember: Callable[[], bytes | None]
    recall: Callable[[bytes], None]
    is_able: Callable[[], bool]
    version: str


class Reading:
    """What one run has read. `extra_keys` are the front-matter keys of a user's own plugins.

    What the inspection finds is kept in the store, and here in `found` by path. The facts must be set before the first text is read.
    """

    def __init__(self, content: Path, extra_keys: Sequence[str], records: Records, progress: Progress, inspection: Inspection) -> None:
        self.content, self.extra_keys, self.records, self.progress = content, tuple(extra_keys), records, progress
        self.facts = Facts()
        self.problems: list[Problem] = []
        self.refused: set[str] = set()
        self.inspection = inspection
        self.found: dict[str, list[Problem]] = {}
        self.is_lasting = True  # whether a later build may rely on all that was found
        self.light = False  # whether documents are handed out without their words, which the store has
        self.converted: set[Path] = set()  # texts whose Markdown was read, since the store did not have what they were made into
        self.earlier: Mapping[str, bytes] = {}  # by path, where the store has the document that an earlier build read
        self.keys: dict[Path, Keys] = {}
        self._converter: Converter | None = None
        self._latest: tuple[Path | None, Document | None] = (None, None)

    def missing(self, paths: Iterable[Path]) -> list[Path]:
        """Those texts of which the store does not have all that a build needs."""
        return [path for path in paths if not self._is_kept(self._keys_of(path, path.read_bytes()))]

    def read_ahead(self, missing: Sequence[Path], jobs: int | None) -> None:
        """Convert and check those texts, side by side; `document` finds them in the store afterwards."""
        if missing:
            self.models, self._get_converter()  # before forking: once for all processes
            self.inspection.prepare(path.read_bytes() for path in missing)
            self._remember()
        self.converted |= {path for path in missing if not self.records.has(self.keys[path].document)}
        self.progress.begin("read", len(missing))
        for index, (keys, document, beside) in each(lambda index: self._read(missing[index]), len(missing), jobs):
            self._keep(missing[index], keys, document, beside)
            self.progress.step("read")
        self.records.commit()  # from here on processes to come find it there

    def document(self, path: Path) -> Document | None:
        """The file's document, or None where it is refused whole. Its problems are kept."""
        try:
            kept = self._kept(path)
            if kept is None and not self.records.has(self.keys[path].document):
                self.converted.add(path)
            document, beside = kept or self._keep(path, *self._read(path))
            self._remember()
        except OSError as error:  # a link that leads nowhere, or a file that may not be read
            self.problems.append(unreadable(path, error))
            self.refused.add(str(path))
            return None
        made, problems, found = pickle.loads(document)  # noqa: S301 our own store
        self.found[str(path)] = [*found, *pickle.loads(beside)]  # noqa: S301
        self.problems += problems
        if made is None:
            self.refused.add(str(path))
        elif self.light and (kept or self.records.has(self.keys[path].document)):
            return lighten(made, lambda: self._whole(path))
        return made

    def _whole(self, path: Path) -> Document:
        """A document with its words, once more; the latest is kept, since who wants one thing of it wants the next."""
        if self._latest[0] != path:
            value = self.records.get(self.keys[path].document) or self._convert(path, path.read_bytes())[1]
            self._latest = (path, pickle.loads(value)[0])  # noqa: S301 our own store
        return self._latest[1]

    def _keys_of(self, path: Path, raw: bytes) -> Keys:
        document = key_of(code_version(), self.inspection.version, self.extra_keys, str(path), hashlib.sha256(raw).digest())
        self.keys[path] = Keys(document, key_of(document, self.facts.digest))
        return self.keys[path]

    def _is_kept(self, keys: Keys) -> bool:
        return self.records.has(keys.document) and self.records.has(keys.beside)

    def _kept(self, path: Path) -> tuple[bytes, bytes] | None:
        """What the store has of the file, as it was when it was last looked at."""
        keys = self.keys.get(path) or self._keys_of(path, path.read_bytes())
        document, beside = self.records.get(keys.document), self.records.get(keys.beside)
        return (document, beside) if document and beside else None

    def _keep(self, path: Path, keys: Keys, document: bytes, beside: bytes) -> tuple[bytes, bytes]:
        self.keys[path], self.is_lasting = keys, self.is_lasting and keys.lasting
        self.records.put(keys.document, document)
        self.records.put(keys.beside, beside)
        return document, beside

    def _read(self, path: Path) -> tuple[Keys, bytes, bytes]:
        """The file's keys and what belongs under them: its document, converted now unless the store has it, and what is found beside the facts."""
        raw = path.read_bytes()
        keys = self._keys_of(path, raw)
        if value := self.records.get(keys.document):
            document = pickle.loads(value)[0]  # noqa: S301 our own
        else:
            document, value = self._convert(path, raw)
        if not self.inspection.is_able():
            keys = Keys(os.urandom(32), os.urandom(32), lasting=False)  # nobody will ask for these
        return keys, value, pickle.dumps(self.inspection.compare(document, self.facts) if document else [], protocol=pickle.HIGHEST_PROTOCOL)

    def _convert(self, path: Path, raw: bytes) -> tuple[Document | None, bytes]:
        """The file's document, and what the store keeps of it."""
        document, problems = self._reread(path, raw) or read_document(path, raw, self.models[path.relative_to(self.content).parts[0]], self._get_converter())
        return document, pickle.dumps((document, problems, self.inspection.inspect(document) if document else []), protocol=pickle.HIGHEST_PROTOCOL)

    def _reread(self, path: Path, raw: bytes) -> tuple[Document, list[Problem]] | None:
        """The document, where only the text below the front matter differs from what an earlier build has read."""
        value = self.records.get(self.earlier[str(path)]) if str(path) in self.earlier else None
        before = pickle.loads(value)[0] if value else None  # noqa: S301 our own
        return reread_document(before, raw, self._get_converter()) if before else None

    @cached_property
    def models(self) -> dict[str, type[FrontMatter]]:
        """The schema of the front matter in each folder."""
        from pipeline.read.frontmatter import ArticleFrontMatter, PageFrontMatter, with_keys

        return {"articles": with_keys(ArticleFrontMatter, self.extra_keys), "pages": with_keys(PageFrontMatter, self.extra_keys)}

    def _get_converter(self) -> Converter:
        if not self._converter:
            self._converter = Converter()
            if value := self.records.get(self._known):
                self.inspection.recall(value)
        return self._converter

    @property
    def _known(self) -> bytes:
        """The key of what the inspection knows beforehand."""
        return key_of(code_version(), "known", self.inspection.version)

    def _remember(self) -> None:
        if value := self.inspection.remember():
            self.records.put(self._known, value)
