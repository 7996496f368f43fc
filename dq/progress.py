"""How work tells how far it is: a stage to whoever watches it, a query of DuckDB as a part of its stage."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

TELLING_STATEMENTS = ("SET enable_progress_bar = true", "SET enable_progress_bar_print = false")
"""The SQL by which a connection of DuckDB knows how far its query is, and prints nothing; a cursor needs its own."""

_EVERY = 0.5  # seconds between two looks at a query
_WHOLE = 100


class Unit(StrEnum):
    """What is counted."""

    ROWS = "rows"
    PERSONS = "persons"
    BYTES = "bytes"
    STEPS = "steps"  # rules: each takes as long as it takes
    SHARE = "share"  # of the whole work, in percent


class Progress(Protocol):
    """Told of a stage's start, of what it has done so far, and of the disk that the work takes for a while.

    It may be told from any thread. A stage ends where the next one starts.
    """

    def __call__(self, stage: str, done: float = 0, total: int | None = None, unit: Unit = Unit.ROWS) -> None:
        """Show that `stage` has done `done` of `total`, which is None where it is not known."""

    def spilled(self, size: int) -> None:
        """Show that DuckDB has put `size` bytes aside on the disk."""


class _Silent:
    def __call__(self, stage: str, done: float = 0, total: int | None = None, unit: Unit = Unit.ROWS) -> None:
        pass

    def spilled(self, size: int) -> None:
        pass


silent: Progress = _Silent()
"""Shows nothing."""

Advance = Callable[[float, int], None]
"""What a function that knows no stages tells of itself: how much is done, of how much."""


def unheard(done: float, total: int) -> None:
    """Tell nobody."""


def within(progress: Progress, stage: str, unit: Unit) -> Advance:
    """Return what tells `progress` how far `stage` is."""
    return lambda done, total: progress(stage, done, total, unit)


class Sized(Protocol):
    """A frame, as far as it is needed here."""

    @property
    def height(self) -> int:
        """Its rows."""


Frame = TypeVar("Frame", bound=Sized)


class Tally:
    """Counts the rows of frames as they are used up, and tells how many of all that makes."""

    def __init__(self, total: int, advance: Advance) -> None:
        self._total, self._advance = total, advance
        self._done = 0

    def count(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield `frames`; those of several calls are counted together."""
        for frame in frames:
            yield frame
            self._done += frame.height
            self._advance(self._done, self._total)


class Connection(Protocol):
    """A DuckDB connection, as far as it is needed here."""

    def execute(self, query: Any, parameters: Any = ...) -> Any:
        """Run a query."""

    def query_progress(self) -> float:
        """Return the percentage of the running query; below 0 where there is none, or it cannot be told yet."""


class Queries:
    """Runs the queries of a stage one after another, and tells how far all of them are, by the share of each.

    The shares are measured ones, so the whole is an estimate: the percentage of a query goes by the rows that it reads.
    The connection must be of those that know (`TELLING_STATEMENTS`); else a query counts when it has ended.
    """

    def __init__(self, connection: Connection, shares: Sequence[int], advance: Advance) -> None:
        self._connection, self._advance = connection, advance
        self._shares = iter(shares)
        self._whole = sum(shares)
        self._done = self._share = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, name="watch-queries", daemon=True)

    def __enter__(self) -> Self:
        if self._advance is not unheard:
            self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._watch.ident is not None:
            self._watch.join()

    def execute(self, sql: str) -> Any:
        """Run the next query and return what the connection does."""
        self._share = next(self._shares)
        found = self._connection.execute(sql)
        self._done, self._share = self._done + self._share, 0
        self._tell(0.0)
        return found

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            try:
                percent = self._connection.query_progress()
            except Exception:  # noqa: BLE001 - of any engine: a stop closed the connection before it told us
                return
            if percent > 0:
                self._tell(percent)

    def _tell(self, percent: float) -> None:
        self._advance((self._done + self._share * percent / _WHOLE) * _WHOLE / self._whole, _WHOLE)
