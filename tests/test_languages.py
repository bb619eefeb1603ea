"""Languages on the built site: every page leads to itself in the others, says what it is written in, and no translation drifts from its source."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
import yaml

from pipeline.read.languages import DEFAULT, LANGUAGES, path_in, split_url, url_in
from tests.project import ROOT, edit, fingerprint, write_article
from tests.site import ORIGIN, Site

SPANISH = {"title": "Un ejemplo", "summary": "Un resumen que es bastante largo para mostrarse en una lista de resultados.", "lang": "es", "translated": "2026-11-01"}
SOURCE = "Two of 10 people.[@han2016]\n\n## Risks\n\nCall [911](tel:911).\n"
TRANSLATION = "Dos de cada 10 personas.[@han2016]\n\n## Riesgos {#risks}\n\nLlame al [911](tel:911).\n"


def write_pair(content, name, source=SOURCE, translation=TRANSLATION, **keys):
    """Write an article and its translation."""
    (content / "articles" / "es").mkdir(exist_ok=True)
    written = write_article(content, name, source, **keys)
    other = write_article(content, f"{name}-es", translation, **{**keys, **SPANISH, "slug": name})
    return written, other.rename(content / "articles" / "es" / f"{name}.md")


def alternates(page):
    """The addresses of the page in each language, as its head names them."""
    return {link.attrs["hreflang"]: link.attrs["href"] for link in page.query('link[rel="alternate"]') if "hreflang" in link.attrs}


def locale(lang):
    """The words of the interface."""
    return yaml.safe_load((ROOT / "theme" / "locale" / f"{lang}.yaml").read_text("utf-8"))


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != DEFAULT])
def test_every_language_has_the_words_of_the_first(lang):
    """The same keys, and in each the same parts to be filled in; none is left in English."""
    own, wanted = locale(lang), locale(DEFAULT)

    assert own.keys() ^ wanted.keys() == set()
    assert [key for key in wanted if sorted(re.findall(r"\{\w+\}", own[key])) != sorted(re.findall(r"\{\w+\}", wanted[key]))] == []
    assert {key for key in wanted if own[key] == wanted[key] and len(wanted[key].split()) > 1} <= {"and_others"}


def test_the_first_language_is_pelicans():
    """Our own name for it agrees with the setting that Pelican reads."""
    settings = (ROOT / "pelicanconf.py").read_text("utf-8")

    assert f'DEFAULT_LANG = "{DEFAULT}"' in settings


def test_addresses_of_a_language_go_there_and_back():
    """What an address becomes in a language can be told from it again."""
    for lang in LANGUAGES:
        for url in ("/", "/about/", "/articles/page/2/", "/feed.xml", "/es-something/"):
            assert split_url(url_in(lang, url)) == (lang, url)
    assert (path_in("en", "404.html"), path_in("es", "404.html")) == ("404.html", "es/404.html")


def test_every_page_says_its_language(site):
    """The html element's language is that of the address, and dates and menus are in it."""
    for page in site.pages:
        assert page.one("html").attrs["lang"] == split_url(page.address)[0], page.address
    assert "noviembre" in site.page("es/about/index.html").text or site.page("es/about/index.html").one(".translation-notice")


def test_languages_lead_to_each_other(site):
    """Each page that others name as its version in a language names them as well, itself included; the default is English."""
    told = {page.address: alternates(page) for page in site.pages}

    assert any(told.values())
    for address, links in told.items():
        if not links:
            continue
        assert links["x-default"] == links["en"]
        assert links[split_url(address)[0]] == ORIGIN + address
        for lang, url in links.items():
            if lang != "x-default":
                other = urlsplit(url).path
                assert split_url(other)[0] == lang
                assert told[other] == links, f"{address} names {other}, which does not name it"


def test_every_translated_page_names_its_translation(site):
    """Where there is a page at the address in the other language, both say so; but not a visit sheet, whose address search engines are to forget for its article's."""
    addresses = {page.address for page in site.pages}
    for page in site.pages:
        lang, url = split_url(page.address)
        twin = url_in("es" if lang == "en" else "en", url)
        assert (twin in addresses and not page.address.endswith("visit-sheet/")) == bool(alternates(page)), page.address


def test_the_switch_keeps_the_place(site):
    """It leads to the same page where there is one, else to the list's first page or to the home page; it is named in its own language."""
    addresses = {page.address for page in site.pages}
    for page in site.pages:
        lang, url = split_url(page.address)
        other = "es" if lang == "en" else "en"
        link = page.one(".language-switch__link")
        wanted = next(found for found in (url_in(other, url), url_in(other, url.partition("page/")[0]), url_in(other, "/")) if found in addresses)
        assert urlsplit(link.attrs["href"]).path == wanted, page.address
        assert (link.attrs["lang"], link.attrs["hreflang"]) == (other, other)
        assert link.to_text() == locale(other)["language_name" if wanted != url_in(other, "/") or url == "/" else "language_home"]


