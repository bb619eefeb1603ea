"""Pictures on a whole site: what a page says of them, what refuses a build, and that they are made once."""

import re
import xml.etree.ElementTree as etree

import pytest

from tests.pictures import photo
from tests.project import TODAY, edit, start_task, write_article
from tests.site import Site

HERE = "content/articles/one.md"


@pytest.fixture
def photos(content):
    """Content with an article of one photo."""
    photo(content / "images" / "photo.jpg", (800, 450))
    write_article(content, "one", "Words.\n\n![A lake](images/photo.jpg)\n")
    return content


def test_a_page_lets_the_browser_choose(full):
    """AVIF or JPEG in every width, with the size of the place that is kept; each picture waits until it is near."""
    page = full.page("with-photos/index.html")
    sources, pictures = [element for element in page.elements if element.name == "source"], [element for element in page.elements if element.name == "img"]

    assert [source.attrs["type"] for source in sources] == ["image/avif"] * 3
    for element in (*sources, *pictures):
        assert element.attrs["sizes"] == "min(37rem, 100vw - 2rem)"
        assert re.findall(r" (\d+)w", element.attrs["srcset"]) == ["320", "480", "640", "960", "1184"]
    assert [(p.attrs["alt"], p.attrs["width"], p.attrs["height"]) for p in pictures] == [
        ("A lake at dawn", "1184", "592"), ("A lake at noon", "1184", "666"), ("a lake at dusk", "1184", "666")]
    assert [picture.attrs["loading"] for picture in pictures] == ["lazy"] * 3
    assert list(full.broken_links()) == []


def test_services_are_shown_a_kind_that_they_read(full):
    """The picture beside a shared link is the JPEG, with an address that is whole."""
    page = full.page("with-photos/index.html")
    shared = {element.attrs["property"]: element.attrs["content"] for element in page.elements if element.name == "meta" and "property" in element.attrs}

    assert re.fullmatch(r"http://localhost:8000/assets/photo-1184\.\w+\.jpg", shared["og:image"])
    assert (shared["og:image:width"], shared["og:image:height"]) == ("1184", "592")


def test_a_file_may_have_any_name(photos, build):
    """What means something in an address or in a list of them becomes a hyphen there, so that browsers find every picture and file."""
    names = ("a lake, at dawn?.jpg", "größe#1.jpg", "50 %.jpg")
    for name in names:
        photo(photos / "images" / name, (400, 300), seed=name)
    (photos / "files").mkdir()
    (photos / "files" / "a?b & c.pdf").write_bytes(b"%PDF-1.4")
    write_article(photos, "one", "".join(f"Words.\n\n![A lake](<images/{name.replace('%', '%25').replace('#', '%23').replace('?', '%3F')}>)\n\n" for name in names) + "See [the list](<{static}/files/a%3Fb & c.pdf>).\n")
    site = Site(build().output)

    assert re.findall(r'[" ](/assets/[^"]*?(?:jpg|pdf))(?: \d+w|")', site.page("one/index.html").html) != []
    assert set("".join(path.name for path in (site.output / "assets").iterdir())) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert list(site.broken_links()) == []


def test_a_pictures_words_name_the_clinic(photos, build):
    """In the text and of the hero, with its name as everywhere else, and no sign that is ours alone."""
    write_article(photos, "one", "Words.\n\n![A nurse of {clinic} at work](images/photo.jpg)\n", hero='{image: images/photo.jpg, alt: "The door of {clinic}"}')
    page = Site(build().output).page("one/index.html")

    assert [picture.attrs["alt"] for picture in page.query("img")] == ["The door of TelemedicalServices", "A nurse of TelemedicalServices at work"]
    assert not re.search("[\ue000-\uf8ff]|{clinic}", page.html)


def test_pictures_are_kept_for_all_builds(photos, build):
    """Another output, made from nothing, finds them; an edit of words does not load Pillow, nor does a build without a change."""
    loaded = {"PYTHONPROFILEIMPORTTIME": "1"}
    photo(photos / "images" / "photo.jpg", (800, 451), seed=str(photos))
    assert "pipeline.assets.develop" in build(env=loaded).stderr
    again = build(output="other", env=loaded)
    assert again.report["rendered"] > 10
    assert "pipeline.assets.develop" not in again.stderr
    for wanted in (1, 0):
        edit(photos / "articles" / "one.md", "Words.", "Other words.") if wanted else None
        edited = build(env=loaded)
        assert edited.report["rendered"] == wanted
        assert " PIL" not in edited.stderr


