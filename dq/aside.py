"""Work that a thread does while the caller does something else."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from types import TracebackType
from typing import Generic, Self, TypeVar

from dq.progress import Advance, unheard
from dq.stops import Stopped

Result = TypeVar("Result")
_EVERY = 0.5  # seconds between two looks at the work


class Aside(Generic[Result]):
    """Work that is done beside the caller's own from now on, by a thread; with one thread only when it is asked for.

    A context manager where what it does must have ended before what comes after; it never keeps the process alive.
    Where the block ends by an error, the work is broken off when it next tells how far it is: nobody asks for it.
    """

    def __init__(self, work: Callable[[Advance], Result], *, threads: int) -> None:
        self._work = work
        self._told: tuple[float, int] | None = None
        self._unwanted = False
        self._future: Future[Result] = Future()
        self._thread: threading.Thread | None = None
        if threads > 1:
            self._thread = threading.Thread(target=self._run, args=[self._tell], name="aside", daemon=True)
            self._thread.start()

    def result(self, advance: Advance = unheard) -> Result:
        """Return what the work gives, once it has ended; `advance` is told of it from now on.

        Raises:
            Exception: What the work raised.
        """
        if self._thread is None and not self._future.done():
            self._run(advance)
        while wait([self._future], timeout=_EVERY).not_done:
            self._pass_on(advance)
        self._pass_on(advance)
        return self._future.result()

    def _run(self, advance: Advance) -> None:
        try:
            self._future.set_result(self._work(advance))
        except BaseException as error:  # noqa: BLE001 - it is the caller's, who asks for the result
            self._future.set_exception(error)

    def _tell(self, done: float, total: int) -> None:
        if self._unwanted:
            raise Stopped
        self._told = done, total

    def _pass_on(self, advance: Advance) -> None:
        if self._told is not None:
            advance(*self._told)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unwanted = error is not None
        if self._thread is not None:
            self._thread.join()
