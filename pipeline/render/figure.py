"""Says of a picture which of its files a browser may choose from."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.assets.pictures import Version
from pipeline.render import views

# The width that a picture has on the page: theme/static/css, --measure and twice --gutter on a small screen.
SIZES = "min(37rem, 100vw - 2rem)"
_TYPES = {"avif": "image/avif"}  # preferred; every browser shows the others


def compose_picture(versions: Sequence[tuple[Version, str]], alt: str) -> views.Picture:
    """The view of a picture; `versions` come with their addresses, the widest first."""
    srcset = lambda preferred: ", ".join(f"{url} {version.width}w" for version, url in reversed(versions) if (version.kind in _TYPES) == preferred)  # noqa: E731
    widest, url = next((version, url) for version, url in versions if version.kind not in _TYPES)
    sources = tuple(views.PictureSource(kind, srcset(True)) for kind in _TYPES.values())
    return views.Picture(url, widest.width, widest.height, alt, sources, srcset(False), SIZES)
