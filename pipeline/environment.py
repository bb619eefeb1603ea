"""The environment that everything else runs in: `.venv`, made from the locks, and a browser for the tests.

Uses the standard library only, since it runs before anything is installed.
"""

import contextlib
import importlib.util
import os
import signal
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
RUNTIME = "requirements.txt"
PUBLISHING = "requirements-publish.txt"
DEVELOPMENT = "requirements-dev.txt"
LOCKS = (RUNTIME, PUBLISHING, DEVELOPMENT)  # each holds all of the one before it

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
DOWNLOAD_SECONDS = 300


def enter(dev: bool = False, publish: bool = False) -> None:
    """Go on inside the environment, made or brought up to date first where needed.

    Returns only when this process runs in it already; otherwise the process is replaced by the same command there.
    `publish` asks for what publishing needs too, `dev` for that and for what tests and lint need. Raises SystemExit with one sentence when something is missing.
    """
    wanted = DEVELOPMENT if dev else PUBLISHING if publish else RUNTIME
    if not _is_ready(wanted):
        _make(wanted)
    elif os.path.samefile(sys.prefix, VENV):
        return
    # Held back until the new Python is up and tasks.py lets it through: before that, Ctrl-C would end it with 1.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.execv(PYTHON, [PYTHON, *sys.argv])  # noqa: S606 -- no shell is wanted


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome that starts, `CHROMIUM_PATH` first, or None."""
    from shutil import which

    chosen = os.environ.get("CHROMIUM_PATH")
    if chosen and not _answers(chosen, "--version"):
        _say(f"CHROMIUM_PATH names {chosen}, which does not start: looking for another browser.")
    for path in (chosen, *map(which, BROWSER_NAMES), *BROWSER_APPS):
        if path and _answers(path, "--version"):
            return path
    return _downloaded_browser()


def ensure_tools() -> None:
    """Install what tests of faults and of other clocks need, where apt-get may be used; without it they are skipped, and say so."""
    from shutil import which

    if missing := [name for name in ("faketime", "strace") if not which(name)]:
        _install_packages(*missing)


def ensure_browser() -> str | None:
    """Return the path of a browser that Playwright can drive, installed now if need be.

    Returns None, after saying loudly what is missing, when there is none and none can be had.
    """
    if not _answers(sys.executable, "-m", "playwright", "--version"):
        _install_packages("libatomic1")  # Playwright's own Node needs it, and Debian's minimal image lacks it
    if not _answers(sys.executable, "-m", "playwright", "--version"):
        _say(
            "WARNING: Playwright does not start. Install libatomic1, or what `playwright --version` asks for."
        )
        return None
    path = find_browser() or _download_browser()
    if not path and _install_packages("chromium"):
        path = find_browser()
    if not path:
        _say(
            "WARNING: no browser found, and none could be installed. Install Chromium, or set CHROMIUM_PATH."
        )
    return path


def _is_ready(requirements: str) -> bool:
    try:
        with open(_stamp_path(requirements), encoding="utf-8") as stamp:
            return stamp.read() == _stamp(requirements)
    except FileNotFoundError:
        return False


def _stamp_path(requirements: str) -> str:
    return os.path.join(VENV, f"installed-{requirements}")


def _stamp(requirements: str) -> str:
    """Return what an environment is made from: the Python under it, which an upgrade may change, and the lock."""
    with open(os.path.join(ROOT, requirements), encoding="utf-8") as lock:
        return f"# {os.path.realpath(PYTHON)}\n{lock.read()}"


def _make(requirements: str) -> None:
    """Make the environment, or add to it; the stamps come last, so that a half-made one is made again."""
    with open(VENV + ".lock", "w", encoding="utf-8") as lock:
        _wait_for(lock)
        if _is_ready(requirements):
            return
        if not _is_ready(RUNTIME) or os.path.exists(_stamp_path(requirements)):
            # Anew when a lock changed: what was dropped must go, since Pelican loads every plugin it sees.
            _make_empty(lock)
        _say(f"Installing {requirements} into .venv (about half a minute, only when it changed) …")
        within = LOCKS[: LOCKS.index(requirements) + 1]
        for name in within:
            with contextlib.suppress(FileNotFoundError):
                os.remove(_stamp_path(name))
        command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        command += ["--require-hashes", "--only-binary", ":all:", "-r", os.path.join(ROOT, requirements)]
        if _run(command, keep_open=lock) != 0:
            sys.exit(
                "The packages could not be installed, and pip says why above: "
                "check the network, then run the same again."
            )
        for name in within:
            with open(_stamp_path(name), "w", encoding="utf-8") as stamp:
                stamp.write(_stamp(name))


def _wait_for(lock) -> None:
    """Take the lock, which ends with the last process that holds the file open."""
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say("Another command is making the environment: waiting for it …")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _make_empty(lock) -> None:
    _say("Making the environment in .venv …")
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    if not _has_ensurepip() and _install_packages("python3-venv"):
        importlib.invalidate_caches()
    if not _has_ensurepip() or _run(command, keep_open=lock) != 0:
        sys.exit(
            "Python cannot make a virtual environment here: install the package python3-venv (Debian, Ubuntu) "
            "or a complete Python 3.11 or newer, then run the same again."
        )


def _has_ensurepip() -> bool:
    """Whether this Python can make an environment that has pip: Debian packs that part apart."""
    return importlib.util.find_spec("ensurepip") is not None


def _install_packages(*names: str) -> bool:
    """Install packages of the system with apt-get, where it exists and may be used; return whether it worked."""
    as_root = [*([] if os.geteuid() == 0 else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive"]
    if not _answers(*as_root, "apt-get", "--version"):
        return False
    _say(f"Installing {', '.join(names)} with apt-get …")
    apt = [*as_root, "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
    _run([*apt, "update"])  # an unreachable source need not matter: the installation tells
    return _run([*apt, "install", "-y", "--no-install-recommends", *names]) == 0


def _download_browser() -> str | None:
    """Let Playwright fetch its browser, with the libraries that it needs where they may be installed."""
    _say(f"No browser found: Playwright fetches its own (at most {DOWNLOAD_SECONDS} seconds) …")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0 or _answers("sudo", "-n", "true"):
        command.append("--with-deps")
    _run(command, timeout=DOWNLOAD_SECONDS)
    return _downloaded_browser()


def _downloaded_browser() -> str | None:
    """Return the path of the browser that Playwright fetched earlier, or None."""
    import subprocess

    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and _answers(path, "--version") else None


def _answers(*command: str) -> bool:
    """Whether a program exists, starts and ends well."""
    import subprocess

    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _run(command: list[str], keep_open=None, timeout: float | None = None) -> int:
    """Run a command to its end, its output on standard error, and return its exit code.

    When interrupted or out of time (1), it is stopped with all that it started. `keep_open` is a file that the
    command holds open too: a lock on it outlives this process, should that be killed.
    """
    import subprocess

    files = [keep_open.fileno()] if keep_open else []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=2, start_new_session=True, pass_fds=files
    ) as child:
        try:
            return child.wait(timeout)
        except BaseException as reason:
            # What runs as root under sudo cannot be stopped by us: it is waited for.
            with contextlib.suppress(OSError):
                os.killpg(child.pid, signal.SIGTERM)
            if isinstance(reason, subprocess.TimeoutExpired):
                return 1
            raise


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
