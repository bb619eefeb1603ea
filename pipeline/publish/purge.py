"""Tells a CDN which addresses have changed, so that it asks for them anew: by a command, or by a call over HTTPS."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.error
import urllib.request

from pipeline.publish.trouble import TargetTrouble

_AT_ONCE = 30  # addresses in one call: what Cloudflare takes from every plan
_SECONDS = 30
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_OPEN_ADDRESS = re.compile(r"http://(?!(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$))", re.IGNORECASE)


def can_be_overheard(hook: str) -> bool:
    """Whether others on the way could read the token: an http:// address that is not of this machine itself."""
    return bool(_OPEN_ADDRESS.match(hook))


def purge(hook: str, urls: list[str]) -> None:
    """Give the changed addresses to the hook. Raises TargetTrouble.

    A command reads them from its standard input, one a line. An https:// address gets them in POSTs of {"files": […]}, as
    Cloudflare takes them, with the token in PURGE_TOKEN.
    """
    try:
        if _ADDRESS.match(hook):
            for start in range(0, len(urls), _AT_ONCE):
                _post(hook, urls[start:start + _AT_ONCE])
        else:
            subprocess.run(shlex.split(hook), input="\n".join(urls) + "\n", text=True, check=True, stdout=sys.stderr)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise TargetTrouble(f"--purge {hook}: the CDN was not told of {len(urls)} addresses that changed: {error}.") from error


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: what is sent on arrives without the addresses, and the token is for nobody else."""

    def redirect_request(self, *_: object) -> None:
        return None


def _post(hook: str, urls: list[str]) -> None:
    token = os.environ.get("PURGE_TOKEN")
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(hook, json.dumps({"files": urls}).encode(), headers, method="POST")  # noqa: S310 who publishes names the address
    with urllib.request.build_opener(_Straight).open(request, timeout=_SECONDS):
        pass
