"""How long each stage of a run takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dq.pipeline.request import Progress


@dataclass(slots=True)
class Clock:
    """Seconds a stage; it also tells the user which stage begins."""

    progress: Progress
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time what happens inside the `with` block as `stage`."""
        self.progress(stage)
        started = time.perf_counter()
        yield
        self.timings[stage] = round(time.perf_counter() - started, 3)
