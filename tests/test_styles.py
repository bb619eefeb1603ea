"""Styles: a page has what its own templates use and nothing of other pages', and all of it stands in the page."""

import re
import shutil
from pathlib import Path

import pytest

from pipeline.assets.styles import Styles, digest_of_style
from pipeline.problem import Refused
from tests.gallery import make_edition
from tests.project import ROOT
from tests.test_templates import classes, rules, styled

SITE_CSS = ROOT / "theme" / "static" / "css" / "site.css"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """An edition of the project's own site."""
    return make_edition(tmp_path_factory.mktemp("cache"))


def sheet_of(page):
    """The text of a page's one sheet."""
    return re.search(r"<style>(.*?)</style>", page.html, re.DOTALL)[1]


def test_every_class_of_a_page_is_styled_there(site):
    """What a rule of the theme styles is styled on each page that shows it."""
    known = styled(rules())
    for page in site.pages:
        assert classes(page.query("[class]")) & known <= styled([sheet_of(page)]) | {"code"}, page.address


def test_no_page_has_the_styles_of_other_pages(full):
    """Each class in a type's sheet is on some page of that type, but for parts of bodies that no text has yet."""
    by_sheet = {}
    for page in full.pages:
        by_sheet.setdefault(sheet_of(page), []).extend(page.query("[class]"))
    bodies = styled(rule for rule in rules() if rule.startswith(".code "))

    assert len(by_sheet) >= 4
    for sheet, elements in by_sheet.items():
        if ".prose" not in sheet:
            assert styled([re.sub(r"\"[^\"]*\"", "", sheet)]) - classes(elements) - bodies - STATES == set()


STATES = {"header", "button", "topic-card"}


def test_the_policy_can_name_every_sheet(edition, site):
    """The digests that an edition tells are those of all sheets on its pages, so that a host can allow them and no others."""
    assert {digest_of_style(sheet_of(page)) for page in site.pages} <= set(edition.style_digests)
    assert len(edition.style_digests) <= 10



def test_sheets_are_kept(tmp_path):
    """A second build finds them; a change of a file, or of what a page uses, makes another."""
    first = Styles(SITE_CSS, tmp_path).sheet(["base.html"])
    assert [path.read_text("utf-8") for path in tmp_path.glob("*.css")] == [first]
    next(tmp_path.glob("*.css")).write_text("kept")

    assert Styles(SITE_CSS, tmp_path).sheet(["base.html"]) == "kept"
    assert ".hero__title" in Styles(SITE_CSS, tmp_path).sheet(["base.html", "components/hero/hero.html"])
    assert ".hero__title" not in first


def test_a_slip_is_refused_wherever_it_is(tmp_path):
    """Also in a file that the sheet does not need, and each time that the sheet is asked for."""
    css = Path(shutil.copytree(ROOT / "theme", tmp_path / "theme")) / "static" / "css"
    (css.parent.parent / "templates" / "components" / "hero" / "hero.css").write_text(".hero { & > {; }\n", "utf-8")
    styles = Styles(css / "site.css", tmp_path / "kept")

    for _ in range(2):
        with pytest.raises(Refused):
            styles.sheet(["base.html"])


@pytest.mark.parametrize(("style", "told"), [
    ("a { color: red; }\n.b { background: url(https://x.example/a.png); }\n", (2, 18, "https://x.example/a.png")),
    ("@font-face { font-family: X; src: url('//fonts.example/x.woff2'); }\n", (1, 35, "//fonts.example/x.woff2")),
])
def test_a_style_loads_nothing_from_elsewhere(tmp_path, style, told):
    """A picture or a face of another company's would tell it who reads what: refused at its place."""
    css = Path(shutil.copytree(ROOT / "theme", tmp_path / "theme")) / "static" / "css"
    (css / "prose.css").write_text(style, "utf-8")
    with pytest.raises(Refused) as refused:
        Styles(css / "site.css", tmp_path / "kept").sheet(["base.html"])

    [problem] = refused.value.problems
    assert (problem.line, problem.column) == told[:2]
    assert f"“{told[2]}”" in problem.message
