"""An origin for measurements: serves a folder as our docs ask hosts to, with copies compressed ahead, the same for every tool."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

from pipeline.assets.styles import digest_of_style
from pipeline.publish.headers import rules_for, type_of
from pipeline.render.compress import BROTLI, SUFFIXES


class Handler(SimpleHTTPRequestHandler):
    """`ours` says whether the answers carry our headers; other tools' pages may need scripts and styles that these refuse."""

    protocol_version = "HTTP/1.1"
    ours = False

    def do_GET(self) -> None:
        """Answer with the file, with brotli where it is text."""
        path = unquote(urlsplit(self.path).path)
        name = f"{path}index.html" if path.endswith("/") else path
        file = Path(self.directory, name.lstrip("/"))
        found = file.is_file()
        data = _packed(file) if found else b"Not found."
        self.send_response(200 if found else 404)
        headers = rules_for(name, _styles(file)) if self.ours and found else {"Content-Type": type_of(name), "Cache-Control": "public, max-age=600"}
        if found and file.suffix in SUFFIXES:
            headers["Content-Encoding"] = "br"
        for header, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(header, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the browser was closed meanwhile
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@functools.cache
def _packed(file: Path) -> bytes:
    data = file.read_bytes()
    return brotli.compress(data, quality=BROTLI) if file.suffix in SUFFIXES else data


@functools.cache
def _styles(file: Path) -> list[str]:
    """The digest of the sheet that stands in a page of ours, which its policy names."""
    text = file.read_text("utf-8") if file.suffix == ".html" else ""
    return [digest_of_style(text.split("<style>")[1].split("</style>")[0])] if "<style>" in text else []


@contextmanager
def serve(folder: Path, *, ours: bool = False) -> Iterator[str]:
    """The address at which a folder, which may be filled later, is served meanwhile."""
    handler = functools.partial(type("Origin", (Handler,), {"ours": ours}), directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
