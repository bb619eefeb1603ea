"""A second brand: another clinic changes clinic.yaml and one file of tokens, and nothing of the first is left."""

import io
import re
from functools import cache

import pytest
from PIL import Image

from pipeline.assets.colors import OKLCH, oklch_to_hex, read_colors, tokens_of
from tests.project import ROOT, TODAY, copy_project, run_task

NAME, NEW_NAME = "TelemedicalServices", "Harborview Care"
CHANGES = {
    NAME: NEW_NAME,
    "+12025550143": "+13035550188",
    "https://booking.telemedicalservices.example/": "https://visits.harborview.example/",
    "security@telemedicalservices.example": "safety@harborview.example",
}
TOKENS = tokens_of(ROOT / "theme")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with another name, phone and booking page, and every color turned by a third of the circle."""
    project = copy_project(tmp_path_factory.mktemp("second") / "project")
    clinic = project / "content" / "clinic.yaml"
    text = clinic.read_text("utf-8")
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    clinic.write_text(text, "utf-8")
    tokens = tokens_of(project / "theme")
    tokens.write_text(OKLCH.sub(turn, tokens.read_text("utf-8")), "utf-8")
    return project


def turn(color):
    """Another hue, hardly darker or lighter, and still within sRGB."""
    lightness, chroma, hue = map(float, color.groups())
    return f"oklch({min(lightness, 98) - 0.7:.1f}% {min(chroma, 0.09):.3f} {(hue + 120) % 360:.0f})"


@pytest.fixture(scope="module")
def output(project):
    """The second clinic's site, built from nothing."""
    folder = project / "output"
    result = run_task("build", "--output", folder, "--today", TODAY, root=project, output=folder)
    assert result.code == 0, result.stderr
    return folder


@cache
def colors(project):
    """The colors of both schemes, as hex."""
    return {value for scheme in read_colors(tokens_of(project / "theme")).values() for value in scheme.values()}


def files(output):
    """Each file of the output by its path, with its bytes; a symbolic link is followed."""
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


def test_no_word_of_the_first_brand_is_left(output):
    """Its name in any case, its number in any form and its booking page stand in no file, nor in a file's name."""
    old = re.compile(rb"telemedical|202\W{0,3}555|5550143|555-0143", re.IGNORECASE)

    assert [name for name, data in files(output).items() if old.search(data) or old.search(name.encode())] == []


def test_the_second_brand_stands_everywhere(output):
    """Its name is on every page, in the feed and in the manifest; its number and booking page can be reached."""
    all_files = files(output)
    for name, data in all_files.items():
        if name.endswith((".html", ".xml", ".webmanifest")) and name != "sitemap.xml":
            assert NEW_NAME.encode() in data, name
    assert b'href="tel:+13035550188"' in all_files["index.html"]
    assert b"(303) 555-0188" in all_files["index.html"]
    assert b"https://visits.harborview.example/" in all_files["ketamine-therapy/index.html"]


def test_no_color_of_the_first_brand_is_left(project, output):
    """No file names one of its colors, in any way to write it, and no pixel of an icon has one."""
    old = colors(ROOT) - {"#ffffff"}
    assert not old & colors(project), "the test must change every color"
    for name, data in files(output).items():
        if name.endswith((".png", ".ico")):
            pixels = Image.open(io.BytesIO(data)).convert("RGB")
            found = {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in pixels.getcolors(pixels.width * pixels.height)}
        else:
            found = {long_form(color) for color in re.findall(rb"#[0-9a-f]{3,8}\b", data.lower())}
            assert b"oklch(" not in data, name
            assert b"lab(" not in data.replace(b"oklab", b""), name
        assert found & old == set(), name


def long_form(color):
    """`#fff` as `#ffffff`; what is said of transparency is left out."""
    digits = color.decode()[1:]
    return "#" + ("".join(2 * digit for digit in digits[:3]) if len(digits) < 6 else digits[:6])


def test_the_new_colors_reach_icons_and_pictures(project, output):
    """The mark, the icons' ground, the manifest and the article's drawing have the second brand's colors."""
    new = read_colors(tokens_of(project / "theme"))
    all_files = files(output)
    of = lambda part: next(data for name, data in all_files.items() if re.search(part, name))  # noqa: E731
    for scheme in ("light", "dark"):
        assert f'media="(prefers-color-scheme: {scheme})" content="{new[scheme]["color-canvas"]}"'.encode() in all_files["index.html"]
    assert new["light"]["mark-2"].encode() in of(r"assets/icon\.\w+\.svg")
    assert new["light"]["color-sun"].encode() in of(r"assets/ketamine-therapy\.\w+\.svg")
    assert f'"theme_color": "{new["light"]["color-canvas"]}"'.encode() in of(r"\.webmanifest")
    icon = Image.open(io.BytesIO(of(r"assets/icon\.\w+\.png"))).convert("RGB")
    shown = {f"#{red:02x}{green:02x}{blue:02x}" for count, (red, green, blue) in icon.getcolors(1 << 16) if count > 400}
    assert {new["light"][name] for name in ("color-canvas", "mark-1", "mark-2")} <= shown


def test_hex_values_are_those_of_a_browser():
    """White, black and sRGB's red, as CSS Color 4 gives them in OKLCH."""
    assert [oklch_to_hex(*color) for color in ((100, 0, 0), (0, 0, 0), (62.796, 0.25768, 29.234))] == ["#ffffff", "#000000", "#ff0000"]
