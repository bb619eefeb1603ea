"""Serves a production build as Cloudflare Pages does, by its own `wrangler pages dev`, and compares each answer with our tables.

`_headers` and `_redirects` are read by the host's code alone, so only that can say what it makes of them.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPMessage
from pathlib import Path
from typing import NamedTuple

from benchmarks.store import free_port
from pipeline.publish.headers import FOR_HOSTS, rules_for
from pipeline.publish.release import NOT_FOUND, url_of
from pipeline.render.compress import COPIES
from tests import npm

ROOT = Path(__file__).resolve().parent.parent
ALIASES = {"/about-us.html": "/about/", "/clinic/team/": "/about/"}
_DAY = "2026-05-01"  # from which on Cloudflare's changes count
_START = 120  # seconds


class Answer(NamedTuple):
    """What the host said, without following it on."""

    status: int
    headers: HTTPMessage
    body: bytes


def measure_hosts(work: Path) -> dict:
    """Counts of files and redirects, and what the host does otherwise than our tables say; or why it could not be had here."""
    try:
        modules = npm.install("../benchmarks/wrangler")
    except npm.MissingError as missing:
        print(f"NO CLOUDFLARE PAGES: {missing}", file=sys.stderr)
        return {"missing": str(missing)}
    folder = work / "hosts"
    shutil.rmtree(folder, ignore_errors=True)
    output = _build(folder)
    paths = sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file() and path.suffix not in COPIES)
    shown = [path for path in paths if path not in FOR_HOSTS and url_of(path) not in ALIASES]
    policy = (output / "_policy").read_text("utf-8").strip()
    with _pages(modules, folder, output) as address:
        wrong = [f"{path}: {told}" for path in shown for told in _faults(_ask(address + _asked(path)), path, policy, (output / path).read_bytes())]
        moved = {old: _ask(address + old) for old in ALIASES}
        wrong += [f"{old}: {answer.status} to {answer.headers['Location']}" for old, answer in moved.items() if (answer.status, answer.headers["Location"]) != (301, ALIASES[old])]
        wrong += [f"{name} is shown" for name in ("_headers", "_redirects") if _ask(f"{address}/{name}").status == HTTPStatus.OK]
    return {"files": len(shown), "redirects": len(moved), "wrong": wrong}


def _build(folder: Path) -> Path:
    content = shutil.copytree(ROOT / "content", folder / "content")
    about = content / "pages" / "about.md"
    about.write_text(about.read_text("utf-8").replace("\nslug: about\n", f"\nslug: about\naliases: [{', '.join(ALIASES)}]\n", 1), "utf-8")
    command = [sys.executable, ROOT / "tasks.py", "build", "--production", "--site-url", "https://www.clinic.example", "--today", "2026-11-22"]
    subprocess.run([*command, "--content", content, "--output", folder / "output"], check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    return folder / "output"


def _asked(path: str) -> str:
    """The address that shows a file: for the page of wrong addresses, one of its language."""
    return url_of(path).replace(NOT_FOUND, "no/such/page/")


def _faults(answer: Answer, path: str, policy: str, data: bytes) -> Iterator[str]:
    """What is otherwise than the table says. A type is the host's own to tell, and so is the cache rule of a wrong address."""
    status = HTTPStatus.NOT_FOUND if path.endswith(NOT_FOUND) else HTTPStatus.OK
    if answer.status != status or answer.body != data:
        yield f"status {answer.status}, {len(answer.body)} bytes"
    wanted = {**rules_for(f"/{path}"), "Content-Security-Policy": policy}
    for name, value in wanted.items():
        if name != "Content-Type" and not (name == "Cache-Control" and status == HTTPStatus.NOT_FOUND) and answer.headers.get_all(name) != [value]:
            yield f"{name}: {answer.headers.get_all(name)}"
    if answer.headers["Set-Cookie"]:
        yield "a cookie"


@contextmanager
def _pages(modules: Path, folder: Path, output: Path) -> Iterator[str]:
    """Start the host's own server; yield its address."""
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    packed = modules / f"node-{sys.platform}-{machine}" / "bin" / "node"
    node, port = packed if packed.exists() else "node", free_port()
    command = [node, modules / "wrangler" / "bin" / "wrangler.js", "pages", "dev", output, "--compatibility-date", _DAY, "--ip", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "CI": "1", "WRANGLER_SEND_METRICS": "false", "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("w") as log, subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True) as server:
        try:
            _wait(f"http://127.0.0.1:{port}", server, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)


def _wait(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError):
            if _ask(f"{address}/").status == HTTPStatus.OK:
                return
        time.sleep(0.2)
    raise RuntimeError(f"wrangler does not answer:\n{log.read_text('utf-8')}")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _ask(url: str) -> Answer:
    try:
        answer = urllib.request.build_opener(_Stay).open(url, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, answer.headers, answer.read())
