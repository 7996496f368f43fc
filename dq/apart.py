"""Work in a process of its own, which imports what the work needs while this one does something else.

Great Expectations takes longer to import than all the rest of a small run does, and keeps Python to itself meanwhile:
only another process leaves the run its processor. One that ends without an answer leaves the work to this process,
where what went wrong shows as what it is.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from dq.progress import Advance

EXPECTATIONS = "dq.expect.worker"
_IMPORTED_THERE = {EXPECTATIONS: "great_expectations"}


class Apart:
    """The other process, from its start to its end: a context manager.

    It runs `module`: one pickled request comes in on its stdin; out go, pickled, `(True, (done, total))` for a step and
    `(False, answer)` at last. It ends as soon as its stdin is closed, so that it never outlives us.
    """

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a module of ours
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C on a terminal is for us, who end this process ourselves.
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def ask(self, request: object, advance: Advance) -> Any | None:
        """Return the answer; None if the process has none. `advance` is told of its steps."""
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - for the type checker
        try:
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()
            while True:
                is_step, said = pickle.load(self._process.stdout)  # noqa: S301 - of our own process
                if not is_step:
                    return said
                advance(*said)
        except (OSError, EOFError, pickle.UnpicklingError):
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was being written to it is of no use any more
                if stream:
                    stream.close()
        self._process.wait()


@contextmanager
def apart(module: str, *, threads: int | None) -> Iterator[Apart | None]:
    """Give a process that begins to import what `module` needs; None where nothing is won by it.

    That is with one thread (`threads`, by default one a processor), and where this process has imported it already.
    """
    if (threads or os.cpu_count()) == 1 or _IMPORTED_THERE[module] in sys.modules:
        yield None
        return
    with Apart(module) as process:
        yield process
