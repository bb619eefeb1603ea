"""The library: what a link leads to, and what is said of one that leads nowhere."""

import pytest

from pipeline.read.document import read_document
from pipeline.read.facts import Facts
from pipeline.read.frontmatter import ArticleFrontMatter
from pipeline.read.library import BrokenLink, Entry, Library
from pipeline.read.markdown import Converter


@pytest.fixture
def library(tmp_path):
    """Two articles and a draft, a picture, and one text that was not understood."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a b.png").touch()
    entries = []
    for name, status in (("one", "published"), ("two", "published"), ("later", "draft")):
        path = tmp_path / "articles" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        front = f"title: {name}\nsummary: S\ndate: 2026-11-22\nauthor: a\ntopic: b\nstatus: {status}"
        path.write_text(f"---\n{front}\n---\n## First part\n\n## Été\n")
        document, problems = read_document(path, path.read_bytes(), ArticleFrontMatter, Converter())
        assert problems == []
        entries.append(Entry("article", document, f"articles/{name}.md", name, f"/{name}/", f"{name}/index.html"))
    return Library(tmp_path, Facts(), tuple(entries), frozenset({"/articles/", "/feed.xml"}), frozenset({"articles/bad.md"}))


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("{filename}two.md", "/two/"),
        ("{filename}/articles/two.md", "/two/"),
        ("{filename}../articles/two.md#first-part", "/two/#first-part"),
        ("{filename}two.md#%C3%A9t%C3%A9", "/two/#%C3%A9t%C3%A9"),
        ("{static}/images/a%20b.png", "{static}images/a b.png"),
        ("{static}../images/a b.png", "{static}images/a b.png"),
        ("#first-part", "#first-part"),
        ("/two/", "/two/"),
        ("/two/#first-part", "/two/#first-part"),
        ("/articles/", "/articles/"),
        ("/feed.xml", "/feed.xml"),
        ("https://a.example/x?y#z", "https://a.example/x?y#z"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+12025550143", "tel:+12025550143"),
        ("sms:988", "sms:988"),
        ("{filename}bad.md", "{filename}bad.md"),
    ],
)
def test_links_are_followed(library, target, address):
    """Texts, headings, files, addresses of the site and other sites; a link to a text that was refused is not at fault."""
    assert library.resolve(target, "articles/one.md") == address


@pytest.mark.parametrize(
    ("target", "message", "cure"),
    [
        ("{filename}/else/where.md", "“{filename}/else/where.md” must name a text of this site; there is no else/where.md.", "Correct the name, or take the link out."),
        ("{filename}tow.md", "“{filename}tow.md” must name a text of this site; there is no articles/tow.md.", "Did you mean “{filename}/articles/two.md”?"),
        ("{filename}later.md", "“{filename}later.md” must name a published text; articles/later.md is a draft.", "Publish it, or take the link out."),
        ("{filename}two.md#frist-part", "“{filename}two.md#frist-part” must lead to a heading; articles/two.md has none with the id “frist-part”.", "Did you mean “first-part”?"),
        ("#nothing-like-it", "“#nothing-like-it” must lead to a heading; articles/one.md has none with the id “nothing-like-it”.", "Use the heading's words in small letters, with hyphens."),
        ("{static}/images/prices.pdf", "“{static}/images/prices.pdf” must name a file; there is no images/prices.pdf in the content folder.", "Correct the name, or take the link out."),
        ("/later/", "“/later/” must be an address of this site; there is no page /later/.", "Correct the name, or take the link out."),
        ("/two", "“/two” must be an address of this site; there is no page /two.", "Did you mean “/two/”?"),
        ("two.md", "“two.md” must say what it names.", "Write {filename}two.md for a text of this site, or https://… for another site."),
        ("two/", "“two/” must say what it names.", "Write {filename}/articles/two.md."),
        ("{filename}articles/two.md", "“{filename}articles/two.md” must name a text of this site; there is no articles/articles/two.md.", "Did you mean “{filename}/articles/two.md”?"),
        ("{Filename}/articles/two.md", "“{Filename}/articles/two.md” must say what it names.", "Write {filename} in small letters."),
        ("www.nih.gov", "“www.nih.gov” must say what it names.", "Write https://www.nih.gov."),
        ("“https://a.example/”", "““https://a.example/”” must say what it names.", "Write https://a.example/ without the quotation marks around it."),
        ("", "“” must say what it names.", "Write where it leads between the round brackets."),
        ("mailto:info clinic", "“mailto:info clinic” must name one mailbox.", "Write mailto: and the mailbox, with no space: mailto:desk@clinic.example."),
        ("javascript:alert(1)", "“javascript:alert(1)” must be a link that a reader may follow.", "Use https://, mailto:, tel: or a file of this site."),
        ("//a.example/", "“//a.example/” must be a link that a reader may follow.", "Use https://, mailto:, tel: or a file of this site."),
    ],
)  # fmt: skip
def test_links_that_lead_nowhere_are_told(library, target, message, cure):
    """What must be true, and the nearest name that exists."""
    with pytest.raises(BrokenLink) as caught:
        library.resolve(target, "articles/one.md")

    assert (caught.value.message, caught.value.cure) == (message, cure)


@pytest.mark.parametrize(
    "target",
    ["{static}../../secret.txt", "{static}/../secret.txt", "{static}//etc/passwd", "{static}/%2Fetc/passwd", "{static}///../secret.txt", "{attach}//etc/passwd", "{static}/images", "{filename}../../../x.md", "https:", "http:///x", "mailto:", "", "#", "{filename}", "[", "http://[", "{other}x", "{static}/%00", f"{{static}}/{'a' * 300}/{'a' * 300}"],
)
def test_odd_links_are_refused_and_never_crash(library, target, tmp_path):
    """Nothing outside the content folder is published, and an address that is none is told."""
    (tmp_path.parent / "secret.txt").touch()
    with pytest.raises(BrokenLink):
        library.resolve(target, "articles/one.md")


def test_a_picture_from_outside_is_refused(library):
    """Whatever stands before its path: a picture that is published lies in the content folder."""
    for picture in ("//etc/passwd", "{static}//etc/passwd", "../secret.txt", "{static}../../secret.txt"):
        with pytest.raises(BrokenLink):
            library.resolve_picture(picture, "articles/one.md")


def test_a_link_of_the_file_system_may_not_lead_out(library, tmp_path_factory):
    """Neither a file that is one nor a folder: what it leads to is not the clinic's to publish. Inside the content folder it may."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").touch()
    (library.content / "secret.txt").symlink_to(outside / "secret.txt")
    (library.content / "files").symlink_to(outside, target_is_directory=True)
    (library.content / "again.png").symlink_to(library.content / "images" / "a b.png")

    assert library.resolve("{static}/again.png", "articles/one.md") == "{static}again.png"
    for target in ("{static}/secret.txt", "{static}/files/secret.txt"):
        with pytest.raises(BrokenLink, match="leads to one outside of it"):
            library.resolve(target, "articles/one.md")
