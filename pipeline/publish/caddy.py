"""Caddy's configuration for a folder that publishing fills: the table of headers, pages from `current`, assets of all kept releases.

`python -m pipeline.publish.caddy www.example.org /srv/clinic` prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipeline.assets.store import FOLDER
from pipeline.publish.headers import (
    FOR_HOSTS,
    IMMUTABLE,
    NO_STORE,
    POLICY,
    REVALIDATE,
    every,
    known_types,
    type_of,
)

_SITE = """\
# Written by `python -m pipeline.publish.caddy {address} {folder}`: change pipeline/publish/headers.py, not this.
(clinic_security) {{
	header {{
		-Server
{security}
	}}
}}

{address} {{
	import clinic_security
{types}

	# What a page asks for is named by its digest, so the assets of every kept release may stand side by side: a page that
	# somebody has had open since before the last release finds its styles.
	handle /{assets}/* {{
		root * {folder}
		header Cache-Control "{immutable}"
		file_server {{
			precompressed br gzip
			hide *.br *.gz
		}}
	}}
	handle {{
		root * {folder}/current
		header Cache-Control "{revalidate}"
		file_server {{
			precompressed br gzip
			hide *.br *.gz {for_hosts}
		}}
	}}

	# The answer that an asset is missing must not be kept: the next release may have it.
	handle_errors {{
		import clinic_security
		@asset path /{assets}/*
		handle @asset {{
			header Cache-Control {no_store}
			header Content-Type "{text}"
			respond {{err.status_code}}
		}}
		handle {{
			root * {folder}/current
			rewrite * /404.html
			header Content-Type "{html}"
			file_server {{
				precompressed br gzip
			}}
		}}
	}}
}}
"""


def caddyfile(address: str, folder: str) -> str:
    """The site's part of a Caddyfile. `address` is a name such as www.example.org, `folder` the target's path.

    The policy is read from the release, so that it changes in the same step as the styles that it names.
    """
    folder = folder.rstrip("/")
    headers = {**every(), "Content-Security-Policy": f"{{file.{folder}/current/{POLICY}}}"}
    return _SITE.format(
        address=address, folder=folder, assets=FOLDER, for_hosts=" ".join(sorted(FOR_HOSTS)), immutable=IMMUTABLE, revalidate=REVALIDATE, no_store=NO_STORE,
        text=type_of("/a.txt"), html=type_of("/a.html"), types="\n".join(_types()),
        security="\n".join(f"\t\t{name} `{value}`" if '"' in value else f'\t\t{name} "{value}"' for name, value in headers.items()))


def _types() -> Iterator[str]:
    """A matcher and its type for each suffix. Caddy orders lines by itself, so no file may be matched by two."""
    by_suffix, by_path = known_types()
    for suffix, kind in by_suffix.items():
        others = [path for path in by_path if path.endswith(suffix)]
        name = f"@{suffix[1:]}"
        yield f"\t{name} path *{suffix}" if not others else f"\t{name} {{\n\t\tpath *{suffix}\n\t\tnot path {' '.join(others)}\n\t}}"
        yield f'\theader {name} Content-Type "{kind}"'
    for path, kind in by_path.items():
        yield f'\theader {path} Content-Type "{kind}"'


if __name__ == "__main__":
    print(caddyfile(*sys.argv[1:3]), end="")
