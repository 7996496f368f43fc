"""Contestants, each in a process of its own: watched, timed, and held to the same findings."""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.scale.model import Entry
from benchmarks.scale.processes import TOO_LARGE, Bounds, watch

CONTESTANTS = "benchmarks.scale.contestants"
_STEADY = 20.0  # seconds; what takes longer is not repeated, as little else on the machine shows in it
Measured = TypeVar("Measured")


class BenchmarkError(Exception):
    """The benchmark cannot go on: what must work failed, or contestants found different things."""


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
    """Return the best of the runs of `contestant`.

    Raises:
        BenchmarkError: It is no peer, and failed.
    """
    say(f"  {contestant.name} …")
    return best_of(bounds.repeat, lambda: _run_once(contestant, rows, bounds), lambda outcome: outcome.entry.seconds)


def best_of(times: int, measure: Callable[[], Measured], seconds: Callable[[Measured], float | None]) -> Measured:
    """Return the fastest of `times` measurements; one that did not end, or took long, is the last."""
    best = measure()
    for _ in range(times - 1):
        least = seconds(best)
        if least is None or least > _STEADY:
            break
        again = measure()
        if (seconds(again) or least) < least:
            best = again
    return best


def _run_once(contestant: Contestant, rows: int, bounds: Bounds) -> Outcome:
    command = [str(contestant.python), "-m", "benchmarks.scale.child", f"{CONTESTANTS}.{contestant.module}"]
    done = watch([*command, json.dumps(contestant.arguments, default=str)], bounds)
    if done.failure:
        if not contestant.peer:
            raise BenchmarkError(f"{contestant.name}: {done.failure}\n{done.output}")
        say(f"  {contestant.name}: {done.failure}")
        peak = done.peak if done.failure.startswith(TOO_LARGE) else None
        return Outcome(Entry(contestant.name, None, peak, rows, done.failure))
    told = json.loads(done.output.splitlines()[-1])
    peak = max(told["peak"], done.peak)
    say(f"  {contestant.name}: {told['seconds']:.2f} s, {peak / 1e6:,.0f} MB")
    entry = Entry(contestant.name, told["seconds"], peak, rows, contestant.note, floor=contestant.floor)
    return Outcome(entry, told["found"])


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
