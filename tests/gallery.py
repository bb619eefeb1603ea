"""Makes pages without Pelican: an edition of the project's own content, and its gallery."""

import datetime as dt

from pipeline.edition import Edition
from pipeline.read.facts import read_facts
from pipeline.read.folder import Folder
from pipeline.render.templates import Templates
from pipeline.terms import Terms
from tests.project import ROOT, TODAY
from tests.site import ORIGIN


def make_edition(cache, content=ROOT / "content", theme=ROOT / "theme"):
    """All that is needed to make pages of a content folder; `cache` is a folder for what may be kept."""
    facts, problems = read_facts(content, theme)
    folder = Folder(content, facts)
    library = folder.library(folder.texts())
    assert [*problems, *folder.problems] == []
    terms = Terms(theme, ORIGIN, production=False, compress=False, jobs=1, cache=cache, key="")
    return Edition(terms, library, dt.date.fromisoformat(TODAY), Templates(theme / "templates"))
