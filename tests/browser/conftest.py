"""Fixtures for tests in a browser: skipped, with the reason, where none can be had."""

import functools
import os
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM_PATH")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def pytest_collection_modifyitems(items):
    """Mark what stands in this folder, and skip it where no browser is."""
    for item in items:
        if item.path.parent == item.config.rootpath / "tests" / "browser":
            item.add_marker("browser")
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="NO BROWSER: CHROMIUM_PATH is not set, and `tasks.py test` found none"))


class Handler(SimpleHTTPRequestHandler):
    """Serves a site as a CDN does: a wrong address gets the site's own page, with status 404."""

    def send_error(self, code, message=None, explain=None):
        """Answer a wrong address."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def serve():
    """Serve a folder until the tests end: takes the folder, returns its address."""
    servers = {}

    def start(folder):
        if folder not in servers:
            servers[folder] = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def base_url(serve, built):
    """Where the project's own site is served."""
    return serve(built.output)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that was found, with nothing going on in its background."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}
