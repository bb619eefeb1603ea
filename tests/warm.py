"""Runs a project's commands in forks of one process that has loaded all they need: hundreds of builds in little time.

Each is the real `tasks.py`, from its first line to its exit code. Changes of the project's Python code are not seen.
"""

import contextlib
import ctypes
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
import types
from dataclasses import dataclass
from pathlib import Path

from tests.project import clean_environment

SECONDS = 120  # a command that takes longer hangs
_SET_PTRACER, _ANY = 0x59616D61, -1  # lets strace watch us where systems let only parents (Yama)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and whether all processes did that it had started."""

    pid: int
    code: int
    stdout: str
    stderr: str
    alone: bool


class Warm:
    """The commands of the project in a folder. Use it in a `with` statement."""

    def __init__(self, project):
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.warm import serve; serve()"], cwd=project, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=clean_environment(PYTHONPATH=f"{project}:{Path(__file__).parent.parent}"))  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def run(self, *arguments, strace=(), env=None):
        """Run a command; with `strace`, under it, with these flags."""
        print(json.dumps([[*map(str, arguments)], [*map(str, strace)], env or {}]), file=self._process.stdin, flush=True)
        return Ended(**json.loads(self._process.stdout.readline()))


def serve():
    """Answer, line by line, what `Warm.run` asks."""
    _load()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for line in sys.stdin:
        arguments, strace, env = json.loads(line)
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            if (child := os.fork()) == 0:
                _become(arguments, bool(strace), env, out, err)
                return
            code = _follow(child, strace)
            out.seek(0)
            err.seek(0)
            print(json.dumps({"pid": child, "code": code, "stdout": out.read(), "stderr": err.read(), "alone": _is_alone(child)}), flush=True)


def _load():
    import pipeline

    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        importlib.import_module(module.name)
    for name in ("invoke", "multiprocessing.context", "multiprocessing.popen_fork", "multiprocessing.connection", "PIL.PngImagePlugin", "PIL.IcoImagePlugin"):
        importlib.import_module(name)


def _become(arguments, is_watched, env, out, err):
    """Turn this fork into the command; its SystemExit leads out of the whole program."""
    os.setsid()
    os.environ.update(env)
    for number, file in ((0, Path(os.devnull).open("rb")), (1, out), (2, err)):  # noqa: SIM115 open to the end
        os.dup2(file.fileno(), number)
    sys.argv = ["tasks.py", *arguments]
    sys.modules["__main__"] = program = types.ModuleType("__main__")
    code = compile(Path("tasks.py").read_bytes(), "tasks.py", "exec")
    if is_watched:
        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).prctl(_SET_PTRACER, _ANY, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
    exec(code, vars(program))  # noqa: S102 what watches us sees it from its first line on, and nothing of ours


def _follow(child, strace):
    """Wait for the command's end, and return its exit code, or the number of a signal made negative."""
    watcher = None
    if strace:
        os.waitpid(child, os.WUNTRACED)
        watcher = subprocess.Popen(["strace", "-f", "-qq", *strace, "-p", str(child)], stderr=subprocess.DEVNULL)
        while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text("utf-8") and watcher.poll() is None:
            time.sleep(0.002)
        os.kill(child, signal.SIGCONT)
    code = os.waitstatus_to_exitcode(_wait(child))
    if watcher:
        watcher.wait()
    return code


def _wait(child):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        time.sleep(0.002)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _is_alone(group):
    """Whether no process of the command is left; they get some seconds to end, and are killed then."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.002)
    os.killpg(group, signal.SIGKILL)
    return False
