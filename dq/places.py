"""Where dq keeps what outlives a run: the user's own folders, unless the environment says otherwise."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dq.errors import DQError, LoadError, OutputError

_FULL = 4_000_000  # bytes left of a disk on which an engine failed to write
_NO_ROOM = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
CACHE = "DQ_CACHE"
AUDIT = "DQ_AUDIT"
AUDIT_FILE = "audit.jsonl"


def private(path: str, flags: int) -> int:
    """Open a file so that only its owner can read it from its birth on; an `opener` of `open`."""
    return os.open(path, flags, 0o600)


def cache_folder() -> Path:
    """Return the folder of what can be made again: `DQ_CACHE`, else the platform's cache folder of this user."""
    from platformdirs import user_cache_path

    asked = os.environ.get(CACHE)
    return Path(asked) if asked else user_cache_path("dq", appauthor=False)


def audit_file() -> Path:
    """Return the file of the audit trail: `DQ_AUDIT`, else `audit.jsonl` in the platform's state folder of this user.

    A `DQ_AUDIT` that is a folder holds the file under its usual name.
    """
    from platformdirs import user_state_path

    asked = os.environ.get(AUDIT)
    if not asked:
        return user_state_path("dq", appauthor=False) / AUDIT_FILE
    path = Path(asked)
    return path / AUDIT_FILE if path.is_dir() else path


def no_room(error: BaseException, folder: Path) -> bool:
    """Return whether `error` came of a disk without room for what is written to `folder`.

    Engines have errors of their own, but say in them what the system said: a full disk, a quota, the size of a file.
    """
    said = str(error)
    return any(words in said for words in _NO_ROOM) or shutil.disk_usage(folder).free < _FULL


@contextmanager
def explained_full_disk(folder: Path) -> Iterator[None]:
    """Say that `folder` has no room, whichever engine stumbles over it inside the `with` block, however it says so.

    Raises:
        OutputError: The disk is full.
    """
    try:
        yield
    except DQError:
        raise
    except Exception as error:
        if no_room(error, folder):
            raise OutputError("output.disk_full", path=str(folder)) from None
        raise


def refuse_irregular(path: Path) -> None:
    """Refuse what is there and is no file: a pipe, which opening would wait for, without end and whatever the signal.

    Raises:
        LoadError: `path` is a folder, a pipe, a socket or a device.
    """
    if path.is_dir():
        raise LoadError("load.directory", file=path.name)
    if path.exists() and not path.is_file():
        raise LoadError("load.not_regular", file=path.name)


def is_utf8(path: Path) -> bool:
    """Return whether the name of `path` is text; the engines open no other."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True
