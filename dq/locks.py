"""An exclusive lock on an open file, held until the file is closed or its process ends, however it ends."""

import os
import time
from typing import IO

_PAUSE = 0.02  # seconds between two tries on Windows, which has no call that waits for good


def lock(file: IO[bytes], *, wait: bool = False) -> bool:
    """Return whether this process now holds the lock of `file`.

    Args:
        file: A file open for writing.
        wait: Wait until it is free, instead of answering False.
    """
    if os.name == "nt":
        return _lock_windows(file, wait=wait)
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_windows(file: IO[bytes], *, wait: bool) -> bool:
    import msvcrt

    # `getattr`: the type checker of another platform does not know these.
    locking, at_once = getattr(msvcrt, "locking"), getattr(msvcrt, "LK_NBLCK")  # noqa: B009
    while True:
        try:
            file.seek(0)
            locking(file.fileno(), at_once, 1)
        except OSError:
            if not wait:
                return False
            time.sleep(_PAUSE)
        else:
            return True
