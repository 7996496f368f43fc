"""Contestants, each in a process of its own: watched, timed, and held to the same findings."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

from benchmarks.scale.model import Entry

ROOT = Path(__file__).resolve().parents[2]
CONTESTANTS = "benchmarks.scale.contestants"
_POLL = 0.1  # seconds between two looks at a process
_TOO_LARGE, _TOO_LONG = "out of memory", "longer than"
_KILLED = -9  # by the kernel, when the machine has no memory left


class BenchmarkError(Exception):
    """The benchmark cannot go on: what must work failed, or contestants found different things."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often a contestant runs, the best of which counts, and what it may take: bytes, seconds."""

    repeat: int = 1
    memory: int = 12_000_000_000
    seconds: float = 1800


@dataclass(frozen=True, slots=True)
class Contestant:
    """Someone who does the work.

    Attributes:
        name: Who it is.
        module: The module of `contestants/` that does it.
        arguments: What the module is told; JSON.
        python: The interpreter of the environment that it needs.
        peer: A peer may fail, which is its result; we and the floor may not.
        note: What it cannot say.
        floor: Whether the others are compared with it.
    """

    name: str
    module: str
    arguments: Mapping[str, Any]
    python: Path = Path(sys.executable)
    peer: bool = False
    note: str = ""
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended: `failure` is empty where it ended well."""

    seconds: float
    peak: int
    output: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a contestant took, and what it found."""

    entry: Entry
    found: Mapping[str, Any] = field(default_factory=dict)


def compete(contestants: Sequence[Contestant], rows: int, bounds: Bounds) -> tuple[Outcome, ...]:
    """Return the outcome of each contestant, one after the other, after making sure that they found the same.

    Raises:
        BenchmarkError: One that must work failed, or two found different things.
    """
    outcomes = tuple(run(contestant, rows, bounds) for contestant in contestants)
    require_agreement(outcomes)
    return outcomes


def run(contestant: Contestant, rows: int, bounds: Bounds) -> Outcome:
    """Return the best of `bounds.repeat` runs of `contestant`.

    Raises:
        BenchmarkError: It is no peer, and failed.
    """
    command = [str(contestant.python), "-m", "benchmarks.scale.child", f"{CONTESTANTS}.{contestant.module}"]
    best: Outcome | None = None
    for _ in range(bounds.repeat):
        say(f"  {contestant.name} …")
        done = watch([*command, json.dumps(contestant.arguments, default=str)], bounds)
        if done.failure:
            if not contestant.peer:
                raise BenchmarkError(f"{contestant.name}: {done.failure}\n{done.output}")
            say(f"  {contestant.name}: {done.failure}")
            peak = done.peak if done.failure.startswith(_TOO_LARGE) else None
            return Outcome(Entry(contestant.name, None, peak, rows, done.failure))
        told = json.loads(done.output.splitlines()[-1])
        peak = max(told["peak"], done.peak)
        entry = Entry(contestant.name, told["seconds"], peak, rows, contestant.note, floor=contestant.floor)
        say(f"  {contestant.name}: {told['seconds']:.2f} s, {peak / 1e6:,.0f} MB")
        if best is None or told["seconds"] < (best.entry.seconds or 0):
            best = Outcome(entry, told["found"])
    if best is None:
        raise BenchmarkError("nothing to repeat")
    return best


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
            seen.failure = f"{_TOO_LARGE}: more than {bounds.memory / 1e9:g} GB"
        elif time.perf_counter() - started > bounds.seconds:
            seen.failure = f"{_TOO_LONG} {bounds.seconds:g} s"
        if seen.failure:
            _kill(process)
            return


def require_agreement(outcomes: Sequence[Outcome]) -> None:
    """Make sure that all who ended found the same, as far as they can say it.

    Raises:
        BenchmarkError: Two did not; names them and what.
    """
    known: dict[str, tuple[str, Any]] = {}
    for outcome in outcomes:
        for what, found in outcome.found.items():
            first, expected = known.setdefault(what, (outcome.entry.name, found))
            if found != expected:
                raise BenchmarkError(f"{what}: {first} found {expected}, {outcome.entry.name} found {found}")


def say(text: str) -> None:
    """Log a line with the time of day."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


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
    if code == _KILLED or "MemoryError" in said or "Out of Memory" in said:
        return f"{_TOO_LARGE}: the process ended by itself"
    last = said.strip().splitlines()[-1] if said.strip() else ""
    return f"exit code {code}: {last.split(':')[0]}"  # the class of an exception; what follows may hold paths or values


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
