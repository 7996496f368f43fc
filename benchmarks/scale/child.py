"""One contestant in a process of its own: `python -m benchmarks.scale.child MODULE ARGUMENTS`.

Needs nothing but the standard library, because it also runs in the environments of the peers. What `prepare` does,
imports and the making of rules, is not timed; the work that it returns is.
"""

import importlib
import json
import re
import sys
import time
from pathlib import Path


def peak_memory() -> int:
    """Return the largest resident memory of this process so far in bytes."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        import resource  # systems without /proc; counts the size of the process that started this one, too

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def main() -> None:
    """Do the work and print seconds, peak memory and what was found as the last line."""
    module, arguments = sys.argv[1:]
    work = importlib.import_module(module).prepare(json.loads(arguments))
    started = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "peak": peak_memory(), "found": found}))


if __name__ == "__main__":
    main()
