"""How a process of ours ends."""

import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with `code` at once: all that it had to write is written.

    Python would take apart, one by one, the million objects that the engines have made, which takes a third of a second
    and is when a signal ends the process as if its work were not done.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(code)
