"""Icons: the mark in pixels, in every size that is asked for, in the tokens' colors."""

import io
import json
import os

import pytest
from PIL import Image

from pipeline.assets.colors import paint, read_colors, tokens_of
from pipeline.assets.drawing import draw, trace
from pipeline.assets.icons import add_icons
from pipeline.assets.store import Assets
from pipeline.problem import Refused
from pipeline.read.picture import NotAPicture
from tests.project import ROOT, edit

THEME = ROOT / "theme"
COLORS = read_colors(tokens_of(THEME))


def make(folder, theme=THEME, colors=COLORS["light"], base=""):
    """The assets with all icons, and the icons' addresses."""
    assets = Assets(ROOT / "content", folder, base)
    return assets.files(), add_icons(assets, theme, colors, "A Clinic", folder)


def size_of(data):
    """The size of a picture in pixels."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size


def test_few_sets_of_icons_are_kept(tmp_path):
    """Each mark that was tried leaves a set; the oldest go when another is drawn."""
    for age in range(30):
        (tmp_path / "icons" / f"set-{age}").mkdir(parents=True)
        os.utime(tmp_path / "icons" / f"set-{age}", (0, 1_000_000 - age))
    make(tmp_path)
    kept = {path.name for path in (tmp_path / "icons").iterdir()}

    assert len(kept) == 20
    assert kept > {f"set-{age}" for age in range(19)}


def test_icons_have_the_sizes_that_are_asked_for(tmp_path):
    """180 pixels for iOS, 192 and 512 for Android, 32 for a tab, 1200 × 630 beside a link; each a few kilobytes at most."""
    files, icons = make(tmp_path)
    sizes = {name.split("/")[-1].split(".")[0]: size_of(data) for name, data in files.items() if name.endswith((".png", ".ico"))}

    assert sizes == {"favicon": (32, 32), "icon": (180, 180), "icon-192": (192, 192), "icon-512": (512, 512), "share": (1200, 630)}
    assert all(len(data) < 8_000 for data in files.values())
    assert set(icons) == {"svg", "png", "share", "manifest"}


def test_icons_are_the_same_each_time(tmp_path):
    """Drawn anew or kept from an earlier build, they have the same bytes."""
    first, again, elsewhere = make(tmp_path / "a")[0], make(tmp_path / "a")[0], make(tmp_path / "b")[0]

    assert first == again == elsewhere


def test_damage_to_a_kept_icon_is_mended_by_its_absence(tmp_path):
    """A kept icon that is gone is drawn again, as after a deleted cache."""
    first = make(tmp_path)[0]
    next((tmp_path / "icons").rglob("share.png")).unlink()

    assert make(tmp_path)[0] == first


def test_the_manifest_names_clinic_colors_and_icons(tmp_path):
    """Its name comes from clinic.yaml, its colors from the tokens; its addresses hold the path under which the site stands."""
    files, _ = make(tmp_path, base="/clinic")
    manifest = json.loads(next(data for name, data in files.items() if name.endswith(".webmanifest")))

    assert (manifest["name"], manifest["start_url"]) == ("A Clinic", "/clinic/")
    assert manifest["theme_color"] == manifest["background_color"] == COLORS["light"]["color-canvas"]
    assert [icon["sizes"] for icon in manifest["icons"]] == ["any", "192x192", "512x512"]
    assert all(icon["src"].removeprefix("/clinic/") in files for icon in manifest["icons"])


def test_the_mark_is_drawn_where_the_svg_has_it(tmp_path):
    """Its sun, arc and horizon stand at the same spots, and its corners show the ground."""
    files, _ = make(tmp_path)
    icon = Image.open(io.BytesIO(next(data for name, data in files.items() if "icon-512" in name))).convert("RGB")
    at = lambda x, y: "#{:02x}{:02x}{:02x}".format(*icon.getpixel((256 + (x - 16) * 0.62 * 16, 256 + (y - 16) * 0.62 * 16)))  # noqa: E731
    light = COLORS["light"]

    assert at(16, 14) == light["mark-2"]
    assert at(16, 4.5) == at(3, 17) == at(16, 22.5) == at(16, 27.5) == light["mark-1"]
    assert at(16, 8) == at(16, 20) == at(-5, -5) == light["color-canvas"]


def test_a_color_that_is_missing_is_named(tmp_path):
    """The message names the file and the token."""
    with pytest.raises(Refused) as refused:
        make(tmp_path, colors={"color-canvas": "#ffffff", "mark-1": "#000000"})
    problem = refused.value.problems[0]

    assert problem.path.endswith("tokens.css")
    assert problem.message == "The tokens must hold the color --mark-2, which the icons use."


def test_a_mark_of_other_shapes_is_refused(project, tmp_path):
    """A command that is not known is named, so that another clinic's mark is not drawn wrong."""
    edit(project / "theme" / "static" / "brand" / "mark.svg", "M1 22.5h30", "M1 22.5t30 4")
    with pytest.raises(Refused, match="must be a drawing of simple paths"):
        make(tmp_path, theme=project / "theme")


@pytest.mark.parametrize(
    ("path", "points"),
    [
        ("M1 2L3 4", [1 + 2j, 3 + 4j]),
        ("M1 2h3v-1H0z", [1 + 2j, 4 + 2j, 4 + 1j, 1j, 1 + 2j]),
        ("m1 2 3 4 1 0", [1 + 2j, 4 + 6j, 5 + 6j]),
        ("M.5-1V2", [0.5 - 1j, 0.5 + 2j]),
    ],
)
def test_lines_are_followed(path, points):
    """Absolute and relative commands lead to the same points as in a browser."""
    assert list(trace(path)) == [points]


@pytest.mark.parametrize(
    ("path", "through"),
    [("M0 5a5 5 0 0 1 10 0", 5), ("M0 5a5 5 0 0 0 10 0", 5 + 10j), ("M0 5a2 2 0 0 1 10 0", 5), ("M0 5c0-7 10-7 10 0", 5 - 0.25j)],
)
def test_curves_are_followed(path, through):
    """Arcs and curves go through the middle that their formulas give, and end where they must."""
    line = next(trace(path))

    assert min(abs(point - through) for point in line) < 0.05
    assert abs(line[-1] - (10 + 5j)) < 1e-9


@pytest.mark.parametrize("path", ["M0 0q1 1 2 2", "M0 0L1", "M0 0z1"])
def test_other_paths_are_refused(path):
    """What can't be followed is never drawn in part."""
    with pytest.raises(NotAPicture):
        list(trace(path))


def test_drawing_keeps_to_its_colors():
    """Before it is shrunk, a drawing has the colors of its parts and of its ground, and no other."""
    mark = paint((THEME / "static" / "brand" / "mark.svg").read_text("utf-8"), COLORS["dark"]).encode()
    shown = {color for _, color in draw(mark, 256, "#000000", 1).getcolors()}

    assert len(shown) == 3


def test_painting_leaves_other_names_alone():
    """A token gets its value; another name keeps the color behind it, and stays as it is where no color stands there."""
    painted = paint('fill="var(--a)" stroke="var(--b, #123456)" x="var(--a,#000)" y="var(--a, red)"', {"a": "#ffffff"})

    assert painted == 'fill="#ffffff" stroke="#123456" x="#ffffff" y="#ffffff"'
    assert paint("var(--b, url)(//a.example) var(--b)", {"a": "#ffffff"}) == "var(--b, url)(//a.example) var(--b)"
