"""A stop that somebody asked for, by Ctrl-C, a signal, or the end of the batch that a job belongs to."""

import signal
import threading
from contextlib import suppress
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING, Protocol, TypeVar
from weakref import WeakSet

if TYPE_CHECKING:
    from socket import socket

PATIENCE = 20.0  # seconds that what was stopped has to clear up after itself


class Stopped(KeyboardInterrupt):
    """What a stop raises in the middle of anything.

    Where `KeyboardInterrupt` itself passes through `exec` of a string, as when a module that makes dataclasses is being
    imported, CPython ends the process by SIGINT even though it was caught; it does not so for a subclass.
    """


def stop(_: int, __: FrameType | None) -> None:
    """Handle a signal by a stop.

    Queries are told first: what a handler raises while DuckDB looks for signals waits, with the GIL held, until the
    other threads have done their part of the query.
    """
    _end_queries()
    raise Stopped


def is_stop(error: BaseException) -> bool:
    """Whether an error is a stop, also one that DuckDB met in the middle of a query and wrapped."""
    return isinstance(error, KeyboardInterrupt) or (
        isinstance(error, RuntimeError) and isinstance(error.__cause__, KeyboardInterrupt)
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
        if number[0] in {signal.SIGINT, signal.SIGTERM}:
            _end_queries()


def _end_queries() -> None:
    with _lock:
        connections = list(_open)
    for connection in connections:
        with suppress(Exception):  # closed meanwhile
            connection.interrupt()
