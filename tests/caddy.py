"""A real Caddy with our configuration, over https, in front of a folder that publishing has filled."""

import contextlib
import os
import re
import socket
import ssl
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

from pipeline.publish.caddy import caddyfile

PROGRAM = Path(sysconfig.get_path("scripts")) / "caddy"


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Server:
    """Where the site is served; `root` is the file with the certificate that signs its own."""

    http_port: int
    https_port: int
    root: Path

    @property
    def address(self):
        """The site's address, without a last slash."""
        return f"https://localhost:{self.https_port}"

    def get(self, path, **headers):
        """Ask for a path, with headers such as accept_encoding; redirects are not followed."""
        request = urllib.request.Request(
            self.address + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        handlers = (urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(self.root))), _Stay())
        try:
            answer = urllib.request.build_opener(*handlers).open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Answer(answer.status, answer.headers, answer.read())


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@contextlib.contextmanager
def serve(target, home):
    """Serve a target's folder until the block ends; `home` is a folder for what Caddy keeps."""
    http_port, https_port = _free_port(), _free_port()
    config = home / "Caddyfile"
    options = f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {http_port}\n\thttps_port {https_port}\n}}\n"
    config.write_text(options + re.sub(r"(?m)^localhost \{$", "localhost {\n\ttls internal", caddyfile("localhost", str(target))), "utf-8")
    environment = {**os.environ, "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    command = [PROGRAM, "run", "--adapter", "caddyfile", "--config", config]
    with (home / "log").open("w") as log, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process:
        try:
            server = Server(http_port, https_port, home / "caddy/pki/authorities/local/root.crt")
            _wait(server, process, home / "log")
            yield server
        finally:
            process.terminate()


def _wait(server, process, log):
    for _ in range(600):
        with contextlib.suppress(OSError):  # neither the port nor the certificate is there at once
            server.get("/robots.txt")
            return
        assert process.poll() is None, log.read_text("utf-8")
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
