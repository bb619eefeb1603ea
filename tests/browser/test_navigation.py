"""From page to page: the next one is fetched before the click, and the last one comes back as it was left. No script has a part in it."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from pipeline.assets.styles import digest_of_style
from pipeline.publish.headers import rules_for


class Origin(SimpleHTTPRequestHandler):
    """Serves a site with every header, and notes what it is asked for, and whether ahead of a click."""

    def __init__(self, *args, asked, styles, **options):
        self.asked, self.styles = asked, styles
        super().__init__(*args, **options)

    def do_GET(self):
        """Note, and answer."""
        self.asked.append((self.path, self.headers.get("Sec-Purpose")))
        super().do_GET()

    def end_headers(self):
        """Send the headers that our table has for the file; the base class tells the type of most."""
        path = urlsplit(self.path).path
        for name, value in rules_for(f"{path}index.html" if path.endswith("/") else path, self.styles).items():
            if name != "Content-Type":
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def origin(built):
    """The address of the site with its headers, and what it has been asked for."""
    asked, styles = [], {digest_of_style(page.html.split("<style>")[1].split("</style>")[0]) for page in built.pages if "<style>" in page.html}
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Origin, asked=asked, styles=styles, directory=str(built.output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(browser_type, browser_type_launch_args):
    """A page of a browser that keeps pages for the way back, as all do but those for tests."""
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    yield browser.new_page()
    browser.close()


def until(page, true):
    """Wait at most five seconds for what the server sees."""
    for _ in range(100):
        if true():
            return True
        page.wait_for_timeout(50)
    return False


def test_a_page_is_fetched_ahead_of_the_click(visitor, origin):
    """Pointing at a link is enough; the click then asks for nothing. Links within the page, to files, and to phones fetch nothing, nor do the rules themselves."""
    address, asked = origin
    visitor.goto(f"{address}/articles/")
    assert not [path for path, _ in asked if "speculation" in path]
    link = visitor.locator(".article-card__title a").first
    to = link.get_attribute("href")
    for other in ('a[href^="tel:"]', 'header nav a[href="/articles/"]'):
        visitor.locator(other).first.hover()
        visitor.wait_for_timeout(400)
    assert [path for path, purpose in asked if purpose] in ([], ["/articles/"])
    link.hover()
    assert until(visitor, lambda: (to, "prefetch") in asked)
    link.click()
    visitor.wait_for_url(address + to)

    assert [purpose for path, purpose in asked if path == to] == ["prefetch"]


@pytest.mark.parametrize("path", ["/", "/ketamine-therapy/", "/articles/", "/contact/", "/urgent-help/", "/ketamine-therapy/visit-sheet/"])
def test_the_way_back_shows_the_page_as_it_was_left(visitor, origin, path):
    """It comes from the browser's memory, at the place where it was left, without a request."""
    address, asked = origin
    visitor.goto(address + path)
    visitor.evaluate("addEventListener('pageshow', (event) => { window.kept = event.persisted; }); scrollTo(0, 300)")
    before = visitor.evaluate("scrollY")
    visitor.goto(f"{address}/about/")
    asked.clear()
    visitor.evaluate("history.back()")
    assert until(visitor, lambda: urlsplit(visitor.url).path == path)

    assert until(visitor, lambda: visitor.evaluate("window.kept") is True)
    assert visitor.evaluate("scrollY") == before
    assert asked == []
