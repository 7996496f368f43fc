"""Processes of a batch: started, waited for, ended."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dq.batch.telling import Told, last_told, progress_file
from dq.places import private
from dq.stops import PATIENCE


@dataclass(frozen=True, slots=True)
class Work:
    """A process that does one task, and where it writes what came of it."""

    process: subprocess.Popen[bytes]
    result: Path

    def told(self) -> Told | None:
        """Return what it says of itself while it goes on."""
        return last_told(progress_file(self.result))

    def answer(self) -> dict[str, Any] | None:
        """Return what came of it; None while it is going on.

        A process that ended without a word was killed, by memory or by somebody.
        """
        code = self.process.poll()
        if code is None:
            return None
        with suppress(OSError, ValueError):
            found: dict[str, Any] = json.loads(self.result.read_text(encoding="utf-8"))
            return found
        return {"error": "batch.killed", "parameters": {"code": code}}


def start(request: Mapping[str, Any], result: Path, *, threads: int, log: Path) -> Work:
    """Start a worker on `request`.

    Args:
        request: As `dq.batch.worker` reads it.
        result: Where the worker writes what came of it.
        threads: The threads that it may use.
        log: What it says on its way is added there.
    """
    for left in (result, progress_file(result)):
        left.unlink(missing_ok=True)
    with open(log, "ab", opener=private) as stream:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "dq.batch.worker", str(result)],
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=stream,
            env=os.environ | {"POLARS_MAX_THREADS": str(threads)},
            # Ctrl-C on a terminal is for the batch, which ends its jobs itself.
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    assert process.stdin is not None  # noqa: S101 - for the type checker
    with suppress(OSError):  # it died at once: `answer` tells
        process.stdin.write(json.dumps(request, default=str).encode() + b"\n")
        process.stdin.flush()
    return Work(process, result)


def end(works: list[Work]) -> None:
    """End processes: their stdin is closed, which interrupts them; one that does not listen is killed."""
    for work in works:
        if work.process.stdin is not None:
            with suppress(OSError):
                work.process.stdin.close()
    for work in works:
        try:
            work.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            work.process.kill()
            work.process.wait()
