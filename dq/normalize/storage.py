"""How canonical text is stored: the physical columns of a field."""

import polars as pl

from dq.catalog.schemas import Field, Storage
from dq.model import LOWER, UNREADABLE, UPPER
from dq.normalize.dates import IS_DATE, IS_FULL
from dq.normalize.numbers import DECIMAL, WHOLE


def value(text: pl.Expr, storage: Storage) -> pl.Expr:
    """Return the value that canonical `text` stands for, null where it stands for none of this storage."""
    match storage:
        case Storage.TEXT:
            return text
        case Storage.DATE:
            return pl.when(text.str.contains(IS_FULL)).then(text).str.to_date("%Y-%m-%d", strict=False)
        case Storage.PARTIAL_DATE:
            return pl.when(_lower(text).is_not_null()).then(text)
        case Storage.INTEGER:
            return pl.when(text.str.contains(WHOLE)).then(text).cast(pl.Int64, strict=False)
        case Storage.DECIMAL:
            number = pl.when(text.str.contains(DECIMAL)).then(text).cast(pl.Float64, strict=False)
            return pl.when(number.is_finite()).then(number)


def columns(text: pl.Series, field: Field) -> pl.DataFrame:
    """Return the physical columns of `field` from its canonical `text`, in the order of `Field.physical`."""
    storage = field.type.storage
    frame = text.to_frame("text")
    cell, stored = pl.col("text"), pl.col(field.name)
    if storage is not Storage.PARTIAL_DATE:
        frame = frame.with_columns(value(cell, storage).alias(field.name))
    else:
        lower = pl.col(field.name + LOWER)
        frame = frame.with_columns(_lower(cell).alias(field.name + LOWER))
        frame = frame.with_columns(
            pl.when(lower.is_not_null()).then(cell).alias(field.name),
            _upper(cell, lower).alias(field.name + UPPER),
        )
    flag = (cell.is_not_null() & stored.is_null()).alias(field.name + UNREADABLE)
    return frame.with_columns(flag).select(field.physical)


def _lower(text: pl.Expr) -> pl.Expr:
    known = text.str.len_bytes()
    rest = pl.when(known == len("1950")).then(pl.lit("-01-01")).when(known == len("1950-03")).then(pl.lit("-01"))
    whole = pl.when(text.str.contains(IS_DATE)).then(text + rest.otherwise(pl.lit("")))
    return whole.str.to_date("%Y-%m-%d", strict=False)


def _upper(text: pl.Expr, lower: pl.Expr) -> pl.Expr:
    known = text.str.len_bytes()
    year_end, month_end = lower.dt.offset_by("1y").dt.offset_by("-1d"), lower.dt.month_end()
    return pl.when(known == len("1950")).then(year_end).when(known == len("1950-03")).then(month_end).otherwise(lower)
