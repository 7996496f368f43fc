"""Persons as keyed hashes (HMAC-SHA-256): who holds the same key can compare them, nobody can read them.

A number becomes a pseudonym of 128 bits. What is known of its holder becomes hashes of 64 bits that are *bound to the
number*: the same name under two numbers gives two hashes, so that names cannot be counted. They are compared only where
the pseudonyms of the numbers are equal, so 64 bits are plenty.

Each field is hashed under a key of its own, derived from the given one, so that a hash of one says nothing of another.
"""

import hmac
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from dq.errors import OutputError, UsageError
from dq.places import private, refuse_irregular
from dq.text.slips import kept_slips, probed_slips

FORMAT = "dq-pseudonyms-1"
KEY_BYTES = 32
STATUSES = ("song", "chet", "mat_tich")
_BLOCK = 64  # bytes of a block of SHA-256
IN_FORCE = "in_force"  # the kind of a number that is no old one
_NUMBER, _HOLDER = "number", "holder"
_ATTRIBUTES: Mapping[str, type[pl.DataType] | pl.DataType] = {
    "h_name": pl.UInt64,
    "h_spelled": pl.UInt64,
    "h_folded": pl.UInt64,
    "h_near": pl.List(pl.UInt64),
    "h_year": pl.UInt64,
    "h_month": pl.UInt64,
    "h_day": pl.UInt64,
    "h_sex": pl.UInt64,
}
REGISTER_SCHEMA = pl.Schema(
    {"kind": pl.String, "number": pl.String, "holder": pl.String, **_ATTRIBUTES, "h_status": pl.UInt64}
)
PERSON_COLUMNS = ("h_number", *_ATTRIBUTES, "h_swapped", *(f"h_{status}" for status in STATUSES))


def new_key(path: Path) -> None:
    """Write a new random key to `path`, which must not exist, for its owner's eyes only.

    Raises:
        OutputError: The file is there, or cannot be written.
    """
    try:
        with open(path, "xb", opener=private) as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    except FileExistsError:
        raise OutputError("pseudonyms.key_exists", path=str(path)) from None
    except OSError as error:
        raise OutputError("output.not_writable", path=str(path), reason=error.strerror or "") from None


def read_key(path: Path) -> bytes:
    """Return the key in `path`: the bytes of the file as they are.

    A pipe is taken from a shell only (`--key <(…)`, below `/dev`), which has somebody who writes to it.

    Raises:
        LoadError: It is no file.
        UsageError: It cannot be read, is too short to be random enough, or others than its owner may read it.
    """
    if not path.is_relative_to("/dev"):
        refuse_irregular(path)
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            key = file.read(1 << 20)
    except OSError as error:
        raise UsageError("pseudonyms.key_unreadable", path=str(path), reason=error.strerror or "") from None
    if os.name != "nt" and mode & 0o077:  # Windows keeps its rights elsewhere
        raise UsageError("pseudonyms.key_open", path=str(path), mode=f"{mode:04o}")
    if len(key) < KEY_BYTES:
        raise UsageError("pseudonyms.key_short", path=str(path), least=KEY_BYTES)
    return key


def fingerprint(key: bytes) -> str:
    """Return by which a key is recognized, and from which nobody gets it."""
    return hmac.digest(key, f"{FORMAT} fingerprint".encode(), "sha256").hex()[:32]


