"""Views: all that a template gets. Plain, frozen, final: resolved addresses and finished words, no settings, no clock.

A page is a function of its view and its template's closure, and of nothing else. The modules are one vocabulary: all else says `views.Link`.
"""

from __future__ import annotations

from pipeline.render.views.frame import *
from pipeline.render.views.gallery import *
from pipeline.render.views.machines import *
from pipeline.render.views.pages import *
from pipeline.render.views.text import *

View = ArticleView | SheetView | PageView | WithdrawnView | MovedView | ListingView | TopicsView | FeedView | SitemapView | RobotsView | SecurityView | GalleryView
