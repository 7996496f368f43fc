"""What memory this process holds, as the system says."""

import re
from pathlib import Path


def peak_memory() -> int | None:
    """Return the largest resident memory of this process so far in bytes; None where the system does not say."""
    # Not getrusage: it begins with the size of the process that started this one.
    return _of_status("VmHWM") or _peak_of_rusage()


def resident_memory() -> int | None:
    """Return the resident memory of this process now in bytes; None where the system does not say."""
    return _of_status("VmRSS")


def _of_status(name: str) -> int | None:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else None


def _peak_of_rusage() -> int | None:
    try:
        import resource
    except ImportError:
        return None
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
