"""Documents without their words in memory."""

import gc

from pipeline.check.rules import inspection
from pipeline.memo import make_memo
from pipeline.progress import Progress
from pipeline.read.facts import read_facts
from pipeline.read.reading import Reading
from pipeline.store.records import Records
from tests.project import ROOT

WORDS = "Your mental health"
ARTICLE = "articles/ketamine-therapy.md"


def read(content, store, light=True):
    """A reading of the whole content, and its document of the article."""
    reading = Reading(content, (), Records(store), Progress(), inspection())
    reading.facts, reading.light = read_facts(content, ROOT / "theme")[0], light
    reading.read_ahead(reading.missing([content / ARTICLE]), jobs=1)
    return reading, reading.document(content / ARTICLE)


def parts(document):
    """All that anybody may ask of a document."""
    return {name: getattr(document, name) for name in ("path", "meta", "whole", "digest", "mark", "front_digest", "front", "front_line", "source", "first_line")} | {
        "html": document.body.html, "holes": document.body.holes, "outline": document.body.outline, "claims": document.body.claims,
        "pieces": list(document.body.pieces()), "title": document.located.place("title"), "problem": document.problem("x", "Is.", "Do.", "title")}


def test_a_light_document_is_the_same(content, tmp_path):
    """Whoever asks it for anything gets what the whole document has; an edition keeps no words of it."""
    _, whole = read(content, tmp_path / "one.sqlite3", light=False)
    _, light = read(content, tmp_path / "two.sqlite3")

    assert parts(light) == parts(whole)
    assert WORDS in light.body.html


def test_its_words_are_not_in_memory(content, tmp_path):
    """Nothing that the document leads to holds them, but for the text that was asked for last."""
    reading, light = read(content, tmp_path / "store.sqlite3")
    held, seen = [vars(light), vars(light.body)], set()
    while held:
        if id(one := held.pop()) not in seen and one is not reading:
            seen.add(id(one))
            assert not (isinstance(one, str) and WORDS in one and "\n" in one)
            held += [other for other in gc.get_referents(one) if not isinstance(other, type) and other is not reading and not hasattr(other, "__globals__")]
    assert reading._latest == (None, None)


def test_it_does_without_the_store(content, tmp_path):
    """Somebody deletes the store while a build runs: the words are read from the file again."""
    reading, light = read(content, tmp_path / "store.sqlite3")
    reading.records.close()
    (tmp_path / "store.sqlite3").unlink()

    assert WORDS in light.body.html


def test_without_a_store_documents_are_whole(content, tmp_path):
    """Where nothing can be kept, nothing is left out."""
    (tmp_path / "store.sqlite3").mkdir()
    _, document = read(content, tmp_path / "store.sqlite3")

    assert "html" in vars(document.body)
    assert WORDS in document.source


def test_a_memo_needs_no_words(content, tmp_path):
    """What the next edit gets to know of a text is made without loading it."""
    from pipeline.read.library import Entry, Library
    from pipeline.terms import Terms

    reading, light = read(content, tmp_path / "store.sqlite3")
    entry = Entry("article", light, ARTICLE, "ketamine-therapy", "/ketamine-therapy/", "ketamine-therapy/index.html")
    memo = make_memo("build", Terms(ROOT / "theme", "", False, False, None, tmp_path, ""), Library(content, reading.facts, (entry,)), {}, (), {})

    assert reading._latest == (None, None)
    assert memo.library.entries[0].document.mark == light.mark
    assert memo.library.entries[0].anchors == entry.anchors
