"""How far a job is: told by its process in a small file beside its result, read by the batch."""

import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dq.progress import Unit

_EVERY = 1.0  # seconds between two tellings of one stage


@dataclass(frozen=True, slots=True)
class Told:
    """What a job says of itself; see `dq.progress.Progress`."""

    stage: str
    done: float = 0
    total: int | None = None
    unit: Unit = Unit.ROWS
    spilled: int = 0


def progress_file(result: Path) -> Path:
    """Return where a job whose result is written to `result` tells how far it is."""
    return result.with_suffix(".progress")


class FileProgress:
    """Keeps the last word of a job in a file, renewed at most once a second."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._said = 0.0
        self._stage, self._spilled = "", 0

    def __call__(self, stage: str, done: float = 0, total: int | None = None, unit: Unit = Unit.ROWS) -> None:
        """Take what a stage says of itself."""
        with self._lock:
            now = time.monotonic()
            if stage != self._stage or now - self._said >= _EVERY:
                self._stage, self._said = stage, now
                self._write(Told(stage, done, total, unit, self._spilled))

    def spilled(self, size: int) -> None:
        """Take the size of the spill, which is written with the next word of the stage."""
        self._spilled = size

    def _write(self, told: Told) -> None:
        beside = self._path.with_suffix(".part")
        with suppress(OSError):  # a job does not fail because nobody hears how far it is
            beside.write_text(json.dumps(asdict(told)), encoding="utf-8")
            beside.replace(self._path)


def last_told(path: Path) -> Told | None:
    """Return the last word of a job; None where it has not said any."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Told(**{**found, "unit": Unit(found["unit"])})
    return None
