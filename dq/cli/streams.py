"""The standard streams as users leave them: closed, full, read by nobody any more, or not UTF-8.

What a command says on the way must never stop the command: a run goes on when the `head` that read it is gone.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import Any, TextIO, cast


@contextmanager
def lenient_streams() -> Iterator[None]:
    """Make stdout and stderr writable whatever they are; only a stdout that is full still raises its OSError."""
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that is not UTF-8 shows `?` instead of failing
            stream.reconfigure(errors="replace")
    out, err = _Lenient(sys.stdout, BrokenPipeError), _Lenient(sys.stderr, OSError)
    with redirect_stdout(cast("TextIO", out)), redirect_stderr(cast("TextIO", err)):
        yield


def drop_output() -> None:
    """Throw away what stdout still holds, if it cannot be written: Python would try again at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        _discard(sys.stdout)


def _open_closed() -> None:
    """Open stdin, stdout and stderr where they are closed: else the next file takes their number and their text."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.fstat(number)
                continue
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))


def _discard(stream: TextIO) -> None:
    """Lead `stream` to nowhere, with what it holds."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class _Lenient:
    """A text stream of which some errors lead to nowhere instead of to an exception."""

    def __init__(self, stream: TextIO, forgiven: type[OSError]) -> None:
        self._stream, self._forgiven = stream, forgiven

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write `text`."""
        try:
            return self._stream.write(text)
        except self._forgiven:
            _discard(self._stream)
            return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        try:
            self._stream.flush()
        except self._forgiven:
            _discard(self._stream)
