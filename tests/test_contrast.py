"""Contrast: every pair of text and ground that docs/brand.md names keeps 7:1 in both schemes, and the numbers there are true."""

import re

import pytest

from pipeline.assets.colors import OKLCH, oklch_to_linear, read_colors, tokens_of
from tests.project import ROOT

TOKENS = tokens_of(ROOT / "theme")
COLORS = read_colors(TOKENS)
WANTED, EDGES = 7, 3  # WCAG 2.2: 1.4.6 for text, 1.4.11 for edges of controls
ROW = re.compile(r"^\| ([^|]+) \| (`[^|]+) on (`[^|]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)
PAIRS = [(use, re.findall(r"`([\w-]+)`", above), re.findall(r"`([\w-]+)`", below), (float(light), float(dark))) for use, above, below, light, dark in ROW.findall((ROOT / "docs" / "brand.md").read_text("utf-8"))]


def luminance(color):
    """Relative luminance of a hex color (WCAG 2.2)."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast ratio of two colors (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lowest(scheme, above, below):
    """The lowest contrast of any of some colors on any of others."""
    colors = COLORS[scheme]
    return min(contrast(colors[f"color-{one}"], colors[f"color-{other}"]) for one in above for other in below)


@pytest.mark.parametrize(("use", "above", "below", "told"), PAIRS, ids=[pair[0] for pair in PAIRS])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pairs_keep_their_contrast(use, above, below, told, scheme):
    """Text reaches 7:1 on its worst ground, an edge 3:1; the page on the brand tells the number, cut to a tenth."""
    found = lowest(scheme, above, below)

    assert found >= (EDGES if "dges" in use else WANTED)
    assert told[scheme == "dark"] == int(found * 10) / 10


def test_every_color_of_words_has_its_row():
    """Whatever a rule gives to words, by itself or through a variable, is the first of a pair."""
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "theme").rglob("*.css") if path.name not in {"tokens.css", "utilities.css"})
    used = set(re.findall(r"(?<![\w-])(?:color|--ink|--sign|--counted): var\(--color-([\w-]+)\)", text)) - {"edge"}

    assert used - {name for _, above, _, _ in PAIRS for name in above} == set()


def test_every_color_has_a_use():
    """No token is left over: each is named by a rule or by a drawing."""
    files = [*(ROOT / "theme").rglob("*.css"), *(ROOT / "theme").rglob("*.svg"), *(ROOT / "content").rglob("*.svg")]
    used = {name for path in files for name in re.findall(r"var\(--((?:color|mark)-[\w-]+)", path.read_text("utf-8"))}

    assert set(COLORS["light"]) == used


def test_every_color_lies_within_srgb():
    """So every screen shows the same, and one value of each is enough."""
    for values in OKLCH.findall(TOKENS.read_text("utf-8")):
        assert all(-0.0005 < channel < 1.0005 for channel in oklch_to_linear(*map(float, values))), values
