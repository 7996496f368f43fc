import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dq.stops import Stopped, is_stop, stop

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


def python(script, folder, *arguments):
    command = [sys.executable, "-c", script, *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, 0], ids=["ctrl-c", "terminated", "by the program"])
def test_a_stop_ends_the_query_whichever_thread_does_it(tmp_path, number):
    for _ in range(3):
        began = time.monotonic()
        done = python(STOPPED_IN_A_QUERY, tmp_path, str(int(number)))
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - began < 30


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
