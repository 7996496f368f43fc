"""Persons written as a clerk would, as the canonical tables that the stages read."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dq.model import PreparedRegister, ReferenceInfo
from dq.register import write_part

REFERENCE = ReferenceInfo("reference.csv", "0" * 64, 0, 0, None, None)
Row = Mapping[str, Any]


def bounds(text: str | None) -> tuple[date | None, date | None]:
    """The first and last day of a date at its own precision."""
    if text is None:
        return None, None
    parts = [int(part) for part in text.split("-")]
    match parts:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(*parts), date(*parts)


def canonical(rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as `normalize` gives them: text, with the bounds of the birth date."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names}
    for name in ("ngay_sinh", "ngay_chet", "nam_sinh_me"):
        if name in names:
            days = [bounds(row.get(name)) for row in rows]
            columns[f"{name}_tu"] = pl.Series([first for first, _ in days], dtype=pl.Date)
            columns[f"{name}_den"] = pl.Series([last for _, last in days], dtype=pl.Date)
    for name in ("ngay_cap_nhat", "ngay_dang_ky"):
        if name in columns:
            columns[name] = columns[name].str.to_date()
    return pl.DataFrame(
        {
            "record_id": pl.Series(range(1, len(rows) + 1), dtype=pl.Int64),
            "source_row": pl.Series(range(2, len(rows) + 2), dtype=pl.Int64),
            **columns,
        }
    )


def prepared(folder: Path, holders: Sequence[Row], columns: Sequence[str] | None = None) -> PreparedRegister:
    """A register of `holders`, with the columns that any of them has."""
    empty = dict.fromkeys(("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh"))
    folder.mkdir()
    write_part(folder, 0, canonical([{**empty, **holder} for holder in holders]))
    have = columns if columns is not None else {name for holder in holders for name in holder}
    return PreparedRegister(folder, frozenset(have), REFERENCE)
