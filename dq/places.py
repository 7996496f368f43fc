"""Where dq keeps what outlives a run: the user's own folders, unless the environment says otherwise."""

import os
from pathlib import Path

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