def test_two_builds_at_once_make_the_same(photos, tmp_path):
    """Of pictures that neither finds made."""
    photo(photos / "images" / "photo.jpg", (701, 401), seed=str(photos))
    running = [start_task("build", "--content", photos, "--output", tmp_path / name, "--today", TODAY) for name in ("a", "b")]
    assert [process.wait(60) for process in running] == [0, 0]
    made = [{path.name: path.read_bytes() for path in (tmp_path / name / "assets").glob("photo*")} for name in ("a", "b")]

    assert len(made[0]) == 8
    assert made[0] == made[1]


@pytest.mark.parametrize("damage", ["png", "jpg"])
def test_a_damaged_picture_is_told_where_it_is_named(photos, build, damage):
    """Its head is whole, so only making it shows the damage: the build is refused all the same."""
    path = photos / "images" / f"cut.{damage}"
    photo(path, (300, 200))
    path.write_bytes(path.read_bytes()[:3000])
    write_article(photos, "one", f"Words.\n\n![A lake](images/cut.{damage})\n")

    assert [(p["path"], p["line"], p["column"], p["rule"]) for p in build().errors] == [(HERE, 11, 11, "picture-broken")]


def test_pictures_are_refused_by_their_head(photos, check):
    """Words in a picture's clothes, a wrong name, and more pixels than memory has room for."""
    (photos / "images" / "words.png").write_text("Words.")
    photo(photos / "images" / "a.png", (9, 9))
    (photos / "images" / "a.png").rename(photos / "images" / "name.jpg")
    photo(photos / "images" / "bomb.png", (9, 9))
    head = bytearray((photos / "images" / "bomb.png").read_bytes())
    head[16:24] = (50_000).to_bytes(4, "big") * 2
    (photos / "images" / "bomb.png").write_bytes(head)
    write_article(photos, "one", "![A](images/words.png)\n\n![B](images/name.jpg)\n\n![C](images/bomb.png)\n", hero="{image: images/words.png, alt: A}")
    result = check("--path", HERE)

    assert [place.removeprefix(f"{HERE}:") for place in result.found] == ["8:15 picture-broken", "10:6 picture-broken", "12:6 picture-name", "14:6 picture-size"]
    assert "Name it name.png." in result.stdout
    assert "it has 50,000 × 50,000" in result.stdout


@pytest.mark.parametrize(
    ("line", "column", "inside"),
    [
        (3, 1, "<script>alert(1)</script>"),
        (3, 1, "<foreignObject/>"),
        (3, 1, "<path onclick='x()' d='M0 0'/>"),
        (3, 1, "<image href='https://a.example/a.png'/>"),
        (3, 1, "<image xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='a.png'/>"),
        (3, 1, "<use href='other.svg#a'/>"),
        (3, 1, "<a href='javascript:x()'/>"),
        (3, 1, "<path style='fill: url(https://a.example/#a)' d='M0 0'/>"),
        (3, 1, "<path fill='url(//a.example/#a)' d='M0 0'/>"),
        (3, 1, "<style>@import 'https://a.example/a.css';</style>"),
        (3, 1, "<style>.a { background: url('b.png') }</style>"),
        (3, 1, "<style>@import'https://a.example/a.css';</style>"),
        (3, 1, "<style>.a { background: image-set('https://a.example/a.png' 1x) }</style>"),
        (3, 1, r"<style>.a { background: u\72l(https://a.example/a.png) }</style>"),
        (3, 1, r"<path style='fill: u\72l(https://a.example/#a)' d='M0 0'/>"),
        (3, 1, "<animate attributeName='href' values='javascript:x()'/>"),
        (3, 1, "<set attributeName='onclick' to='x()'/>"),
        (3, 1, "<s:script xmlns:s='http://www.w3.org/2000/svg'>alert(1)</s:script>"),
        (3, 1, "<?xml-stylesheet href='a.css'?>"),
    ],
)
def test_a_drawing_with_more_than_shapes_is_refused(photos, check, line, column, inside):
    """At its own line and column."""
    (photos / "images" / "d.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'\n viewBox='0 0 9 9'>\n{inside}\n</svg>", "utf-8")
    write_article(photos, "one", "![A lake](images/d.svg)\n")

    assert check("--path", HERE).found == [f"content/images/d.svg:{line}:{column} drawing-inert"]


