"""Canonical tables as Polars sees them: types of columns, columns that a file does not have, bounds of dates."""

import polars as pl

from dq.catalog.schemas import DatasetSchema, Storage
from dq.model import LOWER, UNREADABLE, UPPER

_MAX_YEAR = 9999
_TYPES = {
    Storage.TEXT: pl.String,
    Storage.DATE: pl.Date,
    Storage.PARTIAL_DATE: pl.String,
    Storage.INTEGER: pl.Int64,
    Storage.DECIMAL: pl.Float64,
}


def with_absent(canonical: pl.DataFrame, schema: DatasetSchema) -> pl.DataFrame:
    """Return a canonical batch with all columns of `schema`: those that the file does not have are null."""
    absent = [
        pl.lit(None, dtype=_physical_type(column, field.type.storage)).alias(column)
        for column, field in schema.physical().items()
        if column not in canonical.columns
    ]
    return canonical.with_columns(absent)


def date_bounds(schema: DatasetSchema, column: str | None) -> tuple[pl.Expr, pl.Expr]:
    """Return the first and last day that a date of `schema` can mean; a year, also as a number, is all its days.

    Both are null where there is no `column`, or where it holds no date.
    """
    nothing = pl.lit(None, dtype=pl.Date)
    if column is None:
        return nothing, nothing
    match schema.field(column).type.storage:
        case Storage.PARTIAL_DATE:
            return pl.col(column + LOWER), pl.col(column + UPPER)
        case Storage.DATE:
            return pl.col(column), pl.col(column)
        case Storage.INTEGER:
            year = pl.when(pl.col(column).is_between(1, _MAX_YEAR)).then(pl.col(column))
            return pl.date(year, 1, 1), pl.date(year, 12, 31)
        case _:
            return nothing, nothing


def _physical_type(column: str, storage: Storage) -> type[pl.DataType]:
    if column.endswith(UNREADABLE):
        return pl.Boolean
    if storage is Storage.PARTIAL_DATE and column.endswith((LOWER, UPPER)):
        return pl.Date
    return _TYPES[storage]
