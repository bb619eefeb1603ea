"""A proxy before a store that breaks one request: the n-th, in a given way."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

KINDS = ("kill before", "kill after", "lost reply", "reset", "half body", "500", "403", "throttled")
ON_CHANGES = {"kill before", "kill after", "half body"}  # these only make sense where something is written
_THROTTLED = 3  # requests in a row
_ANSWERS = {"500": (500, "InternalError"), "403": (403, "AccessDenied"), "throttled": (503, "SlowDown")}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that are killed end connections as they like."""


class FaultProxy:
    """Passes requests on to `upstream`, an address. `arm` sets the fault, and `seen` tells what came since."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream)
        self.seen: list[str] = []
        self._kind, self._at, self._kill, self._lock = "", -1, lambda: None, threading.Lock()
        self._here = threading.local()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def arm(self, kind: str = "", at: int = -1, kill: Callable[[], None] = lambda: None) -> None:
        """Break the request number `at` from now on, counted from 0; of what changes something where the kind asks for that."""
        with self._lock:
            self.seen, self._kind, self._at, self._kill = [], kind, at, kill

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _fault_of(self, method: str, path: str) -> str:
        """The fault that meets this request, or nothing."""
        with self._lock:
            if self._kind in ON_CHANGES and method in {"GET", "HEAD"}:
                return ""
            number = len(self.seen)
            self.seen.append(f"{method} {path}")
            last = self._at + (_THROTTLED if self._kind == "throttled" else 1)
            return self._kind if self._at <= number < last else ""

    def _forward(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        for fresh in (False, True):
            try:
                if fresh or not hasattr(self._here, "connection"):
                    self._here.connection = http.client.HTTPConnection(self.upstream.hostname, self.upstream.port, timeout=30)
                connection = self._here.connection
                connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
                for name, value in headers:
                    connection.putheader(name, value)
                connection.endheaders(body or None)
                answer = connection.getresponse()
                return answer.status, answer.getheaders(), answer.read()
            except (http.client.HTTPException, OSError):
                if fresh:
                    raise
        raise AssertionError

    def _forward_half(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> None:
        with suppress(OSError), socket.create_connection((self.upstream.hostname, self.upstream.port), timeout=5) as upstream:
            head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
            upstream.sendall(head.encode() + body[: len(body) // 2])

    def _handler(proxy) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.headers.get("Expect", "").lower() == "100-continue":
                    del self.headers["Expect"]
                request = (self.command, self.path, list(self.headers.items()), body)
                fault = proxy._fault_of(*request[:2])
                if fault in _ANSWERS:
                    status, code = _ANSWERS[fault]
                    text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>A fault on purpose</Message></Error>".encode()
                    self.reply(status, [("Content-Type", "application/xml")], text)
                    return
                if fault in {"kill before", "kill after"}:
                    if fault == "kill after":
                        proxy._forward(*request)
                    proxy._kill()
                    self.drop()
                    return
                if fault == "half body":
                    proxy._forward_half(*request)
                if fault in {"reset", "half body"}:
                    self.drop()
                    return
                answer = proxy._forward(*request)
                if fault == "lost reply":
                    self.drop()
                    return
                self.reply(*answer)

            def reply(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
                with suppress(OSError):
                    self.send_response_only(status)
                    for name, value in headers:
                        if name.lower() not in {"transfer-encoding", "connection", "content-length"} or (name.lower() == "content-length" and self.command == "HEAD"):
                            self.send_header(name, value)
                    if self.command != "HEAD":
                        self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(b"" if self.command == "HEAD" else body)

            def drop(self) -> None:
                """End the connection as a crash does, with a reset."""
                with suppress(OSError):
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                with suppress(OSError):
                    self.connection.close()

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_any

        return Handler
