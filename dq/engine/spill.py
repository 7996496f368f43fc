"""How much of the disk DuckDB takes for what does not fit into memory."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.5  # seconds


@dataclass(slots=True)
class Spill:
    """What a spill folder has held at most, in bytes, seen twice a second."""

    peak: int = 0


@contextmanager
def watched_spill(folder: Path, told: Callable[[int], None]) -> Iterator[Spill]:
    """Watch the spill folder inside the `with` block; `told` gets its size in bytes each time that it has changed."""
    spill, over = Spill(), threading.Event()

    def look() -> None:
        last = 0
        while not over.wait(_EVERY):
            size = _size(folder)
            spill.peak = max(spill.peak, size)
            if size != last:
                told(size)
            last = size

    thread = threading.Thread(target=look, name="watch-spill", daemon=True)
    thread.start()
    try:
        yield spill
    finally:
        over.set()
        thread.join()


def _size(folder: Path) -> int:
    """Return the size of the files in `folder`, which come and go meanwhile."""
    total = 0
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                total += path.stat().st_size
    return total
