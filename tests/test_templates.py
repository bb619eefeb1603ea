"""Templates decide nothing: they show a view's finished words and addresses, and every class has its rules."""

import re
import xml.etree.ElementTree as etree

import pytest
from jinja2 import Environment, meta, nodes

from pipeline.gallery import write_gallery
from pipeline.render.templates import Templates
from tests.gallery import make_edition
from tests.project import ROOT
from tests.site import Site

FOLDER = ROOT / "theme" / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.suffix in {".html", ".xml", ".txt"})
STYLES = sorted([*(ROOT / "theme" / "static" / "css").glob("*.css"), *FOLDER.rglob("*.css")])
ENVIRONMENT = Environment(autoescape=True)
# What would split or glue words, make addresses, or reckon with days; numbers may be reckoned with, to draw.
DECIDES = {
    "split", "rsplit", "splitlines", "partition", "rpartition", "replace", "removeprefix", "removesuffix", "strip", "lstrip", "rstrip",
    "format", "join", "truncate", "slice", "title", "capitalize", "upper", "lower", "urlencode", "urlize", "safe", "strftime", "strptime",
    "isoformat", "date", "today", "now", "startswith", "endswith", "striptags", "regex", "tojson", "default", "d", "sort", "groupby", "random",
}  # fmt: skip


def read(name):
    """The text of a template."""
    return (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_decide_nothing(name):
    """No string is split, changed or glued, no day reckoned with, no address made."""
    tree = ENVIRONMENT.parse(read(name))
    calls = {node.node.attr for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Getattr)}
    filters = {node.name for node in tree.find_all((nodes.Filter, nodes.Test))}
    glued = list(tree.find_all((nodes.Concat, nodes.Sub)))
    added = [node for node in tree.find_all((nodes.Add, nodes.Mod, nodes.Mul)) if any(isinstance(part.value, str) for part in node.find_all(nodes.Const))]

    assert (calls | filters) & DECIDES == set()
    assert (glued, added) == ([], [])


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_make_no_addresses(name):
    """An address is one whole value of the view, or leads to the main text; none begins or ends in the template."""
    found = re.findall(r"""\b(?:href|src|srcset|action|content)=(?:"([^"]*)"|'([^']*)')""", read(name))
    addresses = [value for pair in found for value in pair if re.search(r"[/#]", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", value))]

    assert set(addresses) <= {"#main"}
    assert not re.search(r"https?://(?!www\.w3\.org/(?:2005/Atom|1999/xhtml)|www\.sitemaps\.org/schemas)", read(name))


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_get_a_view_and_nothing_else(name):
    """Outside of macros and what the template sets itself, only `view` has a value, and in the base `style`: no setting, no global."""
    tree = ENVIRONMENT.parse(read(name))
    own = {part if isinstance(part, str) else part[1] for found in tree.find_all(nodes.FromImport) for part in found.names}
    own |= {found.target.name for found in tree.find_all(nodes.Assign)}

    assert meta.find_undeclared_variables(tree) - own <= {"view", *(["style"] if name == "base.html" else [])}


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_short(name):
    """A template is read at one glance."""
    assert read(name).count("\n") <= 60


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_leads_to_is_known(name):
    """The short way to find what a template leads to, by which pages are made anew, finds what Jinja's own does."""
    found = set(Templates(FOLDER)._leads_to(name))
    expected = {other for other in meta.find_referenced_templates(ENVIRONMENT.parse(read(name))) if other}

    assert found == expected


def test_components_are_whole():
    """Each has its template of the same name and, where it looks like something, its styles, which the bundle takes in."""
    bundle = (ROOT / "theme" / "static" / "css" / "site.css").read_text("utf-8")
    for folder in sorted((FOLDER / "components").iterdir()):
        names = {path.name for path in folder.iterdir()}
        assert f"{folder.name}.html" in names
        assert names <= {f"{folder.name}.html", f"{folder.name}.css", "fixtures.yaml"}
        assert (f"{folder.name}/{folder.name}.css" in bundle) == (f"{folder.name}.css" in names), folder.name


def test_the_mark_is_drawn_once():
    """The mark within a page is the same drawing as the file that icons are made of."""

    def shapes(svg):
        root = etree.fromstring(svg)  # noqa: S314 our own file
        return {key: root.get(key) for key in ("viewBox", "fill", "stroke-width")}, [dict(part.attrib) for part in root]

    within = re.search(r"<svg.*</svg>", read("components/mark/mark.html"))[0]
    assert shapes(within) == shapes((ROOT / "theme" / "static" / "brand" / "mark.svg").read_text("utf-8"))


@pytest.fixture(scope="module")
def shown(tmp_path_factory, full, built):
    """The elements with classes on all pages of the sites and in the gallery."""
    folder = tmp_path_factory.mktemp("gallery")
    write_gallery(make_edition(tmp_path_factory.mktemp("cache")), folder)
    return [element for site in (full, built, Site(folder)) for page in site.pages for element in page.query("[class]")]


def classes(elements):
    """The classes of elements."""
    return {name for element in elements for name in element.attrs["class"].split()}


def rules():
    """Every rule's selectors."""
    text = "\n".join(path.read_text("utf-8") for path in STYLES)
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", text, flags=re.DOTALL)
    return [rule.strip() for rule in re.findall(r"[^{};]+(?=\{)", text)]


def styled(selectors):
    """The classes that selectors name."""
    return {name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}


def test_no_rule_is_left_over(shown):
    """Every class that a rule names is somewhere on a page; Pygments' classes are for code that some text may have, and rooms for parts of any length."""
    assert styled(rule for rule in rules() if not rule.startswith((".code ", ".part--"))) - classes(shown) == set()


def test_every_class_has_a_rule(shown):
    """A class on a page has a rule, or is the plain kind of something that has; a list's class takes its signs away, whatever its name."""
    known = styled(rules())
    others = [element for element in shown if element.name not in {"ul", "ol"} and not (element.name == "span" and element.parent.name in {"pre", "code", "span"})]

    assert {name for name in classes(others) - known if name.partition("--")[0] not in known} == set()


def test_the_stylesheet_begins_with_its_layers():
    """The first line says how the styles are put together; each file that it takes in belongs to one of them."""
    first, *imports = [line for line in (ROOT / "theme" / "static" / "css" / "site.css").read_text("utf-8").splitlines() if line]
    layers = re.fullmatch(r"@layer ([\w, ]+);", first)[1].split(", ")

    assert layers == ["reset", "tokens", "base", "layout", "components", "utilities"]
    used = [re.fullmatch(r'@import url\("[^"]+"\) layer\((\w+)\);', line)[1] for line in imports]
    assert used == sorted(used, key=layers.index)
