"""_headers and _redirects: what Cloudflare Pages and Netlify read says the same as the table, within their limits."""

import base64
import hashlib
import re

import pytest

from pipeline.publish.headers import REVALIDATE, rules_for
from pipeline.publish.hosts import headers_file, redirects_file
from tests.check.world import World, article

STYLES = ["sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]


def sent(file, address):
    """The headers that a host sends for an address by our _headers, and what it says of itself where that says nothing."""
    found, applies = {}, False
    for line in file.splitlines():
        if not line.startswith(" "):
            applies = address.startswith(line.removesuffix("*"))
        elif applies:
            name, value = line.strip().split(": ", 1)
            assert name not in found, f"{name} is said twice: a host would join the values"
            found[name] = value
    return {"Cache-Control": REVALIDATE, **found}


@pytest.mark.parametrize("base", ["", "/clinic/site"])
def test_hosts_say_what_the_table_says(site, base):
    """For every file of the site, whatever it is and wherever the site lives. The type is the host's own to tell."""
    for path in sorted(path for path in site.output.rglob("*") if path.is_file()):
        name = f"/{path.relative_to(site.output).as_posix()}"
        wanted = {header: value for header, value in rules_for(name, STYLES).items() if header != "Content-Type"}

        assert sent(headers_file(base, STYLES), base + name.removesuffix("index.html")) == wanted, name


def test_the_file_keeps_to_the_limits_of_hosts():
    """At most 100 rules and 2,000 signs a line; a policy that is longer is refused, since a host would leave it out."""
    lines = headers_file("", STYLES).splitlines()

    assert sum(not line.startswith(" ") for line in lines) <= 100
    assert max(map(len, lines)) <= 2000
    with pytest.raises(ValueError, match="more than 2000"):
        headers_file("", [f"sha256-{number:044}" for number in range(40)])


def test_every_old_address_is_redirected_for_good(tmp_path):
    """One line each, straight to the text, under the path that the site lives at."""
    library = World(tmp_path).write(article(aliases="[/old/, /older/post.html]")).library()

    assert redirects_file(library, "/site") == "/site/old/ /site/example/ 301\n/site/older/post.html /site/example/ 301\n"


def test_a_host_is_given_no_more_redirects_than_it_takes(tmp_path):
    """Cloudflare Pages takes 2,000; the page at each address leads on by itself."""
    world = World(tmp_path).write(article(aliases=[f"/old-{number}/" for number in range(2001)]))

    assert redirects_file(world.library()).count("\n") == 2000


def test_only_a_production_build_has_them(build):
    """An ordinary build is for looking at; a production build has both files, the same each time."""
    assert build().code == 0
    assert not list((build().output).glob("_*"))
    first = build("--production", "--site-url", "https://www.example.org/site")

    assert first.code == 0
    assert first.page("_headers") == headers_file("/site", digests_in(first.output))
    assert first.page("_policy") == rules_for("/", digests_in(first.output))["Content-Security-Policy"] + "\n"
    assert first.page("_redirects") == ""


def test_an_edit_of_words_keeps_them(content, build):
    """A build that makes only one page anew takes them over, or makes the same."""
    flags = ("--production", "--site-url", "https://www.example.org")
    page = content / "pages" / "about.md"
    before = build(*flags).page("_headers")
    page.write_text(page.read_text("utf-8") + "\nMore words.\n", "utf-8")

    assert build(*flags).page("_headers") == before


def digests_in(output):
    """The digests that a build's policy names. Those of all styles that stand in its pages, as a browser takes them, are among them."""
    named = re.findall(r"'(sha256-[^']+)'", (output / "_policy").read_text("utf-8"))
    sheets = {sheet for page in output.rglob("*.html") for sheet in re.findall(r"<style>(.*?)</style>", page.read_text("utf-8"), re.DOTALL)}
    assert {"sha256-" + base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sheets} <= set(named)
    assert sheets
    return named
