"""Documents without their words in memory: of ten thousand texts, a build needs those of one at a time, and the store has them all."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.read.body import Body
from pipeline.read.document import Document
from pipeline.read.located import Located

WORDS = {"located", "front", "source"}  # of a document, beside its body's HTML


def lighten(document: Document, load: Callable[[], Document]) -> Document:
    """The same document, which asks `load` for its words, and for the places in its front matter, whenever somebody wants them."""
    body, light = object.__new__(_LightBody), object.__new__(_LightDocument)
    vars(body).update({name: value for name, value in vars(document.body).items() if name != "html"}, load=load)
    vars(light).update({name: value for name, value in vars(document).items() if name not in WORDS}, body=body, load=load)
    return light


class _LightBody(Body):
    @property
    def html(self) -> str:
        return self.load().body.html


class _LightDocument(Document):
    @property
    def located(self) -> Located:
        return self.load().located

    @property
    def front(self) -> str:
        return self.load().front

    @property
    def source(self) -> str:
        return self.load().source
