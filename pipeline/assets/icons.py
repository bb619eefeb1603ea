"""The site's icons, made of the theme's mark and the colors of its tokens, so that another brand's reach them too."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.assets.colors import paint, tokens_of
from pipeline.assets.store import Assets
from pipeline.problem import Problem, Refused
from pipeline.read.located import read_text
from pipeline.read.picture import NotAPicture
from pipeline.store.keys import version_of

if TYPE_CHECKING:
    from PIL import Image

LARGE = 1536  # drawn so large, then shrunk: smooth edges
TAB, TOUCH, HOME_SCREEN = 32, 180, (192, 512)  # what browsers, iOS and Android ask for, in pixels
SHARE = (1200, 630)  # what services ask for that show a link with a picture
_KEEP = 20  # sets of icons that were drawn last: one for each mark and its colors
ROUND = 0.62  # the mark's share of an icon's width: a round mask (80 %) leaves it whole


def add_icons(assets: Assets, theme: Path, colors: Mapping[str, str], name: str, cache: Path) -> dict[str, str]:
    """Keep all icons and return their addresses by kind. Raises Refused where the mark can't be drawn."""
    path = theme / "static" / "brand" / "mark.svg"
    mark = paint(read_text(path), colors).encode()
    for missing in (*re.findall(rb"var\(--([\w-]+)\)", mark), *([] if "color-canvas" in colors else [b"color-canvas"])):
        token = missing.decode()
        raise Refused([Problem(str(tokens_of(theme)), 1, 1, "icon-color", f"The tokens must hold the color --{token}, which the icons use.", f"Add --{token}: oklch(…);")])
    try:
        files = _kept(mark, colors["color-canvas"], cache / "icons")
    except NotAPicture as error:
        raise Refused([Problem(str(path), 1, 1, "mark", f"The mark must be a drawing of simple paths: {error}.", "Export it with paths alone.")]) from None
    assets.add_at("favicon.ico", files.pop("favicon.ico"))  # browsers ask for it by that name, whatever a page says
    urls = {"icon.svg": assets.add("icon.svg", mark), **{file: assets.add(file, data) for file, data in files.items()}}
    manifest = _manifest(name, f"{assets.base}/", colors["color-canvas"], urls)
    return {"svg": urls["icon.svg"], "png": urls["icon.png"], "share": urls["share.png"], "manifest": assets.add("site.webmanifest", manifest)}


def _manifest(name: str, home: str, ground: str, urls: Mapping[str, str]) -> bytes:
    icons = [{"src": urls["icon.svg"], "sizes": "any", "type": "image/svg+xml"},
             *({"src": urls[f"icon-{size}.png"], "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"} for size in HOME_SCREEN)]
    told = {"name": name, "short_name": name, "start_url": home, "scope": home, "display": "browser", "theme_color": ground, "background_color": ground, "icons": icons}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _kept(mark: bytes, ground: str, folder: Path) -> dict[str, bytes]:
    """The icons in pixels, as an earlier build drew them, else drawn now: that takes longer than the rest of a small build."""
    names = ("favicon.ico", "icon.png", *(f"icon-{size}.png" for size in HOME_SCREEN), "share.png")
    key = hashlib.sha256(repr((mark, ground, version_of("pillow"), LARGE, TAB, TOUCH, SHARE, ROUND)).encode()).hexdigest()[:16]
    try:
        return {name: (folder / key / name).read_bytes() for name in names}
    except OSError:
        files = dict(zip(names, _draw(mark, ground), strict=True))
    (folder / key).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        waiting = folder / key / f".{name}.{os.getpid()}"
        waiting.write_bytes(data)
        waiting.replace(folder / key / name)
    import shutil  # it brings every kind of archive along

    with contextlib.suppress(OSError):  # another build may be tidying up as well
        for old in sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)[_KEEP:]:
            shutil.rmtree(old, ignore_errors=True)
    return files


def _draw(mark: bytes, ground: str) -> list[bytes]:
    from PIL import Image  # most builds find their icons drawn

    from pipeline.assets.drawing import draw

    large, tab = draw(mark, LARGE, ground, ROUND), draw(mark, TAB * 8, ground, 1)
    shrink = lambda picture, size: picture.resize((size, size), Image.Resampling.BOX)  # noqa: E731
    share, centered = Image.new("RGB", SHARE, ground), shrink(large, HOME_SCREEN[-1])
    share.paste(centered, ((SHARE[0] - centered.width) // 2, (SHARE[1] - centered.height) // 2))
    squares = [shrink(large, size) for size in (TOUCH, *HOME_SCREEN)]
    return [_bytes(shrink(tab, TAB), "ICO", sizes=[(TAB, TAB)]), *(_bytes(picture, "PNG") for picture in (*squares, share))]


def _bytes(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
