import os
import subprocess
import sys
from pathlib import Path

import pytest

# What a module leaves to the end of Python is not done any more; what was said is.
LEFT = """
import atexit, sys
from dq.exits import leave

atexit.register(print, "taken apart")
sys.stdout.write("said")
sys.stderr.write("and told")
leave(3)
"""


def test_a_process_ends_at_once_with_what_it_said():
    done = subprocess.run([sys.executable, "-c", LEFT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, "said", "and told")


def test_a_process_ends_with_its_code_where_nobody_reads():
    read, write = os.pipe()
    os.close(read)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run([sys.executable, "-c", LEFT], stdout=closed, env=environment, check=False)
    assert done.returncode == 3


@pytest.mark.parametrize(
    "command", [["-m", "dq"], [str(Path(sys.executable).with_name("dq"))]], ids=["module", "script"]
)
@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["run"], 2)])
def test_the_command_ends_with_its_code(command, arguments, code):
    start = [sys.executable] if command[0] == "-m" else []
    done = subprocess.run([*start, *command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout.startswith("dq ") if code == 0 else "dq run --help" in done.stderr


STOPPED_AT_THE_START = """
import signal, sys
from dq.__main__ import main

class Stopping:
    def find_spec(self, name, path, target=None):
        if name == "dq.cli.main":
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Stopping())
main()
"""


def test_a_command_that_is_stopped_before_it_is_there_ends_without_a_traceback():
    done = subprocess.run([sys.executable, "-c", STOPPED_AT_THE_START], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
