"""The site's icons, made of the theme's mark and the colors of its tokens, so that another brand's reach them too."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from pipeline.assets.colors import paint, tokens_of
from pipeline.assets.drawing import draw
from pipeline.assets.pictures import NotAPicture
from pipeline.assets.store import Assets
from pipeline.problem import Problem, Refused
from pipeline.read.loader import read_text

LARGE = 2048  # drawn so large, then shrunk: smooth edges
TAB = (32, 32)
TOUCH = 180  # what iOS asks for
HOME_SCREEN = (192, 512)  # what Android asks for
SHARE = (1200, 630)  # what services ask for that show a link with its picture
ROUND = 0.62  # the mark's share of an icon's width: a round mask (80 %) leaves it whole
COLORS = 64  # ample for two colors, a ground and the shades between


def add_icons(assets: Assets, theme: Path, colors: Mapping[str, str], name: str) -> dict[str, str]:
    """Keep all icons and return their addresses by kind. Raises Refused where the mark can't be drawn."""
    path = theme / "static" / "brand" / "mark.svg"
    mark = paint(read_text(path).encode(), colors)
    for missing in (*re.findall(rb"var\(--([\w-]+)\)", mark), *({b"color-canvas"} if "color-canvas" not in colors else ())):
        raise Refused([Problem(str(tokens_of(theme)), 1, 1, "icon-color", f"The tokens must hold the color --{missing.decode()}, which the icons use.", f"Add --{missing.decode()}: oklch(…);")])
    canvas = colors["color-canvas"]
    try:
        large, small = draw(mark, LARGE, canvas, ROUND), draw(mark, LARGE // 4, canvas, 1)
    except NotAPicture as error:
        raise Refused([Problem(str(path), 1, 1, "mark", f"The mark must be a drawing of simple paths: {error}.", "Export it with paths alone.")]) from None
    pixels = {size: large.resize((size, size), Image.Resampling.BOX) for size in (TOUCH, *HOME_SCREEN)}
    assets.add_at("favicon.ico", _bytes(small.resize(TAB, Image.Resampling.BOX), "ICO", sizes=[TAB]))  # browsers ask for it by that name, whatever a page says
    icons = {"svg": assets.add("icon.svg", mark), "png": assets.add("icon.png", _png(pixels[TOUCH])),
             "share": assets.add("share.png", _png(_on_ground(pixels[HOME_SCREEN[-1]], canvas)))}
    squares = [{"src": assets.add(f"icon-{size}.png", _png(pixels[size])), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
             for size in HOME_SCREEN for purpose in ("any", "maskable")]
    manifest = {
        "name": name, "short_name": name, "start_url": f"{assets.base}/", "scope": f"{assets.base}/", "display": "browser",
        "theme_color": canvas, "background_color": canvas,
        "icons": [{"src": icons["svg"], "sizes": "any", "type": "image/svg+xml", "purpose": "any"}, *squares]}
    return {**icons, "manifest": assets.add("site.webmanifest", json.dumps(manifest, ensure_ascii=False, indent=1).encode())}


def _on_ground(icon: Image.Image, ground: str) -> Image.Image:
    """The icon in the middle of a wide picture of the same ground."""
    picture = Image.new("RGB", SHARE, ground)
    picture.paste(icon, ((SHARE[0] - icon.width) // 2, (SHARE[1] - icon.height) // 2))
    return picture


def _png(picture: Image.Image) -> bytes:
    return _bytes(picture.quantize(COLORS, dither=Image.Dither.NONE), "PNG", optimize=True)


def _bytes(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
