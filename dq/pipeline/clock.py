"""What each stage of a run takes: time; and the disk that they take for a while."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dq.engine.spill import Spill
from dq.progress import Progress


@dataclass(slots=True)
class Clock:
    """Seconds a stage, memory and spill of all; it also tells the user which stage begins.

    Attributes:
        beside: The largest memory of this process and another that worked for it, while it did; 0 if none did.
    """

    progress: Progress
    spill: Spill = field(default_factory=Spill)
    beside: int = 0
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time what happens inside the `with` block as `stage`."""
        self.progress(stage)
        started = time.perf_counter()
        yield
        self.timings[stage] = round(time.perf_counter() - started, 3)
