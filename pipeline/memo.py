"""What a build remembers of its texts, so that the next one can make a page anew without reading all others."""

from __future__ import annotations

import hashlib
import pickle
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.edition import Terms
from pipeline.problem import Severity
from pipeline.read.body import Body
from pipeline.read.document import Document
from pipeline.read.library import Library
from pipeline.read.located import Located

_CHECK = 4  # bytes of a checksum: a memo that is not as it was written is none
_PLACE = re.compile(r"Place\(line=\d+, column=\d+\)")


@dataclass(frozen=True)
class Memo:
    """The terms of the build, its library without the words of its texts, and of each text what other pages know of it."""

    terms: Terms
    library: Library
    severities: Mapping[str, Severity]
    extra_keys: tuple[str, ...]
    marks: Mapping[str, str]
    keys: Mapping[str, bytes]  # by path, under which the store has the whole document

    def save(self, path: Path) -> None:
        """Keep the memo. Raises OSError."""
        part = path.with_suffix(".part")
        data = pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL)
        part.write_bytes(zlib.crc32(data).to_bytes(_CHECK, "big") + data)
        part.replace(path)


def load_memo(path: Path) -> Memo | None:
    """The memo at `path`, or None where there is none that can be read."""
    try:
        kept = memoryview(path.read_bytes())
        return pickle.loads(kept[_CHECK:]) if zlib.crc32(kept[_CHECK:]).to_bytes(_CHECK, "big") == kept[:_CHECK] else None  # noqa: S301 our own file
    except Exception:  # noqa: BLE001 whatever is wrong with it, the build does without
        return None


def make_memo(terms: Terms, library: Library, severities: Mapping[str, Severity], extra_keys: tuple[str, ...], keys: Mapping[str, bytes]) -> Memo:
    """The memo of a build that has ended well."""
    light = tuple(replace(entry, document=_light(entry.document)) for entry in library.entries)
    marks = {entry.source: mark(entry.document) for entry in library.entries}
    return Memo(terms, replace(library, entries=light), severities, extra_keys, marks, keys)


def mark(document: Document) -> str:
    """All that other pages, and the rules for the site as a whole, may know of a text: the same mark, the same for them."""
    known = _PLACE.sub("", repr((document.front_digest, document.whole, document.body.holes, [heading.id for heading in document.body.outline])))
    return hashlib.sha256(known.encode()).hexdigest()


def _light(document: Document) -> Document:
    return replace(document, body=Body("", (), document.body.outline), located=Located(document.path, None), front="", source="")
