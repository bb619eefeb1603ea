"""Takes the pictures in docs/screenshots: every type of page and the gallery, on screens of three widths, in the dark, in a system's own
colors, and on paper. Run it after a change of the theme: `CHROMIUM_PATH=… .venv/bin/python -m docs.make_screenshots`.
"""

from __future__ import annotations

import functools
import io
import os
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from pipeline.render.gallery import write_gallery
from tests.gallery import make_edition
from tests.project import ROOT, TODAY, run_task

FOLDER = ROOT / "docs" / "screenshots"
PAGES = {
    "home": "/", "article": "/ketamine-therapy/", "articles": "/articles/", "topics": "/topics/", "topic": "/topics/mental-health/",
    "contact": "/contact/", "urgent-help": "/urgent-help/", "how-we-write": "/how-we-write/", "not-found": "/404.html",
}
LOOKS = {
    "360": {"viewport": {"width": 360, "height": 740}},
    "768": {"viewport": {"width": 768, "height": 1024}},
    "1280": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active", "color_scheme": "dark"},
    "print": {"viewport": {"width": 720, "height": 1000}},
}
SCREENS = 3  # what is shown of a tall page
COLORS = 64  # of a picture's palette: enough for flat colors and their edges


def main() -> None:
    """Build the site and the gallery, and take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site, gallery = Path(folder, "site"), Path(folder, "gallery")
        made = run_task("build", "--output", site, "--today", TODAY)
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
    context = browser.new_context(reduced_motion="reduce", **LOOKS[look])
    page = context.new_page()
    if look == "print":
        page.emulate_media(media="print")
    width, height = (LOOKS[look]["viewport"][side] for side in ("width", "height"))
    for name, address in addresses.items():
        page.goto(address)
        whole = page.evaluate("document.documentElement.scrollHeight")
        shown = whole if name == "gallery" and look in {"1280", "360"} else min(whole, SCREENS * height)
        data = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": shown})
        with Image.open(io.BytesIO(data)) as picture:
            picture.convert("RGB").quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(FOLDER / f"{name}-{look}.png", optimize=True)
    context.close()


def serve(folder: Path) -> str:
    """Serve a folder until this process ends; return its address."""
    handler = functools.partial(type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None}), directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


if __name__ == "__main__":
    main()
