"""The stage that is going on: what it has done, how fast, how long it will take; and that in words."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dq.locale import Locale
from dq.progress import Unit
from dq.report.format import Size, number, size

WORTH_TELLING = 1.0  # seconds: a stage that took less leaves no line
BETWEEN = " · "

_MINUTE, _HOUR = 60, 3600
_PERCENT = 100
_DIGITS = 3  # of a rate: more would only flicker
_SETTLED = 2.0  # seconds: before, a rate says how batches come in, not how fast


@dataclass(slots=True)
class Stage:
    """A stage by the clock `time.monotonic`; the rate is that since its count began, in units a second."""

    name: str
    began: float
    done: float = 0
    total: int | None = None
    unit: Unit = Unit.ROWS
    spilled: int = 0  # bytes, now
    most_spilled: int = 0
    _told: float = 0.0
    _first: tuple[float, float] | None = None  # when the count began, and where it stood

    def tell(self, now: float, done: float, total: int | None, unit: Unit) -> None:
        """Take what the stage says of itself; a stage may count one thing after another."""
        if self._first is None or (total, unit) != (self.total, self.unit):
            self._first = (now, done) if done or total else None
        self.done, self.total, self.unit, self._told = done, total, unit, now

    def spill(self, size: int) -> None:
        """Take the size of what DuckDB has put aside."""
        self.spilled, self.most_spilled = size, max(size, self.most_spilled)

    @property
    def fraction(self) -> float | None:
        """How much of it is done, None where that is not known."""
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def rate(self) -> float | None:
        """Units a second, None as long as that cannot be said."""
        if self._first is None or self._told - self._first[0] < _SETTLED or self.done <= self._first[1]:
            return None
        return (self.done - self._first[1]) / (self._told - self._first[0])

    def remaining(self, now: float) -> float | None:
        """Return the seconds that are left at this rate; None where nobody can say: one step is not like another."""
        if self.rate is None or self.total is None or self.unit is Unit.STEPS:
            return None
        return max(0.0, (self.total - self.done) / self.rate - (now - self._told))


class Watch:
    """The progress that is told to those who show it: the stage that is going on, when one begins, when one ends."""

    def __init__(self, *, began: Callable[[Stage], None], ended: Callable[[Stage], None]) -> None:
        self._tell_began, self._tell_ended = began, ended
        self.lock = threading.RLock()
        self.stage: Stage | None = None

    def __call__(self, stage: str, done: float = 0, total: int | None = None, unit: Unit = Unit.ROWS) -> None:
        """Take what a stage says of itself."""
        now = time.monotonic()
        with self.lock:
            if self.stage is None or self.stage.name != stage:
                spilled = self.stage.spilled if self.stage else 0
                self.end()
                self.stage = Stage(stage, now, spilled=spilled)
                self._tell_began(self.stage)
            self.stage.tell(now, done, total, unit)

    def spilled(self, size: int) -> None:
        """Take the size of what DuckDB has put aside."""
        with self.lock:
            if self.stage is not None:
                self.stage.spill(size)

    def end(self) -> None:
        """End the stage that is going on."""
        with self.lock:
            if self.stage is not None:
                self._tell_ended(self.stage)
            self.stage = None


def stage_facts(stage: Stage, locale: Locale, now: float) -> Iterator[str]:
    """Yield what there is to say of a stage on its way: its count, its rate, the time that is left, the spill."""
    if stage.done and stage.unit is not Unit.SHARE:
        yield _counted(stage, locale)
    if stage.rate is not None and stage.unit not in {Unit.STEPS, Unit.SHARE}:
        yield locale.say("progress.rate", rate=_amount(_rounded(stage.rate), stage.unit, locale))
    left = stage.remaining(now)
    if left is not None:
        yield locale.say("progress.left", time=clock_time(left))
    if stage.spilled:
        yield _spilled(stage.spilled, locale)


def ended_facts(stage: Stage, locale: Locale, now: float) -> Iterator[str]:
    """Yield what there is to say of a stage that has ended: its seconds, its rows, the spill."""
    yield seconds(now - stage.began, locale)
    if stage.done and stage.unit in {Unit.ROWS, Unit.PERSONS}:
        yield locale.say(f"progress.done.{stage.unit}", done=number(int(stage.done), locale.language))
    if stage.most_spilled:
        yield _spilled(stage.most_spilled, locale)


def percent(fraction: float) -> str:
    """Return a fraction as 41 %, rounded down: 100 % is the end."""
    return f"{int(min(fraction, 1.0) * _PERCENT)} %"


def clock_time(taken: float) -> str:
    """Return seconds as 0:01:30."""
    whole = round(taken)
    return f"{whole // _HOUR}:{whole % _HOUR // _MINUTE:02}:{whole % _MINUTE:02}"


def seconds(taken: float, locale: Locale) -> str:
    """Return seconds as 8,4 s; minutes and hours as 0:01:30."""
    return f"{number(round(taken, 1), locale.language)} s" if taken < _MINUTE else clock_time(taken)


def _counted(stage: Stage, locale: Locale) -> str:
    done = _amount(stage.done, stage.unit, locale)
    if stage.total is None:
        return locale.say(f"progress.done.{stage.unit}", done=done)
    return locale.say(f"progress.of.{stage.unit}", done=done, total=_amount(stage.total, stage.unit, locale))


def _amount(value: float, unit: Unit, locale: Locale) -> str:
    if unit is Unit.BYTES:
        return size(Size(int(value)), locale.language)
    return number(int(value), locale.language)


def _spilled(spilled: int, locale: Locale) -> str:
    return locale.say("progress.spilled", size=size(Size(spilled), locale.language))


def _rounded(rate: float) -> float:
    return float(f"{rate:.{_DIGITS}g}")
