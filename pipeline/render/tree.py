"""The output folder, whole or not at all: two trees take turns, and one step puts the finished one in the output's place.

Beside the output `NAME` stands `.NAME.build`: the lock, the other tree, and a record of what each tree holds. A tree is known
by its inode, so the record stays true wherever the exchange has put it; a tree that is being changed has no record.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from pipeline.problem import Problem, Refused
from pipeline.render.exchange import exchange, recover
from pipeline.render.held import Row, Tree, clock_of
from pipeline.store.sealed import dump, load
from pipeline.voice import say

_NAMED = 5  # files that are told by name
_ELSEWHERE = "Choose another folder with --output."


class OutputTree:
    """Builds the next tree of an output folder. One build at a time: a second one waits and says so."""

    def __init__(self, output: Path, keep_out: tuple[Path, ...] = ()) -> None:
        self.output = output
        if not output.name:
            self._refuse("The output folder must be a folder of its own, not the whole disk.", _ELSEWHERE)
        self.home = output.with_name(f".{output.name}.build")
        self.fingerprints: dict[str, list] = {}  # of each page: what it was made from, its digest, and its assets'
        self.copies: dict[str, tuple[str, dict[str, str]]] = {}  # of each text: what its copies were made from, and their digests
        self.build = ""  # tells one finished build from another
        self._others_write = self._open = False
        self._wanted: dict[str, str] = {}
        self._lock = None
        self._refuse_foreign(keep_out)

    def begin(self, forget: bool = False, others_write: bool = False) -> Path:
        """Take the lock, see what both trees hold, and return the next one's folder.

        `forget` takes nothing over from earlier builds. With `others_write` the next tree begins empty, and at the end
        all that stands there is wanted: plugins of a user write where they like.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        self._lock = (self.home / "lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another build of {self.output.name}/ is running; waiting for it to end …")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        recover(self.home / "next", self.output)
        self._others_write, self._open, self._wanted = others_write, False, {}
        self.old, self.next = Tree(self.output), Tree(self.home / "next")
        state = {} if forget or others_write else self._read_state()
        self.fingerprints = state.get("fingerprints", {})
        self.copies = state.get("copies", {})
        self.build = state.get("build", "")
        for tree in (self.old, self.next):
            tree.look(state.get("held", {}), clock_of(self._lock))
        if others_write:
            self.open()
        return self.next.folder

    def holds(self, save_as: str, digest: str) -> bool:
        """Whether one of the trees has this file with these bytes."""
        return any(tree.rows.get(save_as, ("",))[0] == digest for tree in (self.next, self.old))

    def open(self) -> None:
        """Get ready for writing. From here on a build that is killed leaves the next tree without a record."""
        if self._open:
            return
        self._open = True
        self._write_state(self.fingerprints, self.old)
        if not self.next.rows:
            self.next.clear()

    def write(self, save_as: str, data: bytes) -> Row:
        """Write a file into the next tree, unless a tree holds it; return its row. Does its work in a forked process, too."""
        row = (digest_of(data), len(data), 0)
        if self.holds(save_as, row[0]):
            return row
        with _create(f"{self.next.folder}/{save_as}") as file:
            file.write(data)
            file.flush()
            return (*row[:2], os.fstat(file.fileno()).st_mtime_ns)

    def take(self, save_as: str, row: Row) -> None:
        """Want a file: one that `write` returned, perhaps in another process, or one that a tree holds."""
        self._wanted[save_as] = row[0]
        if row[2]:
            self.next.add(save_as, row)

    def texts(self) -> Iterable[tuple[str, str]]:
        """Name and digest of every file that the next tree is to hold; no digest is known of those that others write."""
        return [(save_as, "") for save_as, _ in Tree(self.next.folder).files({})] if self._others_write else list(self._wanted.items())

    def read(self, save_as: str) -> bytes:
        """The bytes of a file that is wanted."""
        held = self._others_write or self.next.rows.get(save_as, ("",))[0] == self._wanted[save_as]
        return ((self.next if held else self.old).folder / save_as).read_bytes()

    def take_copies(self, save_as: str, key: str) -> bool:
        """Want a text's copies as an earlier build made them from the same; False where they are no longer there."""
        made_from, copies = self.copies.get(save_as, ("", {}))
        if made_from != key or not all(self.holds(*copy) for copy in copies.items()):
            return False
        self.add_copies(save_as, key, {name: (digest, 0, 0) for name, digest in copies.items()})
        return True

    def add_copies(self, save_as: str, key: str, rows: Mapping[str, Row]) -> None:
        """Want a text's copies; `key` tells what they were made from."""
        self.copies[save_as] = (key, {name: row[0] for name, row in rows.items()})
        for name, row in rows.items():
            self.take(name, row)

    def publish(self, fingerprints: Mapping[str, list]) -> None:
        """Make the next tree hold just what is wanted, and put it in the output's place in one step."""
        self.build = os.urandom(8).hex()
        self.copies = {save_as: made for save_as, made in self.copies.items() if save_as in self._wanted}
        if self._is_current() and not self._others_write:
            self._write_state(fingerprints, self.old, *([] if self._open else [self.next]))
            return
        self.open()
        if not self._others_write:
            self._complete()
        self._write_state(fingerprints, *([] if self._others_write else [self.old, self.next]))
        if self.output.is_dir() and not self.output.is_symlink():
            exchange(self.next.folder, self.output)
        else:
            os.replace(self.next.folder, self.output)
            if not self._others_write:
                with contextlib.suppress(OSError):  # the first edit still may
                    self._prepare(fingerprints)
        if gone := [save_as for save_as in self.old.foreign if save_as not in self._wanted]:
            more = f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
            say(f"Gone from {self.output.name}/, since no build has made it: {', '.join(gone[:_NAMED])}{more}. What the site shall have belongs into the content.")

    def is_of(self, build: str) -> bool:
        """Whether the output is, file for file, what the build of this name has made."""
        state = self._read_state()
        if state.get("build") != build:
            return False
        tree = Tree(self.output)
        tree.look(state["held"])
        return self.output.is_dir() and not tree.strays and len(tree.rows) == len(state["held"].get(tree.identity, ((),))[0])

    def end(self) -> None:
        """Give the lock back."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def _is_current(self) -> bool:
        return not self.old.strays and {save_as: row[0] for save_as, row in self.old.rows.items()} == self._wanted

    def _complete(self) -> None:
        for save_as in self.next.strays | (self.next.rows.keys() - self._wanted.keys()):
            self.next.remove(save_as)
        for save_as, digest in self._wanted.items():
            if self.next.rows.get(save_as, ("",))[0] != digest:
                _link(f"{self.old.folder}/{save_as}", f"{self.next.folder}/{save_as}")
                self.next.add(save_as, self.old.rows[save_as])

    def _prepare(self, fingerprints: Mapping[str, list]) -> None:
        """Make the other tree of a first build: else the first edit after it would have to."""
        self.old, self.next = self.next, Tree(self.next.folder)
        self.old.folder = self.output
        self.next.clear()
        self._complete()
        self._write_state(fingerprints, self.old, self.next)

    def _read_state(self) -> dict:
        try:
            return load((self.home / "state").read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            return {}

    def _write_state(self, fingerprints: Mapping[str, list], *trees: Tree) -> None:
        part = self.home / "state.part"
        with part.open("wb") as file:
            clock = clock_of(file)
            held = {tree.identity: tree.record(clock) for tree in trees if tree.folder.is_dir()}
            file.write(dump({"build": self.build, "fingerprints": fingerprints, "copies": self.copies, "held": held}))
        os.replace(part, self.home / "state")

    def _refuse_foreign(self, keep_out: tuple[Path, ...]) -> None:
        """Never replace a folder that holds somebody's work."""
        output = self.output.resolve()
        if any(output == kept or output in kept.parents or kept in output.parents for kept in (path.resolve() for path in keep_out)):
            self._refuse("The output folder must not hold, or lie within, the content, the theme or the code.", _ELSEWHERE)
        if output.exists() and not output.is_dir():
            self._refuse("The output must be a folder, not a file.", _ELSEWHERE)
        if output.is_dir() and any(output.iterdir()) and not self.home.exists():
            self._refuse("The output folder must be empty or made by an earlier build: this one holds other files.", "Choose a folder that is new or empty with --output.")

    def _refuse(self, message: str, cure: str) -> None:
        raise Refused([Problem(str(self.output), 1, 1, "output-folder", message, cure)])


def digest_of(data: bytes) -> str:
    """The first 128 bits of the data's SHA-256, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()[:32]


def _create(path: str) -> BinaryIO:
    """Open a file that is not there yet; one that is gives way, for the other tree may share its bytes by a hard link."""
    for _ in range(2):
        try:
            return open(path, "xb")
        except FileNotFoundError:
            _make_folder(os.path.dirname(path))
        except FileExistsError:
            os.unlink(path)
    return open(path, "xb")


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)  # nearly always the folder above is there: makedirs looks first
    except OSError:
        os.makedirs(path, exist_ok=True)


def _link(source: str, path: str) -> None:
    """Share the bytes of a file with one that is not there yet, or gives way; copy them where the file system can't share. The time of writing stays the same."""
    for _ in range(3):
        try:
            os.link(source, path)
        except FileNotFoundError:
            _make_folder(os.path.dirname(path))
        except FileExistsError:
            os.unlink(path)
        except OSError:
            break
        else:
            return
    import shutil

    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    shutil.copy2(source, path)
