"""A run folder appears whole or not at all: it is built in a work folder beside it, then renamed.

The work folder stands on the same disk, so that the rename is one step, and has a name that a later run finds and
clears after a kill. It is locked while a run writes it. Folders have mode 0700 and files 0600: they hold personal data.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dq.errors import OutputError
from dq.locks import lock as hold
from dq.places import explained_full_disk, is_utf8
from dq.stops import later, now

_PRIVATE = 0o077
_BEFORE, _AFTER = ".", ".dq-work"
_LOCK, _REPLACED = "lock", "replaced"
_UNREADABLE = frozenset("?\\")  # DuckDB takes them in a path for something else


@dataclass(frozen=True, slots=True)
class RunWriter:
    """The places of a run that is being written: `folder` becomes the run folder, `work` is thrown away."""

    folder: Path
    work: Path


@contextmanager
def open_run(out: Path, *, force: bool = False) -> Iterator[RunWriter]:
    """Give a place to write a run; at the end of the `with` block it becomes `out`, on any error nothing is left.

    Args:
        out: The run folder that shall appear.
        force: Replace `out` where it exists; the old one stays until the new one is whole.

    Raises:
        OutputError: `out` exists and `force` is not set, cannot be written, or another run is writing it.
    """
    try:
        out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link that we are asked to replace
        _refuse(out, force=force)
    except OSError as error:  # a name that is too long, a current folder that is gone
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
    with later():
        yield from _write(out, force=force)


def _write(out: Path, *, force: bool) -> Iterator[RunWriter]:
    umask = os.umask(_PRIVATE)
    created: list[Path] = []
    work = out.parent / f"{_BEFORE}{out.name}{_AFTER}"
    try:
        created += _make_parents(out.parent)
        lock = _claim(work, out)
        try:
            _restore(work, out, force=force)
            _forget(out.parent, work)
            writer = RunWriter(work / "run", work / "stage")
            writer.folder.mkdir()
            writer.work.mkdir()
            with explained_full_disk(out.parent), now():
                yield writer
            shutil.rmtree(writer.work)
            _publish(writer.folder, out, work)
            created = []
        finally:
            _release(work, lock)
    finally:
        os.umask(umask)
        for parent in reversed(created):
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()


def _refuse(out: Path, *, force: bool) -> None:
    """Refuse a place where no run folder can appear, or where something else stands."""
    if not is_utf8(out) or (os.name != "nt" and _UNREADABLE & set(str(out))):
        raise OutputError("output.bad_name", path=str(out))
    if (out.exists() or out.is_symlink()) and not force:
        raise OutputError("output.exists", path=str(out))
    if force and (out.is_symlink() or (out.exists() and not _is_run_folder(out))):
        raise OutputError("output.not_a_run_folder", path=str(out))


def _is_run_folder(out: Path) -> bool:
    """Whether `--force` may replace `out`: only what a run wrote, or an empty folder."""
    return out.is_dir() and ((out / "run.json").is_file() or not any(out.iterdir()))


def _make_parents(parent: Path) -> list[Path]:
    created: list[Path] = []
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            created.append(folder)
    except OSError as error:
        for folder in reversed(created):
            folder.rmdir()
        raise OutputError("output.not_writable", path=str(parent), reason=error.strerror or "") from None
    return created


def _claim(work: Path, out: Path) -> IO[bytes]:
    """Return the lock of `work`, made where it is missing."""
    try:
        if work.is_symlink():  # else what it leads to would be cleared
            raise OutputError("output.not_a_run_folder", path=str(work))
        work.mkdir(exist_ok=True)
        lock = (work / _LOCK).open("wb")
    except OSError as error:
        raise OutputError("output.not_writable", path=str(out.parent), reason=error.strerror or "") from None
    # A run that ends removes the lock that it holds: what we have locked must still be what stands there.
    if not (hold(lock) and _stands(lock, work / _LOCK)):
        lock.close()
        raise OutputError("output.busy", path=str(out))
    return lock


def _restore(work: Path, out: Path, *, force: bool) -> None:
    """Clear what a killed run left in `work`; the old run folder that it was about to replace goes back to its place.

    Raises:
        OutputError: It went back, and `force` is not set.
    """
    replaced = work / _REPLACED
    if replaced.exists() and not out.exists():
        replaced.rename(out)
    for left in work.iterdir():
        if left.name != _LOCK:
            shutil.rmtree(left)
    if out.exists() and not force:
        raise OutputError("output.exists", path=str(out))


def _forget(parent: Path, own: Path) -> None:
    """Remove the work folders of killed runs: by default a run folder has the day in its name, so nobody comes back."""
    for work in parent.glob(f"{_BEFORE}*{_AFTER}"):
        if work == own or work.is_symlink() or not (work / _LOCK).is_file() or (work / _REPLACED).exists():
            continue
        with suppress(OSError), (work / _LOCK).open("wb") as lock:
            if hold(lock):
                _release(work, lock)


def _release(work: Path, lock: IO[bytes]) -> None:
    shutil.rmtree(work, ignore_errors=True)  # before the lock is free, so that it is not the next run's
    lock.close()
    if os.name == "nt":  # an open file cannot be deleted there
        shutil.rmtree(work, ignore_errors=True)


def _stands(lock: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except OSError:
        return False


def _publish(folder: Path, out: Path, work: Path) -> None:
    try:
        if out.exists():
            out.rename(work / _REPLACED)
        folder.rename(out)
    except OSError as error:
        replaced = work / _REPLACED
        if replaced.exists() and not out.exists():
            replaced.rename(out)
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
