"""Days of a workbook that counts them from 1904, as older Macintosh programs did, in cells without a date format.

Cells with a date format come as dates whatever the calendar; a bare number would be taken for a day counted from 1900.
"""

import polars as pl

from dq.catalog.schemas import DatasetSchema, Storage

_FIRST, _LAST = 1000, 60000  # days; see dq/normalize/dates.py
_YEARS = (1800, 2100)


def from_1904(column: str) -> tuple[pl.Expr, pl.Expr]:
    """Return the texts of a column with bare days as ISO dates, and which cells are such days."""
    text = pl.col(column)
    days = text.str.extract(r"^(\d{4,5})(?:\.\d+)?$").cast(pl.Int32)
    is_day = (days.is_between(_FIRST, _LAST) & ~days.is_between(*_YEARS)).fill_null(value=False)
    date = (pl.lit("1904-01-01").str.to_date() + pl.duration(days=days)).dt.strftime("%Y-%m-%d")
    return pl.when(is_day).then(date).otherwise(text).alias(column), is_day


def date_columns(schema: DatasetSchema) -> list[str]:
    """Return the columns of a schema that hold dates."""
    kinds = (Storage.DATE, Storage.PARTIAL_DATE)
    return [field.name for field in schema.fields if field.type.storage in kinds]
