"""A process that is watched: what it takes, and an end when that is too much."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

ROOT = Path(__file__).resolve().parents[2]
TOO_LARGE, TOO_LONG = "out of memory", "longer than"  # how a failure begins
_POLL = 0.1  # seconds between two looks at a process
_NO_MEMORY = ("MemoryError", "Out of Memory", "memory allocation of")  # as Python, DuckDB and Polars say it
_KILLED = -9  # by the kernel, when the machine has no memory left


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often a contestant runs, the best of which counts, and what it may take: bytes, seconds."""

    repeat: int = 1
    memory: int = 12_000_000_000
    seconds: float = 1800


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended: `failure` is empty where it ended well."""

    seconds: float
    peak: int
    output: str = ""
    failure: str = ""


def watch(
    command: Sequence[str],
    bounds: Bounds,
    environment: Mapping[str, str] | None = None,
    *,
    accept: Sequence[int] = (0,),
) -> Done:
    """Run `command` from the root of the tree until it ends, or takes more than `bounds` allow.

    The seconds are those of the whole process; the peak is that of it and its children together, as far as seen.

    Args:
        command: The program and its arguments.
        bounds: What it may take.
        environment: Variables beside those of this process.
        accept: The exit codes of a process that ended well.
    """
    seen, ended = _Seen(), threading.Event()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=errors, env={**os.environ, **(environment or {})}
        )
        watched = psutil.Process(process.pid)  # knows it from another that may get the same number later
        guard = threading.Thread(target=_guard, args=(watched, bounds, seen, ended), daemon=True)
        guard.start()
        try:
            process.wait()  # in a thread of its own the guard costs no time at the end
            seconds = time.perf_counter() - started
        finally:
            ended.set()
            guard.join()
            if process.poll() is None:
                _kill(watched)
                process.wait()
        said = _text(errors)
        if not seen.failure and process.returncode not in accept:
            seen.failure = _explain(process.returncode, said)
        return Done(seconds, seen.peak, said[-2000:] if seen.failure else _text(output), seen.failure)


@dataclass(slots=True)
class _Seen:
    """What the guard of a process saw: its largest memory, and why it was ended."""

    peak: int = 0
    failure: str = ""


def _guard(process: psutil.Process, bounds: Bounds, seen: _Seen, ended: threading.Event) -> None:
    """Look at a process until it has ended, and end it when it takes more than `bounds` allow."""
    started = time.perf_counter()
    while not ended.wait(_POLL):
        seen.peak = max(seen.peak, _resident(process))
        if seen.peak > bounds.memory:
            seen.failure = f"{TOO_LARGE}: more than {bounds.memory / 1e9:g} GB"
        elif time.perf_counter() - started > bounds.seconds:
            seen.failure = f"{TOO_LONG} {bounds.seconds:g} s"
        if seen.failure:
            _kill(process)
            return


def _resident(process: psutil.Process) -> int:
    """Return the resident memory of a process and its children in bytes, 0 where it has just ended."""
    try:
        return sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))
    except psutil.Error:
        return 0


def _kill(process: psutil.Process) -> None:
    """End a process and its children, unless it has ended."""
    with suppress(psutil.Error):
        for one in (*process.children(recursive=True), process):
            one.kill()


def _explain(code: int, said: str) -> str:
    if code == _KILLED or any(sign in said for sign in _NO_MEMORY):
        return f"{TOO_LARGE}: the process ended by itself"
    last = said.strip().splitlines()[-1] if said.strip() else ""
    return f"exit code {code}: {last.split(':')[0]}"  # the class of an exception; what follows may hold paths or values


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
