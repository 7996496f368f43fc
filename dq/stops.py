"""A stop that somebody asked for, by Ctrl-C, a signal, or the end of the batch that a job belongs to."""

import _thread
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from weakref import WeakSet

if TYPE_CHECKING:
    from socket import socket

PATIENCE = 20.0  # seconds that what was stopped has to clear up after itself


class Stopped(KeyboardInterrupt):
    """What a stop raises in the middle of anything.

    Where `KeyboardInterrupt` itself passes through `exec` of a string, as when a module that makes dataclasses is being
    imported, CPython ends the process by SIGINT even though it was caught; it does not so for a subclass.
    """


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_FRAGILE = {"importlib", "polars", "pydantic"}
_LATER = 0.02  # seconds until a stop that came at a bad moment comes again
_AT_MOST = 5.0  # seconds that it is put off for


class _PutOff:
    """A stop that was heard and has not been raised yet: when it came first, by the monotonic clock."""

    since: float | None = None


class _Hearing:
    """Who hears the stops that come again; held under `lock`, so that none comes after the end."""

    lock = threading.Lock()
    who: object = None


class _Entered(threading.local):
    """How many blocks this thread is in that a stop waits for; signals come to the main thread alone."""

    blocks = 0


_entered = _Entered()


class later:  # noqa: N801 - reads as the function that it would be
    """Let a stop wait for the end of the block: what is made in there nobody would clear up yet, or any more.

    No generator: one that is given up in the middle ends whenever it is collected.
    """

    def __enter__(self) -> None:
        self._before = _entered.blocks
        _entered.blocks = self._inside()

    def __exit__(self, *_: object) -> None:
        _entered.blocks = self._before

    def _inside(self) -> int:
        return self._before + 1


class now(later):  # noqa: N801 - as `later`
    """Let a stop come at once again, inside a block of `later`."""

    def _inside(self) -> int:
        return 0


def stop(number: int, frame: FrameType | None) -> None:
    """Handle a signal by a stop.

    Queries are told first: what a handler raises while DuckDB looks for signals waits, with the GIL held, until the
    other threads have done their part of the query. Inside an import nothing is raised, as it would leave half a module
    that the next import takes for whole, nor in what calls Python from Rust, which may take an error for impossible and
    panic, or make another of it. The stop comes again until that is left, as are blocks of `later`.
    """
    _end_queries()
    if _entered.blocks or _is_fragile(frame):
        moment = time.monotonic()
        _PutOff.since = _PutOff.since or moment
        if moment - _PutOff.since < _AT_MOST:
            _thread.start_new_thread(_come_again, (number, _Hearing.who))
            return
    _PutOff.since = None
    raise Stopped


def _is_fragile(frame: FrameType | None) -> bool:
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] in _FRAGILE:
            return True
        frame = frame.f_back
    return False


def _come_again(number: int, who: object) -> None:
    time.sleep(_LATER)
    with _Hearing.lock:
        if _Hearing.who is not who:  # nobody hears any more: the work is done
            return
        if sys.platform == "win32":
            signal.raise_signal(number)
        else:
            signal.pthread_kill(threading.main_thread().ident or 0, number)  # wakes it where it waits


@contextmanager
def stopped_once() -> Iterator[None]:
    """Let SIGTERM end the block as cleanly as Ctrl-C does, and nothing interrupt the clearing up.

    A stop that falls into the end of a generator is lost there, and Python tells so on stderr: the next one is heard.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        if _Hearing.who is not interrupt:  # the work is done
            return
        try:
            stop(number, frame)
        except Stopped:
            hear_no_more()
            raise

    def hear() -> None:
        for number, handler in before.items():
            if handler != signal.SIG_IGN:  # as `nohup` and a shell in the background ask for
                signal.signal(number, interrupt)

    def unraisable(lost: Any) -> None:
        if isinstance(lost.exc_value, KeyboardInterrupt):
            hear()
        else:
            tell(lost)

    before = {number: signal.getsignal(number) for number in _SIGNALS}
    tell, sys.unraisablehook = sys.unraisablehook, unraisable
    _Hearing.who = interrupt
    hear()
    try:
        yield
    finally:
        with _Hearing.lock:
            _Hearing.who = None
        sys.unraisablehook = tell
        for number, handler in before.items():
            signal.signal(number, handler)
        _PutOff.since = None


def hear_no_more() -> None:
    """Let nothing interrupt what comes now, which is the end; `stopped_once` gives signals back after it."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def is_stop(error: BaseException) -> bool:
    """Whether an error is a stop, or comes of one: DuckDB wraps what it meets, and gives up a query that was ended."""
    return (
        isinstance(error, KeyboardInterrupt)
        or (isinstance(error, RuntimeError) and isinstance(error.__cause__, KeyboardInterrupt))
        or _PutOff.since is not None
    )


class Connection(Protocol):
    """A connection of DuckDB, as far as it is needed here."""

    def interrupt(self) -> None:
        """End the running query by an error; nothing where none is running."""


Held = TypeVar("Held", bound=Connection)

_open: WeakSet[Connection] = WeakSet()
_lock = threading.RLock()  # a handler may come while its own thread holds it


def stoppable(connection: Held) -> Held:
    """Return `connection`, whose queries a stop ends from now on; a cursor is a connection of its own.

    A handler of Python's runs when the main thread is back from C++, and DuckDB looks for a signal only between two
    tasks that the main thread itself does: a query that its other threads are busy with would go on to its end.
    """
    with _lock:
        _open.add(connection)
    if threading.current_thread() is threading.main_thread():  # no other thread may ask where signals go
        _watch()
    return connection


@cache
def _watch() -> None:
    """Begin a thread that hears of signals at once, as C++ is never told of them."""
    from socket import socketpair

    heard, told = socketpair()
    told.setblocking(False)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    if before == -1:
        threading.Thread(target=_listen, args=[heard, told], name="stops", daemon=True).start()
        return
    signal.set_wakeup_fd(before)  # a program that uses dq listens there itself
    heard.close()
    told.close()


def _listen(heard: "socket", _kept: "socket") -> None:
    while number := heard.recv(1):
        if number[0] in _SIGNALS:
            _end_queries()


def _end_queries() -> None:
    with _lock:
        connections = list(_open)
    for connection in connections:
        with suppress(Exception):  # closed meanwhile
            connection.interrupt()
