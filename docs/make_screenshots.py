"""Takes the pictures in docs/screenshots: every type of page and the gallery, on three screens, enlarged to 400 %, in the dark, in a system's colors, on paper.

Run it after a change of the theme: `CHROMIUM_PATH=/usr/bin/chromium .venv/bin/python -m docs.make_screenshots`.
"""

from __future__ import annotations

import functools
import io
import os
import shutil
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from pipeline.assets.colors import read_colors, tokens_of
from pipeline.gallery import write_gallery
from tests.gallery import make_edition
from tests.project import ROOT, TODAY, run_task, write_article

FOLDER = ROOT / "docs" / "screenshots"
PAGES = {
    "home": "/", "spanish-home": "/es/", "article": "/ketamine-therapy/", "articles": "/articles/", "topics": "/topics/", "topic": "/topics/mental-health/",
    "contact": "/contact/", "urgent-help": "/urgent-help/", "how-we-write": "/how-we-write/", "not-found": "/404.html",
    "spanish": "/es/ketamine-therapy/", "sheet": "/ketamine-therapy/visit-sheet/", "withdrawn": "/sleep-and-mood/",
}
WITHDRAWN = "We named the wrong dose of a medicine."
LOOKS = {
    "360": {"viewport": {"width": 360, "height": 740}},
    "zoom": {"viewport": {"width": 320, "height": 480}},  # what a screen of 1280 shows at 400 %, and the smallest phone
    "768": {"viewport": {"width": 768, "height": 1024}},
    "1280": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark", "forced_colors": "active"},
    "print": {"viewport": {"width": 720, "height": 1000}},
}
SCREENS = 3  # what is shown of a tall page
SMALLER = 0.75  # wide screens are shown so much smaller
COMMON, OTHERS = 32, 60  # colors of a picture's palette: those that cover most, as they are, and what stands for all others
RARE = ("mark-2", "color-sun", "color-do", "color-dont")  # tokens that cover little, and matter


def main() -> None:
    """Build the site and the gallery, and take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site, gallery = Path(folder, "site"), Path(folder, "gallery")
        content = shutil.copytree(ROOT / "content", Path(folder, "content"))
        write_article(content, "sleep-and-mood", status="withdrawn", withdrawn=f'{{date: {TODAY}, reason: "{WITHDRAWN}"}}')
        made = run_task("build", "--content", content, "--output", site, "--today", TODAY)
        if made.code:
            raise SystemExit(made.stderr)
        write_gallery(make_edition(Path(folder, "cache")), gallery)
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM_PATH"), args=["--no-sandbox"])
        at, of_gallery = serve(site), serve(gallery)
        addresses = {**{name: at + path for name, path in PAGES.items()}, "gallery": f"{of_gallery}/"}
        for look in LOOKS:
            take(browser, look, addresses)
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures, {sum(path.stat().st_size for path in FOLDER.glob('*.png')) / 1e6:.1f} MB")


def take(browser: Browser, look: str, addresses: dict[str, str]) -> None:
    """Take the picture of each page in one look."""
    width, height = (LOOKS[look]["viewport"][side] for side in ("width", "height"))
    context = browser.new_context(reduced_motion="reduce", device_scale_factor=SMALLER if width > 1000 else 1, **LOOKS[look])
    page = context.new_page()
    if look == "print":
        page.emulate_media(media="print")
    for name, address in addresses.items():
        page.goto(address)
        page.add_style_tag(content="* { content-visibility: visible !important }")  # a picture is taken of all at once
        if look == "print":
            page.add_style_tag(content="body { margin: 16mm }")  # as wide as the sheet's own, which a screen does not show
        whole = page.evaluate("document.documentElement.scrollHeight")
        shown = whole if name == "gallery" and look in {"1280", "360"} else min(whole, SCREENS * height)
        data = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": shown})
        with Image.open(io.BytesIO(data)) as picture:
            shrink(picture.convert("RGB")).save(FOLDER / f"{name}-{look}.png", optimize=True)
    context.close()


def shrink(picture: Image.Image) -> Image.Image:
    """The picture with a palette, in which the colors of grounds stay as they are."""
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    rare = [bytes.fromhex(scheme[name][1:]) for scheme in read_colors(tokens_of(ROOT / "theme")).values() for name in RARE]
    common = [channel for color in (*(color for _, color in counted[:COMMON]), *rare) for channel in color]
    others = picture.quantize(OTHERS).getpalette()[: 3 * OTHERS]
    palette = Image.new("P", (1, 1))
    palette.putpalette(common + others)
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def serve(folder: Path) -> str:
    """Serve a folder until this process ends; return its address."""
    handler = functools.partial(type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None}), directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


if __name__ == "__main__":
    main()