def test_the_parts_of_a_text_lead_to_the_same_parts(content, build):
    """Below a heading stands a link to the heading of the same id in the other language, and both exist."""
    write_pair(content, "pair")
    site = Site(build().output)
    english, spanish = site.page("pair/index.html"), site.page("es/pair/index.html")

    assert [link.attrs["href"] for link in english.query(".section-languages__link")] == ["/es/pair/#risks"]
    assert [link.attrs["href"] for link in spanish.query(".section-languages__link")] == ["/pair/#risks"]
    assert "risks" in english.ids
    assert "risks" in spanish.ids
    assert english.one(".section-languages__link").attrs["lang"] == "es"
    assert [*site.broken_links()] == []


def test_what_is_in_another_language_says_so(content, build):
    """The English title of a source is marked on a Spanish page, and nothing is on an English one."""
    write_pair(content, "pair")
    site = Site(build().output)

    assert site.page("es/pair/index.html").query('.references__item span[lang="en"]')
    assert not site.page("pair/index.html").query(".references__item [lang]")


def test_a_translation_says_who_has_reviewed_it(content, build):
    """Nobody, with the day of its source; or the person, with credentials and day."""
    _, translation = write_pair(content, "pair")
    notice = Site(build().output).page("es/pair/index.html").one(".translation-notice").to_text()
    assert "1 de noviembre de 2026" in notice
    assert "Todavía no la ha revisado" in notice

    people = content / "people.yaml"
    people.write_text(people.read_text("utf-8") + "ana-perez:\n  name: Ana Perez\n  kind: person\n  credentials: certified translator\n", "utf-8")
    edit(translation, "translated: 2026-11-01", "translated: 2026-11-01\ntranslation_review: {reviewer: ana-perez, date: 2026-11-20}")
    notice = Site(build(output="reviewed").output).page("es/pair/index.html").one(".translation-notice").to_text()
    assert "Ana Perez, certified translator el 20 de noviembre de 2026" in " ".join(notice.split())
    assert "Todavía" not in notice


def test_no_translation_leads_to_a_hidden_source(content, build):
    """It still says what it is; only a hidden translation leads on to what is hidden."""
    written, translation = write_pair(content, "pair", status="published")
    open_page = Site(build().output).page("es/pair/index.html")
    assert open_page.one(".translation-notice a").attrs["href"] == "/pair/"

    edit(written, "status: published", "status: hidden")
    result = build()
    page = Site(result.output).page("es/pair/index.html")
    assert "1 de noviembre de 2026" in page.one(".translation-notice").to_text()
    assert 'href="/pair/' not in result.page("es/pair/index.html")

    edit(translation, "status: published", "status: hidden")
    assert Site(build().output).page("es/pair/index.html").one(".translation-notice a").attrs["href"] == "/pair/"


def test_every_spanish_page_is_a_translation_that_says_so(built):
    """No page of content in Spanish is without the notice."""
    texts = [page for page in built.pages if page.address.startswith("/es/") and not re.match(r"/es/(?:articles|topics)/|.*/visit-sheet/", page.address)]

    assert len(texts) >= 9
    assert [page.address for page in texts if not page.query(".translation-notice")] == []


def test_lists_and_feeds_keep_to_their_language(content, build):
    """The Spanish list, topic and feed hold Spanish texts alone, and the English ones none of them."""
    write_pair(content, "pair")
    result = build()
    site = Site(result.output)
    for path in ("articles/index.html", "topics/mental-health/index.html", "index.html"):
        english, spanish = ({link.attrs["href"] for link in site.page(prefix + path).query(".article-card__title a")} for prefix in ("", "es/"))
        assert "/pair/" in english
        assert not any(url.startswith("/es/") for url in english)
        assert "/es/pair/" in spanish
        assert all(url.startswith("/es/") for url in spanish)
    feed = feedparser.parse(result.page("es/feed.xml"))
    assert not feed.bozo
    assert (feed.feed.language, feed.feed.link) == ("es", f"{ORIGIN}/es/")
    assert f"{ORIGIN}/es/pair/" in {entry.link for entry in feed.entries}
    assert "/es/" not in "".join(entry.link for entry in feedparser.parse(result.page("feed.xml")).entries)
    assert "Salud mental" in site.page("es/topics/index.html").text


