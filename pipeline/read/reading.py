"""Reading: every document of a run, from the store where its file is as it was, else converted, in several processes."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pipeline.parallel import each
from pipeline.problem import Problem
from pipeline.progress import Progress
from pipeline.read.document import Document, read_document
from pipeline.read.loader import unreadable
from pipeline.read.markdown import Converter
from pipeline.read.schema import ArticleFrontMatter, PageFrontMatter, with_keys
from pipeline.store.records import Records, code_version, key_of

Read = tuple[Document | None, list[Problem]]


class Reading:
    """What one run has read. `extra_keys` are the front-matter keys of a user's own plugins.

    `inspect` looks at each document as soon as it is read; what it finds is kept with the document, in `found` by path.
    """

    def __init__(self, content: Path, extra_keys: Sequence[str], records: Records, progress: Progress, inspect: Callable[[Document], list[Problem]]) -> None:
        self.content, self.extra_keys, self.records, self.progress = content, tuple(extra_keys), records, progress
        self.models = {"articles": with_keys(ArticleFrontMatter, extra_keys), "pages": with_keys(PageFrontMatter, extra_keys)}
        self.problems: list[Problem] = []
        self.refused: set[str] = set()
        self.inspect = inspect
        self.found: dict[str, list[Problem]] = {}
        self._converter: Converter | None = None

    def read_ahead(self, paths: Iterable[Path], jobs: int | None) -> None:
        """Convert what the store does not have, side by side; `document` finds it there afterwards."""
        files = [(path, raw, key) for path in paths if not self.records.has(key := self._key(path, raw := path.read_bytes()))]
        self._get_converter()  # before forking: once for all processes
        for index, value in each(lambda index: self._convert(*files[index][:2]), len(files), jobs):
            self.records.put(files[index][2], value)
            self.progress.step("read")

    def document(self, path: Path) -> Document | None:
        """The file's document, or None where it is refused whole. Its problems are kept."""
        try:
            raw = path.read_bytes()
        except OSError as error:  # a link that leads nowhere, or a file that may not be read
            self.problems.append(unreadable(path, error))
            self.refused.add(str(path))
            return None
        key = self._key(path, raw)
        value = self.records.get(key)
        if value is None:
            value = self._convert(path, raw)
            self.records.put(key, value)
        document, problems, self.found[str(path)] = pickle.loads(value)  # noqa: S301 our own store
        self.problems += problems
        if document is None:
            self.refused.add(str(path))
        return document

    def _key(self, path: Path, raw: bytes) -> bytes:
        return key_of(code_version(), self.extra_keys, str(path), hashlib.sha256(raw).digest())

    def _convert(self, path: Path, raw: bytes) -> bytes:
        model = self.models[path.relative_to(self.content).parts[0]]
        document, problems = read_document(path, raw, model, self._get_converter())
        return pickle.dumps((document, problems, self.inspect(document) if document else []), protocol=pickle.HIGHEST_PROTOCOL)

    def _get_converter(self) -> Converter:
        self._converter = self._converter or Converter()
        return self._converter
