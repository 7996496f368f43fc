"""How much memory and how many threads a run may use."""

import math
import os
import re
from dataclasses import dataclass
from pathlib import Path

from dq.errors import UsageError

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "KI": 2**10, "MI": 2**20, "GI": 2**30, "TI": 2**40}
_SIZE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([KMGT]I?)?B?\s*", re.IGNORECASE)
_DEFAULT_SHARE = 0.6
# What the process holds beside DuckDB: the interpreter, Great Expectations with pandas, and the Polars batch in work.
_RESERVE = 1_000_000_000
_KEPT = 0.7  # of what DuckDB takes is within its own limit: not what its readers and writers hold
_SMALLEST_DUCKDB = 200_000_000
_BATCH = 200_000_000  # what a batch in work takes at most, with 30 columns
SMALLEST = 500_000_000  # bytes with which a run can work at all
_LARGEST = 2**50  # bytes: more than any machine has, and the engines count them in 64 bits
_MOST_THREADS = 64
_THREADS_EACH = 4  # threads a processor, beyond which they only cost memory


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a run: resident memory of the whole process in bytes, and threads."""

    memory: int
    threads: int

    @property
    def duckdb_memory(self) -> int:
        """What DuckDB may take of it, in bytes; what does not fit is spilled to the work folder."""
        return max(_SMALLEST_DUCKDB, int((self.memory - _RESERVE) * _KEPT), int(self.memory * 0.25))

    @property
    def batch_rows(self) -> int:
        """Rows of a staged part: fewer on a small machine."""
        return 50_000 if self.memory < 2 * _RESERVE else 100_000

    @property
    def batches(self) -> int:
        """How many batches are worked on at a time: one a thread, and no more than there is memory for."""
        # DuckDB holds nothing meanwhile, so more than the reserve is free.
        return max(1, min(self.threads, (self.memory - _RESERVE // 2) // _BATCH))

    def beside(self, held: int) -> "Limits":
        """Return the bounds of a process that works while this one holds `held` bytes and waits."""
        return Limits(max(SMALLEST, self.memory - held), self.threads)


def limits(memory: str | None = None, threads: int | None = None) -> Limits:
    """Return the limits asked for, by default 60 % of the machine's memory and all its processors.

    More than 1 PiB is taken as 1 PiB, and threads are capped, see `capped_threads`.

    Raises:
        UsageError: `memory` is no size such as `3GB`, or too small to work with.
    """
    size = int(_machine_memory() * _DEFAULT_SHARE) if memory is None else _parse(memory)
    if size < SMALLEST:
        raise UsageError("usage.memory_too_small", given=memory or "", smallest="500MB")
    return Limits(size, capped_threads(threads) if threads else os.cpu_count() or 1)


def capped_threads(asked: int) -> int:
    """Return the threads that a run gets of those asked for: four a processor at most, on a small machine 64."""
    return min(asked, max(_MOST_THREADS, _THREADS_EACH * (os.cpu_count() or 1)))


def _parse(text: str) -> int:
    match = _SIZE.fullmatch(text)
    if match is None:
        raise UsageError("usage.bad_memory", given=text)
    return int(min(_LARGEST, float(match[1].replace(",", ".")) * _UNITS[(match[2] or "").upper()]))


def _machine_memory() -> float:
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return min(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), _container_memory())
    return _windows_memory()


def _container_memory() -> float:
    """Return what a container may use (cgroup v2), infinity where there is no such limit."""
    try:
        return float(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").replace("max", "inf"))
    except (OSError, ValueError):
        return math.inf


def _windows_memory() -> int:
    import ctypes

    names = ("total", "free", "page", "page_free", "virtual", "virtual_free", "extended")

    class _Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in names),
        )

    status = _Status()
    status.length = ctypes.sizeof(_Status)
    kernel: object = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    getattr(kernel, "GlobalMemoryStatusEx")(ctypes.byref(status))  # noqa: B009
    return int(status.total)
