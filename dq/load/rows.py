"""The frame that text readers hand on: one row a line of the file that may be a record.

Columns: `row` Int64 (the number a person sees), `c0`, `c1`, … String by position in the file (null for an empty cell),
and `TEXT` String: the whole line where it could not be read as a record, else null.
"""

from collections.abc import Iterable, Sequence

import polars as pl

ROW = "row"
TEXT = "__malformed"  # a name that no header has: it stands beside the columns of the file


def cell(position: int) -> str:
    """Return the name of the column at `position`."""
    return f"c{position}"


def row_schema(width: int) -> dict[str, type[pl.DataType]]:
    """Return names and types of a frame of `width` cells."""
    return {ROW: pl.Int64, **{cell(place): pl.String for place in range(width)}, TEXT: pl.String}


def build_rows(rows: Iterable[tuple[int, Sequence[str | None] | None, str | None]], width: int) -> pl.DataFrame:
    """Return the frame of (row number, cells or None, text or None); blank cells become null."""
    nothing = (None,) * width
    records = [(number, *(nothing if cells is None else cells), text) for number, cells, text in rows]
    frame = pl.DataFrame(records, schema=row_schema(width), orient="row")
    return frame.with_columns(blank_to_null(width))


def blank_to_null(width: int) -> list[pl.Expr]:
    """Return expressions that make empty cells null."""
    columns = [pl.col(cell(place)) for place in range(width)]
    return [pl.when(column != "").then(column).alias(column.meta.output_name()) for column in columns]
