"""The audit trail: who did what with which data, one JSON line an event, each holding the hash of the line before.

A line is never changed, removed or moved without `verify` finding it: `n` counts the lines, `previous` is the SHA-256
of the line before, and a small file beside the trail remembers the last line, so that cutting the end off is found as
well. Somebody who may write both files can still make a new trail from the beginning; where that matters, the last
hash is noted elsewhere (`dq audit verify` prints it), or the folder of `DQ_AUDIT` is backed up by others.

The trail holds names and hashes of files, counts, the user and the machine; never a value from the data.
"""

import getpass
import json
import os
import platform
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from dq.errors import DQError, OutputError
from dq.locks import lock
from dq.places import audit_file, private
from dq.stops import is_stop

_NOTHING = "0" * 64
_BLOCK = 65_536
_LONGEST = 16_000_000  # bytes of a line: the files of a run are few


class Fault(StrEnum):
    """What is wrong with a line of the trail."""

    UNREADABLE = "unreadable"  # no JSON object with a number and a hash
    CHANGED = "changed"  # the next line has the hash of another text
    MISSING = "missing"  # one or more lines before this one were taken out
    MOVED = "moved"  # its number is not higher than that of the line before
    CUT_OFF = "cut_off"  # the trail once had more lines than now
    NO_END = "no_end"  # what remembers the last line is gone, so a cut end would not be seen


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at a physical line of the trail, 1-based."""

    line: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: the number of lines, the hash of the last, and every fault."""

    path: Path
    lines: int
    last: str
    problems: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or moved."""
        return not self.problems


@contextmanager
def audited(command: str, **facts: object) -> Iterator[dict[str, object]]:
    """Write a line when the block begins and one when it ends; the second has what the block put into the mapping.

    The first line is written before any work, so a trail that cannot be written stops the command, and a command that
    is killed leaves its beginning. The second says `done`, `error` (with the key of the error) or `interrupted`.

    Args:
        command: What the user called, such as `run`.
        **facts: Names of files, options; no value from the data.

    Raises:
        OutputError: The trail cannot be written.
    """
    job = secrets.token_hex(8)
    append({"event": "begin", "job": job, "command": command, **facts})
    found: dict[str, object] = {}
    end: dict[str, object] = {"event": "done"}
    try:
        yield found
    except BaseException as error:
        if is_stop(error) or isinstance(error, SystemExit):
            end = {"event": "interrupted"}
        else:
            end = {"event": "error", "error": error.key if isinstance(error, DQError) else type(error).__name__}
        raise
    finally:
        try:
            append({**end, "job": job, "command": command, **found})
        except OutputError:
            if end["event"] == "done":
                raise
            # What went wrong first is told; the trail shows a beginning without an end.


def append(facts: Mapping[str, object], *, path: Path | None = None) -> None:
    """Append one line to the trail; concurrent commands wait for one another.

    Args:
        facts: What happened; `n`, `previous`, `at` (UTC), `user` and `machine` are added.
        path: The trail, by default `audit_file()`.

    Raises:
        OutputError: The trail cannot be written.
    """
    path = path or audit_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(path, "a+b", opener=private) as trail, open(_lock_of(path), "ab", opener=private) as key:
            lock(key, wait=True)
            last = _last_line(trail)
            line = _line(facts, last, _remembered(path))
            # A line that a full disk cut in the middle stays as it is, and is told by `verify`.
            trail.write((b"" if last is None or last.endswith(b"\n") else b"\n") + line + b"\n")
            trail.flush()
            os.fsync(trail.fileno())
            _remember(path, line)
    except OSError as error:
        raise OutputError("audit.not_writable", path=str(path), reason=error.strerror or "") from None


def file_facts(path: Path) -> dict[str, object]:
    """Return the hash of a file, and its rows where it is Parquet: how an event names what it wrote."""
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    facts: dict[str, object] = {"sha256": digest.hexdigest()}
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        facts["rows"] = pq.read_metadata(path).num_rows
    return facts


def verify(path: Path | None = None) -> Verification:
    """Return what is wrong with the trail, line by line.

    Raises:
        OutputError: There is no trail, or it cannot be read.
    """
    path = path or audit_file()
    lines, last, problems = 0, _NOTHING, []
    number, end = 0, _remembered(path)
    try:
        with path.open("rb") as trail:
            for lines, text in enumerate(trail, start=1):
                line = text.rstrip(b"\n")
                entry = _read(line)
                if entry is None:
                    problems.append(Problem(lines, Fault.UNREADABLE))
                else:
                    fault = _fault(entry, number, last)
                    if fault is not None:
                        # A hash that does not fit tells of the line before it, in this place or taken away from it.
                        problems.append(Problem(lines - 1 if fault is Fault.CHANGED else lines, fault))
                    number = entry["n"]
                last = _hash(line)
                if end and entry and end[0] == number and end[1] != last:
                    problems.append(Problem(lines, Fault.CHANGED))
    except OSError as error:
        raise OutputError("audit.unreadable", path=str(path), reason=error.strerror or "") from None
    if end is None and lines:
        problems.append(Problem(lines, Fault.NO_END))
    elif end and end[0] > number:
        problems.append(Problem(lines, Fault.CUT_OFF))
    return Verification(path, lines, last, tuple(dict.fromkeys(problems)))


def entries(path: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield the readable lines of the trail from the oldest.

    Raises:
        OutputError: There is no trail, or it cannot be read.
    """
    path = path or audit_file()
    try:
        with path.open("rb") as trail:
            yield from filter(None, map(_read, trail))
    except OSError as error:
        raise OutputError("audit.unreadable", path=str(path), reason=error.strerror or "") from None


