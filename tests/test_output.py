"""What is true of every built page: right markup, links that lead somewhere, and nothing that runs or loads from elsewhere."""

import hashlib
import itertools
import json
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from pipeline.publish import headers
from tests.project import ROOT, write_article
from tests.site import ORIGIN, Site

LOADING = {"script", "img", "iframe", "source", "video", "audio", "embed", "object", "track", "input", "frame"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch"}


def test_every_page_is_right_html(site):
    """A strict parser finds no mistake; ids stand once; each page has a language, one title and one main heading."""
    assert len(site.pages) >= 12
    for page in site.pages:
        assert page.html.startswith(f'<!doctype html>\n<html lang="{"es" if page.address.startswith("/es/") else "en"}"'), page.address
        assert len(page.query("h1")) == len(page.query("title")) == len(page.query("main")) == 1, page.address
        assert sorted(set(page.ids)) == sorted(page.ids), page.address


def test_headings_skip_no_level(site):
    """Those who move by headings find no gap."""
    for page in site.pages:
        levels = [int(element.name[1]) for element in page.query("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, page.address
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), f"{page.address}: {levels}"


def test_titles_tell_pages_apart(site):
    """No two pages have one title, and each says what it is about."""
    titles = [page.one("title").to_text() for page in site.pages]
    assert sorted(set(titles)) == sorted(titles)
    assert all(titles)
    assert all(page.one('meta[name="description"]').attrs["content"] for page in site.pages)


def test_canonical_addresses_are_the_pages_own(site):
    """Each page names its own address; a visit sheet names that of its article, whose words it has."""
    for page in site.pages:
        assert page.one('link[rel="canonical"]').attrs["href"] == ORIGIN + page.address.removesuffix("visit-sheet/")


def test_every_link_leads_somewhere(site):
    """Links inside the site lead to a file that exists, and fragments to an element of it."""
    assert list(site.broken_links()) == []


def test_links_hold_for_another_checker(site):
    """A checker of links that knows nothing of this project finds none broken, fragments included."""
    lychee = Path(sysconfig.get_path("scripts")) / "lychee"
    command = [lychee, "--offline", "--include-fragments", "--no-progress", "--index-files", "index.html", "--root-dir", site.output, "--remap", f"{ORIGIN} file://{site.output}", *site.output.rglob("*.html")]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_page_runs_or_styles_inline(site):
    """No executable inline script, style attribute or event handler, and one sheet, in the head: the policy of the server forbids others."""
    for page in site.pages:
        for element in page.elements:
            where = f"{page.address}: {element.to_html()[:80]}"
            assert "style" not in element.attrs, where
            assert not [name for name in element.attrs if name.startswith("on")], where
            assert element.name != "style" or (element.parent.name == "head" and not element.attrs), where
            if element.name == "script" and "src" not in element.attrs:
                assert element.attrs.get("type") == "application/ld+json", where
            assert not element.attrs.get("href", "").startswith("javascript:"), where


def test_a_page_has_fetched_only_what_it_shows(site):
    """Only the home page, in each language, names the manifest: browsers fetch it with each page that does."""
    naming = {page.address for page in site.pages if page.query('link[rel="manifest"]')}
    assert naming == {page.address for page in site.pages if page.query('.brand[aria-current="page"]')}
    assert {"/", "/es/"} & {page.address for page in site.pages} == naming


def test_no_page_loads_from_elsewhere(site):
    """What a browser loads by itself comes from this site alone, and under a name with its digest."""
    for page in site.pages:
        for element, address in page.addresses():
            relation = set(element.attrs.get("rel", "").split())
            if element.name in LOADING or (element.name == "link" and relation & LOADING_LINKS):
                assert address.startswith(f"{ORIGIN}/assets/"), f"{page.address}: {address}"
        assert not page.query("form, iframe, object, embed, meta[http-equiv]"), page.address


def test_styles_load_nothing(site):
    """A page has one sheet, which names no address: no import, no font, no picture from anywhere."""
    for page in site.pages:
        (sheet,) = (element.to_text(strip=False) for element in page.query("style"))
        assert len(sheet) > 1000
        assert not re.search(r"@import|@font-face|url\(|</", sheet), page.address
        assert not page.query("link[rel=stylesheet]")


def test_assets_are_named_by_their_digest(site):
    """Each asset's name holds the digest of its bytes, and each is used by some page, asset or header."""
    used = str(headers.every()) + "".join(page.html for page in site.pages) + "".join(p.read_text("utf-8") for kind in ("webmanifest",) for p in (site.output / "assets").glob(f"*.{kind}"))
    for path in (site.output / "assets").iterdir():
        name, digest, _ = path.name.rsplit(".", 2)
        assert name
        assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(digest)
        assert len(digest) == 12
        assert path.name in used


def test_no_page_shows_the_machinery(site):
    """No template's sign, no hole that was not filled, no private sign."""
    for page in site.pages:
        assert not re.search("[\ue000-\uf8ff\x02\x03]|\\{\\{|\\{%|\\{filename\\}|\\{static\\}|Markup\\(|Link\\(", page.html), page.address
        assert not re.search(r"\{[a-z_]+\}", page.text), page.address


@pytest.mark.parametrize("path", ["content/articles", "content/pages"])
def test_the_clinics_name_is_written_once(built, path):
    """A text of the clinic's takes its name from clinic.yaml."""
    assert [file.name for file in (ROOT / path).glob("*.md") if "TelemedicalServices" in file.read_text("utf-8")] == []
    assert built.page("about/index.html").text.count("TelemedicalServices") > 0


def test_a_source_without_an_address_has_no_line_for_one(content, build):
    """An empty line would draw the next source up into it."""
    path = content / "references.json"
    references = json.loads(path.read_text("utf-8"))
    for name in ("DOI", "PMID", "PMCID", "URL"):
        references[0].pop(name, None)
    path.write_text(json.dumps(references), "utf-8")
    write_article(content, "sources", f"Two sources.[@{references[0]['id']}; @{references[1]['id']}]\n")
    page = Site(build().output).page("sources/index.html")
    links = [line.query("a") for line in page.query(".references__links")]

    assert (len(links), len(page.query(".references__item"))) == (1, 2)
    assert all(links)