def test_filling_in_a_color_makes_nothing_of_what_is_text(photos, build):
    """What stands in a text or a comment when the drawing is checked is none of its elements when it is published."""
    (photos / "images" / "d.svg").write_text("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<desc><![CDATA[]var(--x, ])></desc><script href="data:text/javascript,alert(1)"/><rect onload="alert(2)"/><desc><![CDATA[]]></desc>
<desc>var(--color-sun, <!--) <script>alert(3)</script> -->Words</desc>
<path fill="var(--x, url)(https://a.example/#a)" stroke="var(--x, #123456)" d="M0 0h9v9z"/>
</svg>""", "utf-8")
    write_article(photos, "one", "![A lake](images/d.svg)\n")
    result = build()
    root = etree.fromstring(next((result.output / "assets").glob("d.*.svg")).read_bytes())  # noqa: S314 just made

    assert {element.tag.partition("}")[2] for element in root.iter()} == {"svg", "desc", "path"}
    assert {name for element in root.iter() for name in element.attrib} == {"viewBox", "fill", "stroke", "d"}
    assert root[-1].attrib["stroke"] == "#123456"
    assert root[-1].attrib["fill"].startswith("var(")


def test_a_drawing_of_many_parts_is_let_be(photos, check):
    """Gradients, filters, patterns, words, pictures inside, and what an editor's program writes for itself."""
    (photos / "images" / "d.svg").write_text(r"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ed="https://editor.example/" viewBox="0 0 9 9" ed:export="C:\a.png">
<ed:view on="1"><ed:grid/></ed:view><metadata><ed:work href="https://a.example/"/></metadata>
<defs><linearGradient id="a"><stop offset="0"/></linearGradient><radialGradient id="b" xlink:href="#a"/><filter id="f"><feGaussianBlur stdDeviation="1"/></filter>
<clipPath id="c"><circle r="1"/></clipPath><pattern id="p"><rect width="1" height="1"/></pattern></defs>
<style>.a { fill: url("#a"); filter: url( '#f' ) }</style><title>C:\Words on url(x)</title>
<g clip-path="url(#c)"><use href="#b"/><text x="1">on<tspan>it</tspan></text><image href="data:image/png;base64,AAAA"/></g>
</svg>""", "utf-8")
    write_article(photos, "one", "![A lake](images/d.svg)\n")

    assert check("--path", HERE).problems == []


@pytest.mark.parametrize(("name", "words", "rule"), [
    ("script.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='alert(1)'/>", "drawing-inert"),
    ("broken.svg", "<svg>", "picture-broken"),
    ("page.html", "<script>alert(1)</script>", "file-kind"),
    ("draft.md", "Words.", "file-kind"),
    (".env", "KEY=1", "file-kind"),
    (".notes/plan.pdf", "%PDF", "file-kind"),
    ("none", "Words.", "file-kind"),
])
def test_a_file_that_a_link_leads_to_is_looked_at(photos, build, name, words, rule):
    """As a picture is that a page shows; and what is no document, picture or recording is not published."""
    path = photos / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)
    write_article(photos, "one", f"[A lake in words]({{static}}/files/{name})\n")
    result = build()

    assert [problem["rule"] for problem in result.errors] == [rule]
    assert not result.output.exists()


@pytest.mark.parametrize("name", ["form.pdf", "FORM.PDF", "talk.mp3", "dates.ics"])
def test_a_document_is_published(photos, build, name):
    """Beside the text that links to it, or anywhere under the content folder."""
    (photos / "articles" / name).write_text("%PDF")
    write_article(photos, "one", f"[The form in whole]({{static}}{name})\n")

    assert [*(build().output / "assets").glob(f"{name.partition('.')[0]}.*")]


def test_entities_of_a_drawing_are_refused(photos, check):
    """They can grow to fill the memory, or read files."""
    (photos / "images" / "d.svg").write_text("<!DOCTYPE svg [\n<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", "utf-8")
    write_article(photos, "one", "![A lake](images/d.svg)\n")

    assert check("--path", HERE).found[0].startswith("content/images/d.svg:2:")


def test_a_drawing_is_cleaned(photos, build):
    """What its program left is not published; shapes, gradients inside, styles and titles are."""
    (photos / "images" / "d.svg").write_text("""<?xml version="1.0"?><!-- Drawn by A. Person, /home/person -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:ed="https://editor.example/" viewBox="0 0 9 9" ed:version="1">
  <metadata>A. Person</metadata><ed:view zoom="2"/>
  <title>A  field</title><style>.a { fill: url(#b) }</style>
  <path class="a" d="M0 0h9v9z" ed:label="first"/>
</svg>""", "utf-8")
    write_article(photos, "one", "![A field](images/d.svg)\n")
    result = build()
    published = next((result.output / "assets").glob("d.*.svg")).read_text("utf-8")

    assert published == '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A  field</title><style>.a { fill: url(#b) }</style><path class="a" d="M0 0h9v9z" /></svg>'
