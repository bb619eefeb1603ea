"""The page of all components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.render.views.frame import Head, Site


class Fixture(NamedTuple):
    """One use of a component: its `macro` called with `options`."""

    id: str
    name: str
    macro: str
    options: Mapping[str, object]


class Component(NamedTuple):
    """`template` is the path of the file that holds its macros."""

    name: str
    template: str
    fixtures: tuple[Fixture, ...]


class GalleryView(NamedTuple):
    """The page of all components, which is for those who work on the theme."""

    site: Site
    head: Head
    title: str
    summary: str
    components: tuple[Component, ...]
