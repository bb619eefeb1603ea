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


@pytest.mark.parametrize("half", [True, False], ids=["half a message", "no message"])
def test_a_process_that_ends_early_is_told(half):
    """Whether it has sent half a message, as one does whose writing fails, or none."""
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(half=half)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == "ChildProcessError [Errno 10] A process of this build was killed\n"