class Hasher:
    """HMAC-SHA-256 of values under the keys of the fields; the padded keys are hashed once, not for each value."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._states: dict[str, tuple[Any, Any]] = {}

    def pseudonym(self, field: str, number: str) -> str:
        """Return 128 bits of the HMAC of a number."""
        inner, outer = self._state(field)
        return _digest(inner, outer, number.encode())[:16].hex()

    def bound(self, field: str, number: str) -> Callable[[bytes], int]:
        """Return the function that gives 64 bits of the HMAC of a value of `field` that stands with `number`."""
        inner, outer = self._state(field)
        with_number = inner.copy()
        with_number.update(number.encode() + b"\0")
        return lambda value: int.from_bytes(_digest(with_number, outer, value)[:8])

    def _state(self, field: str) -> tuple[Any, Any]:
        if field not in self._states:
            derived = hmac.digest(self._key, f"{FORMAT} {field}".encode(), "sha256").ljust(_BLOCK, b"\0")
            self._states[field] = (sha256(bytes(b ^ 0x36 for b in derived)), sha256(bytes(b ^ 0x5C for b in derived)))
        return self._states[field]


def register_rows(frame: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Return what of a register goes to others (`REGISTER_SCHEMA`), one row a number.

    Args:
        frame: `kind`, `number` (not null), `holder` (the number in force of an old one's holder), `name`, `spelled`,
            `folded` (name key, with i for y, without marks), `tu`, `den` (bounds of the birth date), `sex`, `status`.
        key: The key.
    """
    hasher = Hasher(key)

    def row(kind: str, number: str, holder: str | None, status: str | None, *told: Any) -> tuple[Any, ...]:
        return (
            kind,
            hasher.pseudonym(_NUMBER, number),
            hasher.pseudonym(_HOLDER, holder) if holder else None,
            *_attributes(hasher, number, kept_slips, *told),
            _one(hasher.bound("status", number), status),
        )

    columns = ("kind", "number", "holder", "status", "name", "spelled", "folded", "tu", "den", "sex")
    return _frame((row(*values) for values in frame.select(columns).iter_rows()), REGISTER_SCHEMA)


def person_columns(frame: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Return `PERSON_COLUMNS` of persons who shall be found in a pseudonymized register, row by row.

    Args:
        frame: `number` (null: nobody is looked for, all columns are null) and the others as in `register_rows`.
        key: The key.
    """
    hasher = Hasher(key)

    def row(number: str | None, *told: Any) -> tuple[Any, ...]:
        if number is None:
            return (None,) * len(PERSON_COLUMNS)
        lower, upper = told[3:5]
        status = hasher.bound("status", number)
        return (
            hasher.pseudonym(_NUMBER, number),
            *_attributes(hasher, number, probed_slips, *told),
            _one(hasher.bound("day", number), _swapped(lower, upper)),
            *(status(item.encode()) for item in STATUSES),
        )

    schema = pl.Schema(
        {name: pl.String if name == "h_number" else _ATTRIBUTES.get(name, pl.UInt64) for name in PERSON_COLUMNS}
    )
    columns = ("number", "name", "spelled", "folded", "tu", "den", "sex")
    return _frame((row(*values) for values in frame.select(columns).iter_rows()), schema)


def _attributes(
    hasher: Hasher,
    number: str,
    slips: Callable[[str], list[bytes]],
    name: str | None,
    spelled: str | None,
    folded: str | None,
    lower: date | None,
    upper: date | None,
    sex: str | None,
) -> tuple[Any, ...]:
    near = hasher.bound("near", number)
    parts = _parts(lower, upper)
    return (
        _one(hasher.bound("name", number), name),
        _one(hasher.bound("spelled", number), spelled),
        _one(hasher.bound("folded", number), folded),
        # In the order of the hashes: that of the slips would tell their places.
        None if folded is None else sorted({near(slip) for slip in slips(folded)}),
        *(_one(hasher.bound(part, number), text) for part, text in zip(("year", "month", "day"), parts, strict=True)),
        _one(hasher.bound("sex", number), sex),
    )


def _parts(lower: date | None, upper: date | None) -> tuple[str | None, str | None, str | None]:
    """Return a birth date as year, year and month, and day, each null where the date is coarser."""
    if lower is None or upper is None:
        return None, None, None
    text = lower.isoformat()
    month = (lower.year, lower.month) == (upper.year, upper.month)
    return text[:4], text[:7] if month else None, text if lower == upper else None


def _swapped(lower: date | None, upper: date | None) -> str | None:
    """Return a whole date with day and month swapped, None if that is no date."""
    if lower is None or lower != upper or lower.day > 12:  # noqa: PLR2004 - months
        return None
    return date(lower.year, lower.day, lower.month).isoformat()


def _one(bound: Callable[[bytes], int], value: str | None) -> int | None:
    return None if value is None else bound(value.encode())


def _digest(inner: Any, outer: Any, value: bytes) -> bytes:
    begun, ended = inner.copy(), outer.copy()
    begun.update(value)
    ended.update(begun.digest())
    digest: bytes = ended.digest()
    return digest


def _frame(rows: Iterable[tuple[Any, ...]], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")
