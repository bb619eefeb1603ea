"""Work in several processes: a process that does not end its work ends the build with one plain sentence, not with a guess."""

import subprocess
import sys

import pytest

from tests.project import ROOT

PROGRAM = """
import os, struct
from pipeline.parallel import each

def work(_):
    for number in range(3, 64) if {half} else ():
        if os.path.exists(f"/proc/self/fd/{{number}}") and os.readlink(f"/proc/self/fd/{{number}}").startswith("pipe:"):
            try:
                os.write(number, struct.pack("!i", 100) + b"half")
            except OSError:
                pass  # the end that reads
    os._exit(0)

os.sched_getaffinity = lambda _: {{0, 1}}
try:
    list(each(work, 4, 2, least=1))
except Exception as error:
    print(type(error).__name__, error)
"""

BESIDE = """
import os
from pipeline.parallel import aside

os.sched_getaffinity = lambda _: {{0, 1}}
parent = os.getpid()
try:
    with aside(lambda: {work}, {jobs}) as result:
        print(result())
except Exception as error:
    print(type(error).__name__)
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print("no process is left")
"""


@pytest.mark.parametrize("half", [True, False], ids=["half a message", "no message"])
def test_a_process_that_ends_early_is_told(half):
    """Whether it has sent half a message, as one does whose writing fails, or none."""
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(half=half)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == "ChildProcessError [Errno 10] A process of this build was killed\n"


@pytest.mark.parametrize(("work", "jobs", "told"), [
    ("os.getpid() != parent", None, "True"),
    ("os.getpid() != parent", 1, "False"),
    ("os._exit(0)", None, "EOFError"),
    ("1 / 0", None, "EOFError"),
    ("1 / 0", 1, "ZeroDivisionError"),
], ids=["done aside", "one process alone", "killed", "wrong", "wrong, in one process"])  # fmt: skip
def test_work_is_done_aside(work, jobs, told):
    """In a process of its own, where more than one may work, and else when its result is asked for; without a result there is an error, never a guess."""
    done = subprocess.run([sys.executable, "-c", BESIDE.format(work=work, jobs=jobs)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.splitlines() == [told, "no process is left"]
