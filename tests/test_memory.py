import subprocess
import sys

from dq.memory import peak_memory, resident_memory


def test_the_peak_is_what_this_process_has_held():
    assert peak_memory() > 10_000_000


def test_the_peak_is_that_of_the_process_itself_and_not_of_who_started_it():
    ballast = bytearray(400_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    script = "from dq.memory import peak_memory; print(peak_memory())"
    own = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, preexec_fn=lambda: None)
    assert 5_000_000 < int(own.stdout) < 200_000_000
    assert peak_memory() > len(ballast)


def test_what_is_held_now_is_no_more_than_the_peak():
    assert 10_000_000 < resident_memory() <= peak_memory()
