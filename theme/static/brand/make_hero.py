"""Draws the picture of the article on ketamine: first light over still water, and two chairs to talk it over.

Run it from the project's folder: `.venv/bin/python -m theme.static.brand.make_hero`. The same bytes come out every time.
Its colors are the brand's tokens by name, with their values behind them for programs that show the file by itself; a build
fills in the values of the day.
"""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

from pipeline.assets.colors import read_colors, tokens_of

ROOT = Path(__file__).resolve().parents[3]
PICTURE = ROOT / "content" / "images" / "ketamine-therapy.svg"
WIDTH, HEIGHT, HORIZON = 1600, 900, 540
SUN = 1060  # how far from the left it rises
DECK = 716  # how far from the top the jetty lies
TOKENS = {"night": "color-panel", "deep": "color-panel-deep", "sea": "color-panel-line", "mist": "color-line",
          "glow": "color-glow", "sun": "color-sun"}


def draw(colors: dict[str, str]) -> str:
    """The picture as an SVG."""
    ink = {name: f"var(--{token},{colors[token]})" for name, token in TOKENS.items()}
    fill = lambda color, d, opacity=1.0: f'<path fill="{color}" d="{d}"' + (f' opacity="{opacity:g}"' if opacity < 1 else "") + "/>"  # noqa: E731
    disc = lambda radius, color, opacity: f'<circle cx="{SUN}" cy="{HORIZON}" r="{radius}" fill="{color}" opacity="{opacity:g}"/>'  # noqa: E731
    sky = f"M0 0h{WIDTH}v{HORIZON}H0z"
    water = f"M0 {HORIZON}h{WIDTH}v{HEIGHT - HORIZON}H0z"
    wood, posts = jetty()
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none">',
        "<defs>",
        gradient("sky", ink, (0, "night"), (0.34, "sea"), (0.78, "mist"), (1, "glow")),
        gradient("water", ink, (0, "glow"), (0.14, "mist"), (0.6, "sea"), (1, "night")),
        halo("halo", ink["sun"], ink["glow"]),
        veil("veil", ink["glow"]),
        f'<clipPath id="above"><path d="{sky}"/></clipPath>',
        "</defs>",
        fill("url(#sky)", sky),
        fill("url(#water)", water),
        f'<ellipse cx="{SUN}" cy="{HORIZON}" rx="330" ry="300" fill="url(#halo)" opacity=".8"/>',
        '<g clip-path="url(#above)">',
        disc(620, "url(#halo)", 0.9),
        *(disc(radius, ink["glow"], 0.3) for radius in (360, 272, 184)),
        disc(104, ink["sun"], 1),
        *hills(ink, 0.34, 446, 56, 3.1, 4.8),
        *hills(ink, 0.62, 500, 24, 4.1, 1.55),
        fill(ink["night"], ridge(530, 20, 2.6, 5.65), 0.85),
        "</g>",
        f'<path stroke="{ink["sun"]}" stroke-width="6" stroke-linecap="round" opacity=".8" d="{ripples(SUN)}"/>',
        f'<path stroke="{ink["deep"]}" stroke-width="16" opacity=".3" d="{posts}"/>',
        f'<path stroke="{ink["deep"]}" stroke-width="20" d="{wood}"/>',
        f'<path stroke="{ink["deep"]}" stroke-width="11" stroke-linejoin="round" stroke-linecap="round" d="{chair(250)}{chair(450)}"/>',
        "</svg>", ""))


def gradient(name: str, ink: dict[str, str], *stops: tuple[float, str]) -> str:
    """A gradient from top to bottom."""
    shown = "".join(f'<stop offset="{at:g}" stop-color="{ink[color]}"/>' for at, color in stops)
    return f'<linearGradient id="{name}" x2="0" y2="1">{shown}</linearGradient>'


def halo(name: str, inner: str, outer: str) -> str:
    """Light that fades from its middle outwards."""
    return (f'<radialGradient id="{name}"><stop stop-color="{inner}" stop-opacity=".75"/><stop offset=".3" stop-color="{outer}" stop-opacity=".55"/>'
            f'<stop offset="1" stop-color="{outer}" stop-opacity="0"/></radialGradient>')


def veil(name: str, color: str) -> str:
    """Mist that grows denser downwards."""
    return f'<linearGradient id="{name}" x2="0" y2="1"><stop stop-color="{color}" stop-opacity="0"/><stop offset="1" stop-color="{color}" stop-opacity=".62"/></linearGradient>'


def hills(ink: dict[str, str], depth: float, *shape: float) -> tuple[str, ...]:
    """Hills that let no sun through, darker with their `depth`, in mist at their feet."""
    line = ridge(*shape)
    return (f'<path fill="{ink["mist"]}" d="{line}"/>', f'<path fill="{ink["sea"]}" d="{line}" opacity="{depth:g}"/>', f'<path fill="url(#veil)" d="{line}"/>')


def ridge(height: float, swing: float, waves: float, shift: float) -> str:
    """Hills from side to side, made of two waves, that stand on the horizon."""
    at = lambda x: height - swing * (math.sin(waves * x / 500 + shift) + 0.5 * math.sin(2.3 * waves * x / 500 + 3 * shift))  # noqa: E731
    points = [(x, at(x)) for x in range(-100, WIDTH + 201, 100)]
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(points)]
    curve = "".join(f"Q{x} {y:.0f} {to_x:.0f} {to_y:.0f}" for (x, y), (to_x, to_y) in zip(points[1:], middles[1:], strict=False))
    return f"M{middles[0][0]:.0f} {HORIZON}V{middles[0][1]:.0f}{curve}V{HORIZON}z"


def ripples(x: int) -> str:
    """Light on the water: lines that grow apart, and sway."""
    lines = []
    for number in range(10):
        y = HORIZON + 14 + 9 * number + 2.3 * number**2
        half = (84 - 3 * number) * (0.6 + 0.4 * math.cos(1.9 * number))
        lines.append(f"M{x + 18 * math.sin(2.3 * number) - half:.0f} {y:.0f}h{2 * half:.0f}")
    return "".join(lines)


def jetty() -> tuple[str, str]:
    """The deck that reaches into the water from the left with its posts, and the posts' reflection."""
    posts = ((70, 110), (350, 110), (630, 110))
    return (f"M-20 {DECK}H690" + "".join(f"M{x} {DECK - 10}v{length}" for x, length in posts),
            "".join(f"M{x} {DECK + length - 10}v{length // 2}" for x, length in posts))


def chair(x: int) -> str:
    """A deck chair from its side, which looks to the right; x is where it stands."""
    y = DECK - 10
    return f"M{x - 20} {y - 142}l44 100 76-24M{x + 100} {y}v-98M{x - 2} {y - 98}h116M{x} {y}l100-66"


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw(read_colors(tokens_of(ROOT / "theme"))["light"]), "utf-8")