def test_the_sitemap_names_each_page_in_its_languages(site):
    """Each address with its versions, itself included, and only with pages that are in the sitemap."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    rows = {
        row.find("s:loc", names).text: {link.attrib["hreflang"]: link.attrib["href"] for link in row.findall("x:link", names)}
        for row in ET.fromstring(site.text("sitemap.xml")).findall("s:url", names)  # noqa: S314 our own file
    }

    assert rows[f"{ORIGIN}/about/"] == {"en": f"{ORIGIN}/about/", "es": f"{ORIGIN}/es/about/", "x-default": f"{ORIGIN}/about/"}
    for url, links in rows.items():
        assert all(rows.get(other) == links for other in links.values()), url


def test_a_spanish_page_gives_the_crisis_lines_that_answer_in_spanish(built):
    """988 with 2, by call, and AYUDA to 988, by text, before the text of every page."""
    for page in built.pages:
        if page.address.startswith("/es/"):
            before = page.html.split("<h1")[0] if "urgent-help" not in page.address else page.html
            assert "Llame al 988 y oprima 2" in before, page.address
            assert re.search(r'href="sms:988"[^>]*><strong>Envíe AYUDA al 988', before), page.address


def test_a_change_of_words_makes_one_page(content, build):
    """In either language: the other is as it was."""
    source, translation = write_pair(content, "pair")
    build()
    edit(source, "people.", "persons.")
    assert (build().report["rendered"], build().report["rendered"]) == (1, 0)
    edit(translation, "Llame al", "Marque el")
    assert build().report["rendered"] == 1


def test_a_translation_that_comes_or_goes_changes_its_source(content, build):
    """Taken over or made anew, the site is what a clean build makes of it."""
    _, translation = write_pair(content, "pair")
    whole = fingerprint(build().output)
    text = translation.read_text("utf-8")
    translation.write_text(text.replace("lang: es", "lang: es\nstatus: draft"), "utf-8")
    assert "/es/pair/" not in build().page("pair/index.html")
    assert fingerprint(build().output) == fingerprint(build("--clean", output="clean").output)
    translation.write_text(text, "utf-8")
    assert fingerprint(build().output) == whole


def test_a_topic_that_comes_or_goes_in_a_language_changes_every_page_of_its_list(content, build):
    """Also those pages that the other language has no equal of lead to the first of its list, and to none that is no longer there."""
    (content / "topics.yaml").write_text("sleep:\n  name: {en: Sleep, es: Sueño}\nmental-health:\n  name: {en: Mental health, es: Salud mental}\n", "utf-8")
    for number in range(12):
        write_article(content, f"sleep-{number}", topic="sleep")
    _, translation = write_pair(content, "sleep-pair", topic="sleep")
    away = translation.rename(content.parent / "away.md")
    before = build()
    away.rename(translation)
    translated, clean = build(), build("--clean", output="clean")

    assert (before.code, translated.code) == (0, 0), translated.stderr
    assert fingerprint(translated.output) == fingerprint(clean.output)
    assert 'href="/es/topics/sleep/"' in translated.page("topics/sleep/page/2/index.html")
    translation.unlink()
    again, clean = build(), build("--clean", output="clean")
    assert fingerprint(again.output) == fingerprint(clean.output)
    assert "/es/topics/sleep/" not in again.page("topics/sleep/page/2/index.html")


def test_a_heading_that_both_have_no_longer_leads_nowhere(content, build):
    """With another id in both, the links between the parts follow in both."""
    source, translation = write_pair(content, "pair")
    build()
    edit(source, "## Risks", "## Risks {#harms}")
    edit(translation, "{#risks}", "{#harms}")
    result = build()

    assert 'href="/es/pair/#harms"' in result.page("pair/index.html")
    assert 'href="/pair/#harms"' in result.page("es/pair/index.html")
    assert fingerprint(result.output) == fingerprint(build("--clean", output="clean").output)


def test_a_source_that_changes_stops_the_build(content, build):
    """By the short way as well as by the long one: a number that only one of the two has is told at the translation."""
    source, _ = write_pair(content, "pair")
    assert build().code == 0
    edit(source, "Two of 10", "Two of 12")
    result = build()

    assert result.code == 1
    assert [(error["path"], error["line"], error["rule"]) for error in result.errors] == [("content/articles/es/pair.md", 11, "translation-numbers")]


def test_every_word_of_the_interface_is_used():
    """By its name, in templates or views; of a family such as month_1, by what the names begin with."""
    code = "\n".join(path.read_text("utf-8") for folder, kind in (("theme/templates", "*.html"), ("pipeline", "*.py")) for path in (ROOT / folder).rglob(kind))
    words = yaml.safe_load((ROOT / "theme" / "locale" / "en.yaml").read_text("utf-8"))

    assert [word for word in words if not re.search(rf"""['"](?:{word}['"]|{word.partition("_")[0]}_(?:['"]|{{))""", code)] == []
