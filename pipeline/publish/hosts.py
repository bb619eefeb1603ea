"""Files of a production build that hosts read, and do not show: the table of headers, and texts' old addresses.

Cloudflare Pages and Netlify read _headers and _redirects, Caddy _policy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.assets.store import FOLDER
from pipeline.publish.headers import IMMUTABLE, POLICY, content_security_policy, every
from pipeline.read.library import Library
from pipeline.render.compose import Composer

LINE = 2000  # signs: the longest line of _headers that Cloudflare Pages takes
MOST = 2000  # redirects that Cloudflare Pages takes; the page at the old address leads on by itself


def host_files(composer: Composer, digests: Callable[[], Sequence[str]]) -> dict[str, bytes]:
    """The files that are for hosts alone, by name: none but in production. `digests` gives those of the pages' styles."""
    publication = composer.publication
    if not publication.production:
        return {}
    styles = digests()
    files = {"_headers": headers_file(publication.base, styles), POLICY: f"{content_security_policy(styles)}\n", "_redirects": redirects_file(composer.library, publication.base)}
    return {name: text.encode() for name, text in files.items()}


def headers_file(base: str = "", styles: Sequence[str] = ()) -> str:
    """Two rules: every answer, and the assets. Raises ValueError where a host would pass over a header.

    No header stands in both, since hosts would join its values. The cache rule of pages stands in none: it is what both hosts
    say by themselves, and a rule for pages alone would have to name every one.
    """
    lines = [f"{base}/*", *(f"  {name}: {value}" for name, value in every(styles).items()), f"{base}/{FOLDER}/*", f"  Cache-Control: {IMMUTABLE}"]
    if (longest := max(map(len, lines))) > LINE:
        raise ValueError(f"_headers has a line of {longest} signs; hosts pass over what has more than {LINE}")
    return "\n".join([*lines, ""])


def redirects_file(library: Library, base: str = "") -> str:
    """A line for each alias, leading straight to its text for good."""
    rows = [f"{base}{alias} {base}{entry.url} 301" for alias, entry in sorted(library.by_alias.items())]
    return "".join(f"{row}\n" for row in rows[:MOST])
