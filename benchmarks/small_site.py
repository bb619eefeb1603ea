"""A small made-up site in many versions, for what happens while sites are exchanged; and a crawler that follows its links.

From one version to the next some articles go and as many come, every page names the version that it is of, and every file that is
in two versions has the same size in both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

_LINK = re.compile(rb'(?:href|src)="(/[^"#]*)')

Fetch = Callable[[str], bytes | None]  # an address from the site's root → the bytes that a visitor gets, or None


def write_site(folder: Path, version: int, articles: int = 15, moved: int = 5) -> Path:
    """Write a version of the site, of so many articles, of which the next version lacks `moved`; return its folder."""
    assets = {suffix: _write_asset(folder, version, suffix) for suffix in ("css", "svg")}
    names = [f"article-{number:06}" for number in range(version * moved, version * moved + articles)]
    around = {name: [names[(index + step) % articles] for step in (-1, 1, 4)] for index, name in enumerate(names)}
    fixed = {"index.html": names[:4], "articles/index.html": names, "topics/index.html": names[-3:], "about/index.html": [], "contact/index.html": [], "404.html": []}
    pages = {**fixed, **{f"{name}/index.html": others for name, others in around.items()}}
    for path, others in pages.items():
        links = "".join(f'<a href="/{name}/">{name}</a>' for name in others)
        _write(folder / path, f'<!doctype html><html lang="en"><title>{path}</title><link rel="stylesheet" href="{assets["css"]}"><p id="version">{version:06}</p>'
                              f'<a href="/">Home</a><a href="/articles/">Articles</a><a href="/topics/">Topics</a><a href="/about/">About</a>{links}<img src="{assets["svg"]}" alt="">')
    for path in ("feed.xml", "sitemap.xml"):
        entries = "".join(f'<link href="/{name}/"/>' for name in names)
        _write(folder / path, f'<?xml version="1.0"?><urls version="{version:06}">{entries}</urls>')
    _write(folder / "robots.txt", "Sitemap: /sitemap.xml\n")
    return folder


def links_of(page: bytes) -> list[str]:
    """The addresses, from the site's root, that a page or feed leads to or shows."""
    return [address.decode() for address in _LINK.findall(page)]


def version_of(page: bytes) -> int:
    """The version that a page says it is of."""
    return int(re.search(rb'id="version">(\d+)<', page)[1])


def broken_links(fetch: Fetch, starts: Iterable[str] = ("/", "/feed.xml", "/sitemap.xml", "/404.html")) -> list[str]:
    """Follow every link from the starts on; return each address that leads nowhere, with the page that it stands on."""
    waiting, seen, broken = [(start, "the start") for start in starts], set(), []
    while waiting:
        address, source = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        content = fetch(address)
        if content is None:
            broken.append(f"{address} on {source}")
        elif address.endswith(("/", ".html", ".xml")):
            waiting += [(link, address) for link in links_of(content)]
    return broken


def _write_asset(folder: Path, version: int, suffix: str) -> str:
    data = f"/* {suffix} of version {version // 3:06} */".encode()  # two versions of three share their assets with the one before
    path = f"assets/site.{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)
    return f"/{path}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
