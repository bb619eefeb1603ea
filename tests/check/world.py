"""A small content folder in which rules are tried, without Pelican: the project's own facts and pages, and what a test adds."""

import datetime as dt
import shutil

from PIL import Image

from pipeline.check.rule import Occasion
from pipeline.check.rules import check
from pipeline.read.facts import read_facts
from pipeline.read.folder import Folder
from tests.project import ROOT, TODAY

FRONT = {
    "title": "An example",
    "summary": "A summary that is long enough to be shown in a list of search results.",
    "date": "2026-11-01",
    "author": "telemedicalservices",
    "topic": "mental-health",
    "slug": "example",
}
EXAMPLE = "articles/example.md"


def article(text="Words.\n", **keys):
    """A whole article, with what every article needs."""
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in {**FRONT, **keys}.items() if value) + "---\n" + text


class World:
    """The folder. `problems` reads and checks it as on one day."""

    def __init__(self, folder):
        self.content = folder / "content"
        shutil.copytree(ROOT / "content", self.content, ignore=shutil.ignore_patterns("ketamine-therapy*"))
        self.theme = folder / "theme"
        shutil.copytree(ROOT / "theme" / "locale", self.theme / "locale")
        for name in ("articles/es", "images", "files"):
            (self.content / name).mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8)).save(self.content / "images" / "visit.png")
        with (self.content / "files" / "huge.png").open("wb") as file:
            file.write((self.content / "images" / "visit.png").read_bytes())
            file.truncate(9_000_000)
        shutil.copy(self.content / "images" / "visit.png", self.content / "files" / "visit.jpg")
        (self.content / "files" / "words.png").write_text("Words.", "utf-8")
        (self.content / "files" / "script.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>1</script></svg>', "utf-8")

    def add_pictures(self):
        """Add the project's own pictures."""
        shutil.copytree(ROOT / "content" / "images", self.content / "images", dirs_exist_ok=True)
        return self

    def write(self, text, path=EXAMPLE):
        """Write a file; an article may be its text alone."""
        whole = text if path != EXAMPLE or text.startswith("---\n") else article(text)
        (self.content / path).write_text(whole, "utf-8")
        return self

    def library(self):
        """All texts, without what is wrong with them."""
        folder = Folder(self.content, read_facts(self.content, self.theme)[0])
        return folder.library(folder.texts())

    def problems(self, *, today=TODAY, production=False, severities=None):
        """Everything wrong, from reading as well as from the rules."""
        facts, problems = read_facts(self.content, self.theme)
        folder = Folder(self.content, facts)
        library = folder.library(folder.texts())
        occasion = Occasion(dt.date.fromisoformat(today), production)
        return [*problems, *folder.problems, *check(library, occasion, severities)]

    def found(self, **options):
        """Problems of the example as (line, column, rule)."""
        path = str(self.content / EXAMPLE)
        return sorted((p.line, p.column, p.rule) for p in self.problems(**options) if p.path == path)
