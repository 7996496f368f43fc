"""A run folder appears whole or not at all: it is built in a work folder beside it, then renamed.

The work folder stands on the same disk, so that the rename is one step, and has a name that a later run finds and
clears after a kill. It is locked while a run writes it. Folders have mode 0700 and files 0600: they hold personal data.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dq.errors import DQError, OutputError

_PRIVATE = 0o077
_FULL = 4_000_000  # bytes left of a disk on which an engine failed to write


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
    out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link that we are asked to replace
    if (out.exists() or out.is_symlink()) and not force:
        raise OutputError("output.exists", path=str(out))
    if force and (out.is_symlink() or (out.exists() and not _is_run_folder(out))):
        raise OutputError("output.not_a_run_folder", path=str(out))
    umask = os.umask(_PRIVATE)
    created = _make_parents(out.parent)
    work = out.parent / f".{out.name}.dq-work"
    try:
        lock = _claim(work, out)
        try:
            writer = RunWriter(work / "run", work / "stage")
            writer.folder.mkdir()
            writer.work.mkdir()
            with _explain_full_disk(out):
                yield writer
            shutil.rmtree(writer.work)
            _publish(writer.folder, out, work)
            created = []
        finally:
            lock.close()
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.umask(umask)
        for parent in reversed(created):
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()


@contextmanager
def _explain_full_disk(out: Path) -> Iterator[None]:
    """Say that the disk is full, whichever engine stumbled over it and however it says so."""
    try:
        yield
    except DQError:
        raise
    except Exception:
        if shutil.disk_usage(out.parent).free < _FULL:
            raise OutputError("output.disk_full", path=str(out.parent)) from None
        raise


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
    """Return the lock of `work`, made anew; what a killed run left there is cleared."""
    try:
        work.mkdir(exist_ok=True)
        lock = (work / "lock").open("wb")
    except OSError as error:
        raise OutputError("output.not_writable", path=str(out.parent), reason=error.strerror or "") from None
    if not _lock(lock):
        lock.close()
        raise OutputError("output.busy", path=str(out))
    for left in work.iterdir():
        if left.name != "lock":
            shutil.rmtree(left)
    return lock


def _lock(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            getattr(msvcrt, "locking")(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _publish(folder: Path, out: Path, work: Path) -> None:
    try:
        if out.exists():
            out.rename(work / "replaced")
        folder.rename(out)
    except OSError as error:
        replaced = work / "replaced"
        if replaced.exists() and not out.exists():
            replaced.rename(out)
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
