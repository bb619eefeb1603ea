"""The whole site in a browser, served with our headers: nothing is blocked, nothing is asked of others, nothing is kept."""

from urllib.parse import urlsplit

# Before anything of the page runs: the browser tells what its policy forbids.
LISTEN = "window.violations = []; document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI))"


def test_no_page_breaks_its_policy(browser, live, caddy):
    """Every page, wrong addresses included: no violation, no request to another host, no failed one, no cookie, nothing stored."""
    pages = sorted(path.relative_to(live.current.resolve()).as_posix() for path in live.current.resolve().rglob("*.html"))
    context = browser.new_context(ignore_https_errors=True)
    context.add_init_script(LISTEN)
    page, asked, told = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: told.append(f"failed: {request.url}"))
    page.on("console", lambda message: told.append(f"{message.type}: {message.text}") if message.type in {"error", "warning"} else None)
    for path in [f"/{path.removesuffix('index.html')}" for path in pages]:
        page.goto(caddy.address + path, wait_until="networkidle")
        assert page.evaluate("violations") == [], path
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""], path
        assert page.evaluate("getComputedStyle(document.querySelector('main')).display") != "inline", f"{path} has lost its styles"
    assert page.goto(f"{caddy.address}/no/such/page/").status == 404
    told.pop()  # the browser's own word on the 404

    assert len(pages) >= 12
    assert told == []
    assert {urlsplit(address).netloc for address in asked} == {urlsplit(caddy.address).netloc}
    assert context.cookies() == []
    context.close()