def _fault(entry: Mapping[str, Any], number: int, last: str) -> Fault | None:
    """Return how `entry` does not follow a line that has this number and this hash."""
    if entry["n"] == number + 1:
        return None if entry["previous"] == last else Fault.CHANGED
    return Fault.MISSING if entry["n"] > number else Fault.MOVED


def _line(facts: Mapping[str, object], last: bytes | None, remembered: tuple[int, str] | None) -> bytes:
    before = _read(last.rstrip(b"\n")) if last is not None else None
    number = before["n"] if before else remembered[0] if remembered and last is not None else 0
    entry = {
        "n": number + 1,
        "previous": _hash(last.rstrip(b"\n")) if last is not None else _NOTHING,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "user": _user(),
        "machine": platform.node(),
        **facts,
    }
    # The name of a file need not be text; what is none stands there as an escape of JSON.
    return json.dumps(entry, ensure_ascii=False, default=str).encode(errors="backslashreplace")


def _user() -> str:
    with suppress(OSError, KeyError, ImportError):  # a container may run as a user without a name
        return getpass.getuser()
    return "?"


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(entry, dict) and isinstance(entry.get("n"), int) and isinstance(entry.get("previous"), str)
    return entry if is_ours else None


def _last_line(trail: IO[bytes]) -> bytes | None:
    """Return the last line with its newline, where it has one; None in an empty trail."""
    end = trail.seek(0, os.SEEK_END)
    tail = b""
    while end > 0 and b"\n" not in tail[:-1] and len(tail) < _LONGEST:
        start = max(0, end - _BLOCK)
        trail.seek(start)
        tail = trail.read(end - start) + tail
        end = start
    return tail[tail.rfind(b"\n", 0, len(tail) - 1) + 1 :] or None


def _remember(path: Path, line: bytes) -> None:
    entry = json.loads(line)
    beside = _beside(path, ".head.new")
    with open(beside, "wb", opener=private) as head:
        head.write(json.dumps({"n": entry["n"], "sha256": _hash(line)}).encode())
    beside.replace(_beside(path, ".head"))


def _remembered(path: Path) -> tuple[int, str] | None:
    try:
        head = json.loads(_beside(path, ".head").read_bytes())
        number, digest = head["n"], head["sha256"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return (number, digest) if isinstance(number, int) and isinstance(digest, str) else None


def _lock_of(path: Path) -> Path:
    """Return the file whose lock writers hold; not the trail, as Windows lets nobody read what is locked."""
    return _beside(path, ".lock")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _hash(line: bytes) -> str:
    return sha256(line).hexdigest()
