"""Whether a machine is fit to run dq: versions, memory, disk, the folders it writes to, the console, the extras."""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from dq import __version__
from dq.catalog import load_catalog
from dq.engine.limits import SMALLEST, limits
from dq.errors import DQError
from dq.places import audit_file, cache_folder

PACKAGE = "dq-population"
_LITTLE_MEMORY, _LITTLE_DISK, _NO_DISK = 3_000_000_000, 10_000_000_000, 1_000_000_000  # bytes


class Health(StrEnum):
    """How a thing stands."""

    FINE = "fine"
    WARNING = "warning"  # dq runs, but slowly, or not with everything
    BROKEN = "broken"  # dq does not run


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at: `doctor.<name>` is the key of its sentence, with `parameters`."""

    name: str
    health: Health
    parameters: Mapping[str, Any] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset({"memory", "free", "smallest"})  # which parameters are bytes


def examine(folder: Path) -> list[Sign]:
    """Return what was found on this machine; `folder` is where results would be written."""
    looks: tuple[Callable[[], Iterator[Sign]], ...] = (
        _system,
        *((_packages, _extras) if _is_installed() else (_not_installed,)),
        _memory,
        partial(_disk, folder),
        _places,
        _console,
        _catalog,
    )
    return [sign for look in looks for sign in look()]


def _system() -> Iterator[Sign]:
    yield Sign("version", Health.FINE, {"dq": __version__, "python": platform.python_version()})
    bits = 64 if sys.maxsize > 2**32 else 32
    wide = Health.FINE if bits == 64 else Health.BROKEN  # noqa: PLR2004 - bits
    yield Sign("system", wide, {"system": platform.platform(), "bits": bits})


def _is_installed() -> bool:
    try:
        version(PACKAGE)
    except PackageNotFoundError:
        return False
    return True


def _not_installed() -> Iterator[Sign]:
    """A checkout on the path runs, but nothing says what it needs."""
    yield Sign("not_installed", Health.WARNING)


def _packages() -> Iterator[Sign]:
    for needed in _requirements(""):
        found = _installed(needed)
        if found is None:
            yield Sign("missing", Health.BROKEN, {"package": needed.name, "needed": str(needed.specifier)})
        elif not needed.specifier.contains(found, prereleases=True):
            about = {"package": needed.name, "found": found, "needed": str(needed.specifier)}
            yield Sign("other_version", Health.BROKEN, about)


def _extras() -> Iterator[Sign]:
    """An extra that is not there is no fault: it is told, so that nobody looks for it later."""
    base = {needed.name for needed in _requirements("")}
    for extra in metadata(PACKAGE).get_all("Provides-Extra") or ():
        missing = [item.name for item in _requirements(extra) if item.name not in base and _installed(item) is None]
        about = {"extra": extra, "packages": ", ".join(missing)}
        yield Sign("extra_missing" if missing else "extra", Health.FINE, about)


def _requirements(extra: str) -> list[Requirement]:
    found = map(Requirement, requires(PACKAGE) or ())
    return [needed for needed in found if needed.marker is None or needed.marker.evaluate({"extra": extra})]


def _installed(needed: Requirement) -> str | None:
    try:
        return version(needed.name)
    except PackageNotFoundError:
        return None


def _memory() -> Iterator[Sign]:
    try:
        bounds = limits()
    except DQError:
        yield Sign("memory", Health.BROKEN, {"memory": 0, "threads": os.cpu_count() or 1, "smallest": SMALLEST})
        return
    health = Health.FINE if bounds.memory >= _LITTLE_MEMORY else Health.WARNING
    yield Sign("memory", health, {"memory": bounds.memory, "threads": bounds.threads, "smallest": SMALLEST})


def _disk(folder: Path) -> Iterator[Sign]:
    """The results and the spill folder stand on one disk: the work folder is beside the results."""
    folder = folder.absolute()
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(place).free
    health = Health.BROKEN if free < _NO_DISK else Health.WARNING if free < _LITTLE_DISK else Health.FINE
    yield Sign("disk", health, {"folder": str(place), "free": free})
    yield _writable("results", place)


def _places() -> Iterator[Sign]:
    yield _writable("cache", cache_folder())
    yield _writable("audit", audit_file().parent)


def _writable(name: str, folder: Path) -> Sign:
    """Return whether a file can be made in `folder`, or in the nearest folder above it that is there."""
    try:
        place = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Sign("not_writable", Health.BROKEN, {"folder": str(folder), "reason": error.strerror or ""})
    return Sign(name, Health.FINE, {"folder": str(folder)})


def _console() -> Iterator[Sign]:
    """A console of another encoding shows `?` for some letters; files are always UTF-8."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    yield Sign("console", Health.FINE if encoding == "utf8" else Health.WARNING, {"encoding": encoding or "?"})


def _catalog() -> Iterator[Sign]:
    try:
        catalog = load_catalog()
    except DQError as error:
        yield Sign("catalog_broken", Health.BROKEN, {"problem": str(error)})
        return
    rules = sum(map(len, catalog.rules.values()))
    about = {"datasets": len(catalog.schemas), "rules": rules, "origin": catalog.location.origin}
    yield Sign("catalog", Health.FINE, about)
