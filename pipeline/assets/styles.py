"""The theme's styles: for each type of page one sheet, of just what its templates use, which stands in the page itself."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path

from pipeline.assets.colors import OKLCH, oklch_to_hex
from pipeline.problem import Problem, Refused
from pipeline.store.keys import code_version, key_of

# The oldest browsers that read cascade layers; what they lack else (oklch, light-dark, nesting) is rewritten for them.
BROWSERS = ["chrome >= 99", "edge >= 99", "firefox >= 97", "safari >= 15.4", "ios_saf >= 15.4"]
_WHERE = re.compile(r"(?P<path>[^\s:]+\.css):(?P<line>\d+):(?P<column>\d+)")
_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
_COMPONENT = re.compile(r"templates/(components/[\w-]+/[\w-]+)\.css$")
_FOREIGN = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\s\"')]+)", re.IGNORECASE)
_OF_BODIES = ("prose.css", "code.css")  # style what editors write


class Styles:
    """Bundles `path`, a list of layers and imports, for any set of templates; what came out is kept in the folder `cache`."""

    def __init__(self, path: Path, cache: Path) -> None:
        self.path, self.cache = path, cache
        self._sheets: dict[frozenset[str], str] = {}
        self._is_right = False  # whether all of them together have been bundled without a mistake

    def sheet(self, templates: Collection[str]) -> str:
        """The minified sheet of a page that is made of these templates. Raises Refused."""
        kept = frozenset(templates)
        if kept not in self._sheets:
            self._sheets[kept] = self._kept(kept)
        return self._sheets[kept]

    def _kept(self, templates: frozenset[str]) -> str:
        first, files = self._files()
        used = [(path, layer) for path, layer in files if _is_used(path, templates)]
        try:
            key = key_of(first, [(path.read_bytes(), layer) for path, layer in used], code_version()).hex()[:32]
        except OSError:
            return _bundle(self.path, first, files)  # it can say where a missing file is asked for
        place = self.cache / f"{key}.css"
        with contextlib.suppress(OSError):
            return place.read_text(encoding="utf-8")
        self._check(first, files)
        sheet = _bundle(self.path, first, used)
        with contextlib.suppress(OSError):
            self.cache.mkdir(parents=True, exist_ok=True)
            waiting = place.with_name(f".{place.name}.{os.getpid()}")
            waiting.write_text(sheet, encoding="utf-8")
            waiting.replace(place)
        return sheet

    def _check(self, first: str, files: list[tuple[Path, str]]) -> None:
        """Refuse a slip wherever it is, also where this sheet does not need it. Raises Refused."""
        if not self._is_right:
            _bundle(self.path, first, files)
            if foreign := [problem for path, _ in files for problem in _find_foreign(path)]:
                raise Refused(foreign)
            self._is_right = True

    def _files(self) -> tuple[str, list[tuple[Path, str]]]:
        """The first line, which orders the layers, and each file with its layer."""
        text = self.path.read_text(encoding="utf-8")
        return text.partition("\n")[0], [(self.path.parent / file, layer) for file, layer in _IMPORT.findall(text)]


def digest_of_style(sheet: str) -> str:
    """What a content security policy calls a sheet that stands in a page: sha256-…, in base64."""
    return "sha256-" + base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()


def _is_used(path: Path, templates: Collection[str]) -> bool:
    if component := _COMPONENT.search(path.as_posix()):
        return f"{component[1]}.html" in templates
    return path.name not in _OF_BODIES or "body.html" in templates


def _find_foreign(path: Path) -> list[Problem]:
    text = path.read_text(encoding="utf-8")
    return [Problem(str(path), text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start()), "stylesheet",
                    f"A style must load nothing from other companies: “{found[1]}” would tell them who reads what.", "Take it out; draw with CSS, or use faces that the reader's device has.")
            for found in _FOREIGN.finditer(text)]


def _bundle(whole: Path, first: str, files: list[tuple[Path, str]]) -> str:
    """One sheet of the files, each in its layer.

    The tokens' colors become sRGB here: the library would keep each a second time for browsers with wider colors, and none of
    ours lies outside of sRGB.
    """
    import lightningcss  # most builds find their styles made

    try:
        lightningcss.bundle_css(str(whole)) if any(not path.exists() for path, _ in files) else None
        text = first + "".join(f"@layer {layer}{{{lightningcss.bundle_css(str(path))}}}" for path, layer in files)
        text = OKLCH.sub(lambda color: oklch_to_hex(*map(float, color.groups())), text)
        return lightningcss.process_stylesheet(text, browsers_list=BROWSERS).strip()
    except Exception as error:  # noqa: BLE001 the library raises plain exceptions of several types
        where = _WHERE.search(str(error))
        file, line, column = (where["path"], int(where["line"]) + 1, int(where["column"])) if where else (str(whole), 1, 1)  # it counts lines from 0
        reason = _WHERE.sub("", str(error)).removesuffix(" at ").strip()
        raise Refused([Problem(file, line, column, "stylesheet", f"The stylesheet must be CSS: {reason}.", "Mend it there.")]) from None
