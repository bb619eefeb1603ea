"""A built site as a visitor's browser and a search engine's robot see it."""

from functools import cache, cached_property
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from justhtml import JustHTML

ORIGIN = "http://localhost:8000"
# Attributes that make a browser load or lead it somewhere.
ADDRESSES = {"href", "src", "poster", "action", "data", "cite", "formaction"}


class Page:
    """One HTML file, parsed strictly: a mistake in its markup is an error."""

    def __init__(self, path, address):
        self.path, self.address = path, address
        self.html = path.read_text("utf-8")

    @cached_property
    def tree(self):
        """The parsed document."""
        return JustHTML(self.html, strict=True, sanitize=False)

    def query(self, selector):
        """Every element that the selector names."""
        return self.tree.query(selector)

    def one(self, selector):
        """The only element that the selector names."""
        found = self.query(selector)
        assert len(found) == 1, f"{self.path}: {len(found)} elements are {selector!r}"
        return found[0]

    @cached_property
    def elements(self):
        """Every element, in the order of the document."""
        return self.query("*")

    @cached_property
    def ids(self):
        """Every id, in the order of the document."""
        return [element.attrs["id"] for element in self.elements if "id" in element.attrs]

    @cached_property
    def text(self):
        """All that a visitor reads."""
        return " ".join(self.one("body").to_text().split())

    def addresses(self):
        """Each element with the addresses that it names, made whole."""
        for element in self.elements:
            for name, value in element.attrs.items():
                if name in ADDRESSES:
                    yield element, urljoin(ORIGIN + self.address, value)
                elif name in {"srcset", "imagesrcset"}:
                    for part in value.split(","):
                        yield element, urljoin(ORIGIN + self.address, part.split()[0])


class Site:
    """A folder of pages, served under `base`."""

    def __init__(self, output, base=""):
        self.output, self.base = output, base

    @cached_property
    def pages(self):
        """Every HTML file."""
        return [self.page(path.relative_to(self.output).as_posix()) for path in sorted(self.output.rglob("*.html"))]

    @cache  # noqa: B019 a test session has few sites
    def page(self, path):
        """The page of a file, such as `about/index.html`."""
        return Page(self.output / path, f"{self.base}/{path.removesuffix('index.html')}")

    def text(self, path):
        """The text of any file."""
        return (self.output / path).read_text("utf-8")

    def broken_links(self):
        """Every link inside the site that leads to no file, or to no element of its page."""
        for page in self.pages:
            for element, address in page.addresses():
                if address.startswith(ORIGIN) and not self._leads_somewhere(address):
                    yield f"{page.address}: <{element.name}> {address}"

    def _leads_somewhere(self, address):
        whole, fragment = urldefrag(address)
        path = unquote(urlsplit(whole).path)
        if not path.startswith(f"{self.base}/"):
            return False
        path = path.removeprefix(f"{self.base}/")
        file = f"{path}index.html" if path.endswith("/") or not path else path
        if not (self.output / file).is_file():
            return False
        return not fragment or unquote(fragment) in self.page(file).ids
