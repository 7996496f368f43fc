"""Values that are neither text nor a number nor a date, as Parquet files may hold them, as text."""

import json

import polars as pl


def is_plain(dtype: pl.DataType) -> bool:
    """Whether values of a type can be written in a cell of a text file."""
    return not (dtype.is_nested() or dtype in (pl.Binary, pl.Duration, pl.Object))


def plain(series: pl.Series) -> pl.Series:
    """Return the values as text: lists and structs as JSON, bytes as UTF-8, durations as `1 day, 0:00:00`."""
    return pl.Series(series.name, [_as_text(item) for item in series.to_list()], dtype=pl.String)


def _as_text(value: object) -> str | None:
    match value:
        case None:
            return None
        case bytes():
            return value.decode("utf-8", "replace")
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)
