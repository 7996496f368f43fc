"""Where prepared references are kept between runs.

A prepared reference is personal data of **everybody in the extract**: names, birth dates, numbers. It is kept in the
cache of the user who ran `dq`, on this machine only, in folders of mode 0700 and files of mode 0600, under a name made
of hashes. It is no backup and no second register: deleting the folder at any time loses nothing but minutes; one that
no run has opened for 30 days is deleted by the next preparation, because by then it is too old to compare with anyway.
`DQ_CACHE` puts it elsewhere, such as on an encrypted disk; an agency that may keep no copy points it at a folder that
it empties after the run.

A prepared reference appears whole or not at all: it is built beside its place and renamed. What a killed run left is
deleted by a later one after a day.
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from dq import __version__, places
from dq.errors import RegisterError
from dq.model import PreparedRegister, ReferenceInfo
from dq.register.check import RegisterFacts
from dq.stops import later, now

PREPARE_VERSION = 3  # raise it when the prepared columns or what stands in them change
_MANIFEST = "register.json"
_BUILDING = ".building-"
_DAY = 24 * 60 * 60
_KEPT_DAYS = 30


def cache_folder() -> Path:
    """Return the folder of prepared references."""
    return places.cache_folder() / "register"


def cache_key(reference_sha256: str, *parts: str) -> str:
    """Return the name of a prepared reference: a hash of the file, of this version of dq, and of `parts`.

    Args:
        reference_sha256: The hash of the extract's bytes.
        parts: Whatever else decides how it is read: the hash of the catalog, sheet, encoding, mapped headers.
    """
    text = json.dumps([reference_sha256, PREPARE_VERSION, __version__, *parts])
    return sha256(text.encode()).hexdigest()


def open_prepared(key: str, *, name: str, as_of: date, cache: Path | None = None) -> PreparedRegister | None:
    """Return the reference prepared under `key`, None if there is none or it is damaged.

    Args:
        key: See `cache_key`.
        name: The name of the extract in this run.
        as_of: The day of the run, by which the reference's age is told.
        cache: The folder of prepared references, by default `cache_folder()`.
    """
    folder = (cache or cache_folder()) / key
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if _sizes(folder) != manifest["files"]:
            return None
        newest = date.fromisoformat(manifest["as_of"]) if manifest["as_of"] else None
        info = ReferenceInfo(
            name=name,
            sha256=manifest["sha256"],
            rows=manifest["rows"],
            without_identifier=manifest["without_identifier"],
            as_of=newest,
            age_days=(as_of - newest).days if newest else None,
        )
        prepared = PreparedRegister(folder, frozenset(manifest["columns"]), info, manifest["malformed"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    with suppress(OSError):  # a cache on a read-only disk is still a cache
        os.utime(folder / _MANIFEST)
    return prepared


@contextmanager
def workspace(cache: Path | None = None) -> Iterator[Path]:
    """Give an empty private folder beside the prepared references, thrown away at the end.

    Raises:
        RegisterError: The cache cannot be written.
    """
    with building("work", cache=cache) as folder:
        yield folder


@contextmanager
def building(key: str, *, cache: Path | None = None) -> Iterator[Path]:
    """Give an empty private folder in which the reference `key` is prepared; on any error nothing is left of it.

    Raises:
        RegisterError: The cache cannot be written.
    """
    with later():
        folder = _make(cache or cache_folder(), key)
        try:
            with places.explained_full_disk(folder.parent), now():
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _make(cache: Path, key: str) -> Path:
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget(cache)
        return Path(tempfile.mkdtemp(prefix=f"{_BUILDING}{key[:16]}-", dir=cache))  # of mode 0700
    except OSError as error:
        raise RegisterError("register.cache_not_writable", path=str(cache), reason=error.strerror or "") from None


def publish(folder: Path, key: str, *, facts: RegisterFacts, reference_sha256: str, columns: frozenset[str]) -> None:
    """Make what was prepared in `folder` (see `building`) appear in the cache as `key`, at once.

    Args:
        folder: Checked by `check`.
        key: See `cache_key`.
        facts: What `check` returned, and the malformed lines.
        reference_sha256: The hash of the extract's bytes.
        columns: The canonical columns that the extract has.
    """
    manifest: dict[str, Any] = {
        "sha256": reference_sha256,
        "rows": facts.rows,
        "without_identifier": facts.without_identifier,
        "malformed": facts.malformed,
        "as_of": facts.as_of.isoformat() if facts.as_of else None,
        "columns": sorted(columns),
        "files": _sizes(folder),
    }
    path = folder / _MANIFEST
    path.touch(mode=0o600)
    path.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    target = folder.parent / key
    if _is_whole(target):
        return  # another run was faster
    shutil.rmtree(target, ignore_errors=True)
    try:
        folder.rename(target)
    except OSError as error:
        if not _is_whole(target):
            raise RegisterError("register.cache_not_writable", path=str(target), reason=error.strerror or "") from None


def _is_whole(folder: Path) -> bool:
    return open_prepared(folder.name, name="", as_of=date.min, cache=folder.parent) is not None


def _sizes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.glob("*/*.parquet"))}


def _forget(cache: Path) -> None:
    """Delete what killed runs left, and what no run has opened for a month."""
    now = time.time()
    for folder in cache.iterdir():
        with suppress(FileNotFoundError, NotADirectoryError):  # another run may delete it at the same time
            if folder.name.startswith(_BUILDING):
                # The newest change inside, since a preparation that is still going on adds parts.
                changed = max(path.stat().st_mtime for path in (folder, *folder.glob("*")))
                stale = now - changed > _DAY
            else:
                stale = now - (folder / _MANIFEST).stat().st_mtime > _KEPT_DAYS * _DAY
            if stale:
                shutil.rmtree(folder, ignore_errors=True)
