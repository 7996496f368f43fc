import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dq.stops import Stopped, is_stop, later, stop, stopped_once

# One thread of DuckDB's is busy with the query, and half the time it is not the main thread.
STOPPED_IN_A_QUERY = """
import _thread, os, signal, sys, threading
from pathlib import Path
from dq.engine.duck import connect
from dq.engine.limits import Limits
from dq.stops import is_stop, stop

number = int(sys.argv[1])
signal.signal(number or signal.SIGINT, stop)
connection = connect(Limits(memory=1_000_000_000, threads=2), Path("spill"))
end = (lambda: os.kill(os.getpid(), number)) if number else _thread.interrupt_main
threading.Timer(0.2, end).start()
try:
    try:
        connection.execute("SELECT max(md5(md5(i::VARCHAR))) FROM range(1_000_000_000) r(i)")
    except Exception as error:
        sys.exit(0 if is_stop(error) else repr(error))
except KeyboardInterrupt:
    sys.exit(0)
sys.exit("it went on")
"""

STOPPED = """
import signal, sys, time
from typing import Annotated
import click
import polars as pl
import pydantic
from dq.cli import main

def stopped(value):
    signal.raise_signal(signal.SIGTERM)
    return value

@main.cli.command("stop")
def stop():
    {inside}
    {then}
    time.sleep(30)

main.main(["stop"])
"""

# Rust that calls Python here panics where an error comes back, or makes an error of its own; half a module stays.
FRAGILE = {
    "polars": "pl.Series([1]).map_elements(stopped, return_dtype=pl.Int64)",
    "pydantic": "pydantic.TypeAdapter(Annotated[int, pydantic.AfterValidator(stopped)]).validate_python(1)",
    "an import": "import half",
}

STOPPED_IN_LONG_WORK_OF_POLARS = """
import signal, sys, time
import polars as pl
from dq.stops import Stopped, stopped_once

def long(value):
    began = time.monotonic()
    signal.raise_signal(signal.SIGINT)
    while time.monotonic() - began < 60:
        pass

with stopped_once():
    began = time.monotonic()
    try:
        pl.Series([1]).map_elements(long, return_dtype=pl.Int64)
    except BaseException:
        sys.exit(0 if 4 < time.monotonic() - began < 50 else "not in time")
sys.exit("it went on")
"""

OF_A_PROGRAM = """
import signal, socket, sys
from pathlib import Path
from dq.engine.duck import connect
from dq.engine.limits import Limits

heard, told = socket.socketpair()
told.setblocking(False)
signal.set_wakeup_fd(told.fileno())
connect(Limits(memory=1_000_000_000, threads=2), Path("spill"))
sys.exit(0 if signal.set_wakeup_fd(-1) == told.fileno() else "it was taken away")
"""


def python(script, folder, *arguments, **variables):
    command = [sys.executable, "-c", script, *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())} | variables
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=200, check=False
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, 0], ids=["ctrl-c", "terminated", "by the program"])
def test_a_stop_ends_the_query_whichever_thread_does_it(tmp_path, number):
    for _ in range(3):
        began = time.monotonic()
        done = python(STOPPED_IN_A_QUERY, tmp_path, str(int(number)))
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - began < 100  # the query itself takes six minutes


@pytest.mark.parametrize("inside", FRAGILE)
@pytest.mark.parametrize(
    "then",
    ["pass", "raise ValueError", "raise main.DQError('cli.no_memory')", "raise click.Abort"],
    ids=["going on", "a query given up", "an error made of it", "a question given up"],
)
def test_a_stop_waits_until_what_cannot_bear_it_is_left(tmp_path, inside, then):
    half = "import signal\nsignal.raise_signal(signal.SIGTERM)\nprint('whole')\n"
    (tmp_path / "half.py").write_text(half, encoding="utf-8")
    script = STOPPED.replace("{inside}", FRAGILE[inside] + "; print('whole')").replace("{then}", then)
    done = python(script, tmp_path, DQ_LANG="en")
    assert done.stdout.split() == ["whole"] * (2 if inside == "an import" else 1)
    assert done.stderr.strip() == "Error: Interrupted; nothing half-done is left."
    assert done.returncode == 130


def test_a_stop_inside_long_work_of_polars_is_raised_in_the_end(tmp_path):
    done = python(STOPPED_IN_LONG_WORK_OF_POLARS, tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_stop_waits_for_the_end_of_blocks_that_put_it_off():
    passed = []

    def work():
        with later():
            with later():
                signal.raise_signal(signal.SIGTERM)
            time.sleep(0.1)
            passed.append("inside")
        time.sleep(100)
        passed.append("after it")

    with stopped_once(), pytest.raises(Stopped):
        work()
    assert passed == ["inside"]


def test_where_a_program_hears_of_signals_is_left_to_it(tmp_path):
    done = python(OF_A_PROGRAM, tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_is_a_stop():
    with pytest.raises(KeyboardInterrupt) as raised:
        stop(signal.SIGINT, None)
    wrapped = RuntimeError("Query interrupted")
    wrapped.__cause__ = Stopped()
    assert is_stop(raised.value)
    assert is_stop(KeyboardInterrupt())
    assert is_stop(wrapped)
    assert not is_stop(RuntimeError("Query interrupted"))
    assert not is_stop(ValueError())
