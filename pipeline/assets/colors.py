"""The brand's colors: read from the theme's tokens, as sRGB, for all that a stylesheet does not reach."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

from pipeline.read.located import read_text

OKLCH = re.compile(r"oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)")
_TOKEN = re.compile(r"--([\w-]+):\s*" + OKLCH.pattern)
_DARK = "prefers-color-scheme: dark"
_USE = re.compile(r"var\(--([\w-]+)(?:,\s*(?:(#[0-9a-fA-F]{3,8})|[^()]*))?\)")


def tokens_of(theme: Path) -> Path:
    """The file that holds a theme's tokens."""
    return theme / "static" / "css" / "tokens.css"


def read_colors(tokens: Path) -> dict[str, dict[str, str]]:
    """The colors of the schemes `light` and `dark`: the hex value of each token, by its name without hyphens before it."""
    light, _, dark = read_text(tokens).partition(_DARK)
    found = {scheme: {name: oklch_to_hex(*map(float, values)) for name, *values in _TOKEN.findall(text)} for scheme, text in (("light", light), ("dark", dark))}
    return {"light": found["light"], "dark": {**found["light"], **found["dark"]}}


def paint(drawing: str, colors: Mapping[str, str]) -> str:
    """What an SVG says with the value of each `var(--token)` filled in, since a picture does not see the page's tokens.

    A name that is no token keeps the color behind it, as in `var(--other, #123456)`. What else stands there is left to browsers:
    filled in, a word could become a part of something that loads a file.
    """
    return _USE.sub(lambda use: colors.get(use[1]) or use[2] or use[0], drawing)


def oklch_to_hex(lightness: float, chroma: float, hue: float) -> str:
    """A color of OKLCH (lightness in per cent, hue in degrees) as sRGB, cut to what a screen can show."""
    return "#" + "".join(f"{round(255 * _gamma(channel)):02x}" for channel in oklch_to_linear(lightness, chroma, hue))


def oklch_to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Red, green and blue of linear light, each from 0 to 1 where the color lies within sRGB.

    The matrices are those of Björn Ottosson's definition of Oklab (2020), as CSS Color 4 has them.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    light = lightness / 100
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short)


def _gamma(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
