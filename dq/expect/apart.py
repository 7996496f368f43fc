"""Great Expectations in a process of its own, which imports it while the data loads.

The import takes longer than all the rest of a small run and keeps Python to itself meanwhile, so only another process
leaves the run its processor. `Apart` is our side of it, `dq.expect.worker` the other. One that ends without an answer
leaves the rules to this process, where what went wrong shows as what it is.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from dq.model import RuleResult
from dq.progress import Advance


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: one result a rule, and the largest memory of the other process in bytes."""

    results: tuple[RuleResult, ...]
    peak_memory: int | None


class Apart:
    """The other process, from its start to its end: a context manager."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dq.expect.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C on a terminal is for the run, which ends this process itself.
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def judge(self, arguments: Mapping[str, Any], advance: Advance) -> Answer | None:
        """Return what `dq.expect.expect` says there; None if the process has no answer.

        Args:
            arguments: Of `dq.expect.expect`, all by name, without `advance`.
            advance: Told of the rules that are judged.
        """
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - for the type checker
        try:
            pickle.dump(dict(arguments), self._process.stdin)
            self._process.stdin.flush()
            while not isinstance(told := pickle.load(self._process.stdout), Answer):  # noqa: S301 - of our own process
                advance(*told)
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return told

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
