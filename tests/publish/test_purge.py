"""Telling a CDN over HTTP: what it gets, and to whom the token is never sent."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pipeline.publish.purge import can_be_overheard, purge
from pipeline.publish.trouble import TargetTrouble


@pytest.fixture
def cdn():
    """A CDN on this machine: its address, what it was told, and the answer that it gives."""

    class Handler(BaseHTTPRequestHandler):
        told, answer = [], (200, {})

        def do_POST(self):
            """Remember the call, and answer."""
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.told.append((self.headers["Authorization"], body["files"]))
            self.send_response(self.answer[0])
            for name, value in self.answer[1].items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self):
            """What is sent on comes as another request."""
            self.told.append(self.headers["Authorization"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        Handler.address = f"http://127.0.0.1:{server.server_port}"
        yield Handler
        server.shutdown()
        thread.join()


def test_addresses_come_in_calls_of_thirty(cdn, monkeypatch):
    """As Cloudflare takes them, each call with the token."""
    monkeypatch.setenv("PURGE_TOKEN", "secret")
    urls = [f"https://www.clinic.example/{number}/" for number in range(31)]
    purge(f"{cdn.address}/purge", urls)

    assert cdn.told == [("Bearer secret", urls[:30]), ("Bearer secret", urls[30:])]


@pytest.mark.parametrize("answer", [(403, {}), (302, {"Location": "/elsewhere"})])
def test_a_call_that_is_not_taken_is_told(cdn, monkeypatch, answer):
    """Refused, or sent on, where it would arrive without its addresses: neither is success, and the token goes nowhere else."""
    monkeypatch.setenv("PURGE_TOKEN", "secret")
    monkeypatch.setattr(cdn, "answer", answer)
    with pytest.raises(TargetTrouble, match=rf"the CDN was not told of 1 addresses that changed: HTTP Error {answer[0]}"):
        purge(f"{cdn.address}/purge", ["https://www.clinic.example/"])

    assert len(cdn.told) == 1


@pytest.mark.parametrize("hook", ["https://cdn.example/purge", "http://localhost:8080/purge", "http://127.0.0.1/purge", "http://[::1]:80", "sh purge.sh", "curl http://cdn.example"])
def test_what_nobody_on_the_way_can_read(hook):
    """HTTPS, this machine itself, and commands, which are the clinic's own."""
    assert not can_be_overheard(hook)


@pytest.mark.parametrize("hook", ["http://cdn.example/purge", "HTTP://cdn.example", "http://localhost.cdn.example/", "http://127.0.0.1:80@cdn.example/"])
def test_what_everybody_on_the_way_can_read(hook):
    """HTTP to another machine."""
    assert can_be_overheard(hook)
