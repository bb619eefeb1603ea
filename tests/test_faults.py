"""Whatever happens to a build, the output is at every instant the whole old site or the whole new one."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time

import pytest

from benchmarks.faults import Trial, choose
from tests.project import ROOT, TODAY, edit, fingerprint, run_task, start_task

FAULTS = 20  # the rest is tried by benchmarks/faults.py
BUILDS = 50


def test_no_fault_harms_the_site(tmp_path):
    """A kill, Ctrl-C, a full disk or an I/O error, wherever a build writes: the site stays whole, the words are plain, and the next build mends all."""
    if not shutil.which("strace"):
        pytest.skip("NO FAULT WAS TRIED: strace is not installed.")
    with Trial(tmp_path) as trial:
        tries = list(trial.tries(choose(trial.faults(), FAULTS, seed=int(TODAY.replace("-", "")))))

    assert [f"{fault}: {what}" for fault, _, wrong in tries for what in wrong] == []
    assert len(tries) == FAULTS
    assert sum(met for _, met, _ in tries) > FAULTS // 2


@contextlib.contextmanager
def small_disk(folder, kilobytes):
    """Run commands on a disk of that size, mounted at the folder for them alone: yields what to put before a command."""
    mount = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o "size=$1k" small "$0" && shift && exec "$@"', str(folder), str(kilobytes)]
    folder.mkdir(exist_ok=True)
    if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("NO FULL DISK WAS TRIED: this machine lets nobody mount one.")
    yield mount


def test_a_full_disk_is_told_plainly(tmp_path):
    """A disk without room for the site: one sentence says so and how to mend it, no traceback, exit code 1, and no half site."""
    disk = tmp_path / "disk"
    build = f'"{sys.executable}" "{ROOT / "tasks.py"}" build --today {TODAY} --output "{disk}/output"; code=$?; find "{disk}/output"; exit $code'
    with small_disk(disk, 200) as mount:
        done = subprocess.run([*mount, "sh", "-c", build], capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stderr
    assert "The disk must have room: it is full" in done.stderr
    assert "Make room, then build again." in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_disk_that_fills_up_keeps_the_old_site(content, tmp_path):
    """A second build for which there is no room leaves the first one's site as it was; with room again, it is built."""
    disk = tmp_path / "disk"
    task = f'"{sys.executable}" "{ROOT / "tasks.py"}" build --today {TODAY} --content "{content}" --output "{disk}/output"'
    steps = f"""{task} || exit 2
        cp -r "{disk}/output" "{tmp_path}/before"
        sed -i 's/name: TelemedicalServices/name: Another Clinic/' "{content}/clinic.yaml"
        head -c 100m /dev/zero > "{disk}/ballast" 2> /dev/null
        {task} && exit 3
        diff -r "{tmp_path}/before" "{disk}/output" || exit 4
        rm "{disk}/ballast"
        {task} || exit 5
        cp -r "{disk}/output" "{tmp_path}/after"
        """
    with small_disk(disk, 4000) as mount:
        done = subprocess.run([*mount, "sh", "-c", steps], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "The disk must have room: it is full" in done.stderr
    assert run_task("build", "--clean", "--today", TODAY, "--content", content, "--output", tmp_path / "clean").code == 0
    assert fingerprint(tmp_path / "after") == fingerprint(tmp_path / "clean")


def read_at_once(folder):
    """The bytes of each file of the folder that has this name now, whatever takes the name while it is read."""
    pinned = os.open(folder, os.O_RDONLY)
    try:
        found = {}
        for path, _, names, at in os.fwalk(dir_fd=pinned):
            for name in names:
                with open(os.open(name, os.O_RDONLY, dir_fd=at), "rb") as file:
                    found[os.path.normpath(f"{path}/{name}")] = file.read()
        return found
    finally:
        os.close(pinned)


def test_readers_see_whole_sites(content, tmp_path):
    """Who walks through the output while it is built fifty times sees only whole sites, and never misses a page."""
    output, state = tmp_path / "output", tmp_path / ".output.build" / "state"
    texts = ("United States", "US")
    sites = []
    for old, new in (texts, reversed(texts)):
        edit(content / "pages/about.md", old, new)
        assert run_task("build", "--today", TODAY, "--content", content, "--output", output).code == 0
        sites.append(read_at_once(output))
    assert sites[0] != sites[1]
    seen, pages, errors, is_over = [], [], [], threading.Event()

    def read():
        try:
            while not is_over.is_set():
                pages.append((output / "about" / "index.html").read_bytes())
                before = state.stat().st_ino
                try:
                    found = read_at_once(output)
                except FileNotFoundError:  # the next build but one already works on this tree: a reader this slow is told of it
                    assert state.stat().st_ino != before
                    continue
                if state.stat().st_ino == before:
                    seen.append(sites.index(found))
        except Exception as error:  # noqa: BLE001 told below
            errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(BUILDS):
        old, new = texts if number % 2 == 0 else reversed(texts)
        edit(content / "pages/about.md", old, new)
        assert run_task("build", "--today", TODAY, "--content", content, "--output", output).code == 0
    is_over.set()
    reader.join()

    assert errors == []
    assert set(seen) == {0, 1}
    assert {sites.index(read_at_once(output))} == {1}
    assert set(pages) == {site["about/index.html"] for site in sites}


def test_two_builds_at_once_both_end_well(content, tmp_path):
    """Two builds of one folder: the second says that it waits, both end with 0, and the site is what one build makes."""
    flags = ("build", "--clean", "--today", TODAY, "--content", content, "--output")
    builds = [start_task(*flags, tmp_path / "output") for _ in range(2)]
    ends = [build.communicate(timeout=120) for build in builds]
    assert [build.returncode for build in builds] == [0, 0], ends
    assert run_task(*flags, tmp_path / "alone").code == 0
    assert fingerprint(tmp_path / "output") == fingerprint(tmp_path / "alone")


def test_a_build_waits_for_the_one_before(content, tmp_path):
    """While another process holds the output, a build waits, and says so."""
    import fcntl

    home = tmp_path / ".output.build"
    home.mkdir()
    with (home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build = start_task("build", "--today", TODAY, "--content", content, "--output", tmp_path / "output")
        words = build.stderr.readline()
        assert "Another build of output/ is running; waiting" in words
        time.sleep(0.2)
        assert build.poll() is None
        assert not (tmp_path / "output").exists()
    build.communicate(timeout=120)
    assert build.returncode == 0
    assert (tmp_path / "output" / "index.html").is_file()


def test_nobody_listening_stops_no_build(content, tmp_path):
    """With standard error closed or full, the site is built; a JSON document that could not be handed out whole is no success."""
    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--today", TODAY, "--content", str(content), "--output", str(tmp_path / "output")]
    with open("/dev/full", "w", encoding="utf-8") as full:
        assert subprocess.run(command, stderr=full, check=False).returncode == 0
        done = subprocess.run([*command, "--json", "--clean"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (tmp_path / "output" / "index.html").is_file()
    assert done.returncode == 1
    assert "Standard output can't be written (No space left on device)" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere, and setpriv is not here to become somebody else")
def test_a_folder_that_may_not_be_written(content, tmp_path):
    """Without the right to write the output, one sentence says so and how to mend it."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    as_nobody = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*as_nobody, sys.executable, str(ROOT / "tasks.py"), "build", "--today", TODAY, "--content", str(content), "--output", str(folder / "output")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stderr
    assert "You must have the right to read and write here" in done.stderr
    assert "Traceback" not in done.stderr
