"""A file that appears whole or not at all, and that only its owner can read."""

import os
from pathlib import Path

from dq.errors import OutputError


def write_private(content: bytes, out: Path) -> None:
    """Write `content` to `out` with mode 0600; a file that stands there is replaced as a whole.

    Raises:
        OutputError: It cannot be written.
    """
    beside = out.with_name(out.name + ".part")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None


def make_private_folder(folder: Path) -> None:
    """Make `folder` with mode 0700 where it is missing.

    Raises:
        OutputError: It cannot be made, or is a file.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("output.not_writable", path=str(folder), reason=error.strerror or "") from None
