"""Where it was measured: the machine, and the versions of the engines and of the peers."""

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import psutil

import dq

_ENGINES = ("polars", "duckdb", "pandera", "great-expectations", "pyarrow")
_PEERS = {
    "pandera": ("pandera", "polars"),
    "dataframely": ("dataframely", "polars"),
    "pointblank": ("pointblank", "polars", "duckdb"),
    "datacompy": ("datacompy", "polars", "pandas"),
    "great_expectations": ("great-expectations", "pandas"),
}


def describe_machine() -> str:
    """Return processors, memory, system and Python in a line."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def versions(peers: Path | None) -> dict[str, str]:
    """Return the versions of dq and its engines, and of the peers and theirs, by who uses them."""
    found = {"dq": ", ".join([f"dq {dq.__version__}", *(f"{name} {version(name)}" for name in _ENGINES)])}
    for peer, packages in _PEERS.items() if peers else ():
        found[peer] = _versions_in(peers / peer / "bin" / "python", packages)
    return found


def _versions_in(python: Path, packages: tuple[str, ...]) -> str:
    code = "import sys, importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
    done = subprocess.run([python, "-c", code, *packages], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", maxsplit=1)[1].strip()
    return platform.processor() or platform.machine()
