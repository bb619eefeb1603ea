"""Languages: which one stands at the root of the site, and where the others stand.

A translation has the slug of its source, and its address begins with its language: `/es/about/` for `/about/`.
"""

from __future__ import annotations

LANGUAGES = ("en", "es")
DEFAULT = "en"  # as DEFAULT_LANG in pelicanconf.py; a test compares them


def url_in(lang: str, url: str) -> str:
    """The address in a language of what stands at `url`, from the site's root, in the default language."""
    return url if lang == DEFAULT else f"/{lang}{url}"


def path_in(lang: str, path: str) -> str:
    """The file in a language of what stands at `path` of the output in the default language."""
    return path if lang == DEFAULT else f"{lang}/{path}"


def split_url(url: str) -> tuple[str, str]:
    """The language of an address from the site's root, and the address that stands for it in the default language."""
    lang, slash, rest = url[1:].partition("/")
    return (lang, f"/{rest}") if slash and lang in LANGUAGES and lang != DEFAULT else (DEFAULT, url)
