"""The headers that every host must send with our files: one table, from which each host's own form is written.

A path is a file of the output, such as /about/index.html. `styles` are the digests of styles that stand inside pages, as the
content security policy writes them: sha256-….
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from pipeline.assets import speculation
from pipeline.assets.store import FOLDER

IMMUTABLE = "public, max-age=31536000, immutable"
# Cloudflare Pages and Netlify say the same by themselves, so that _headers need not name every page.
REVALIDATE = "public, max-age=0, must-revalidate"
POLICY = "_policy"  # a release's file with the content security policy alone, for servers whose configuration outlives a release
FOR_HOSTS = frozenset({"_headers", POLICY, "_redirects"})  # what a production build makes for hosts, and not for visitors
NO_STORE = "no-store"  # for the answer that an asset is missing: the next release may have it

# Those that Chromium knows: of others it complains on every page.
_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "captured-surface-control",
    "compute-pressure", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
    "private-state-token-issuance", "private-state-token-redemption", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock",
    "serial", "storage-access", "sync-xhr", "usb", "window-management", "xr-spatial-tracking")

# On every answer, that of a missing page included.
_SECURITY = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",  # two years, as the browsers' preload list asks at least one
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address of a page on depression is nobody else's business
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_TYPES = {
    ".avif": "image/avif", ".css": "text/css; charset=utf-8", ".gif": "image/gif", ".html": "text/html; charset=utf-8", ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".mp3": "audio/mpeg", ".mp4": "video/mp4",
    ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
    ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff2": "font/woff2", ".xml": "application/xml"}
_NAMED_TYPES = {"/feed.xml": "application/atom+xml; charset=utf-8"}
_ENCODINGS = {".br": "br", ".gz": "gzip"}


def rules_for(path: str, styles: Sequence[str] = ()) -> dict[str, str]:
    """Every header of the file's answer. A compressed copy, such as /index.html.br, gets those of its file and its encoding."""
    file = PurePosixPath("/", path)
    encoding = {"Content-Encoding": _ENCODINGS[file.suffix]} if file.suffix in _ENCODINGS else {}
    file = file.with_suffix("") if encoding else file
    return {"Content-Type": type_of(str(file)), **encoding, "Cache-Control": IMMUTABLE if is_asset(str(file)) else REVALIDATE, **every(styles)}


def every(styles: Sequence[str] = ()) -> dict[str, str]:
    """The headers of every answer, whatever it answers."""
    return {"Content-Security-Policy": content_security_policy(styles), **_SECURITY, "Speculation-Rules": speculation.HEADER}


def content_security_policy(styles: Sequence[str] = ()) -> str:
    """Nothing but pictures, the manifest, and styles inside pages that are named by their digest; no script at all."""
    allowed = " ".join(f"'{digest}'" for digest in sorted(set(styles))) or "'none'"
    return "; ".join((
        "default-src 'none'", f"style-src {allowed}", "img-src 'self'", "manifest-src 'self'",
        "connect-src 'self'",  # no script runs that could connect; but services that judge pages read robots.txt as the page would
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"))


def known_types() -> tuple[dict[str, str], dict[str, str]]:
    """Media types by suffix, and those of single files by path, which go before."""
    return _TYPES, _NAMED_TYPES


def is_asset(path: str) -> bool:
    """Whether the file is named by its digest, so that its bytes never change: the assets' folder holds no other."""
    return path.startswith(f"/{FOLDER}/")


def type_of(path: str) -> str:
    """The media type of a file by its name; of one that nobody knows a browser can only keep the bytes."""
    return _NAMED_TYPES.get(path) or _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
