"""What a reader of one format finds, beside the tables that it stages."""

from dataclasses import dataclass

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.load.headers import Layout
from dq.load.ranges import Ranges
from dq.load.rows import ROW, TEXT, cell
from dq.load.stage import Staged
from dq.model import SOURCE_ROW, Header


@dataclass(frozen=True, slots=True)
class Reading:
    """The staged tables with the provenance of the file; None for what its format does not have."""

    staged: Staged
    sha256: str
    size: int
    headers: tuple[Header, ...]
    ranges: Ranges
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    other_sheets: tuple[str, ...] = ()


def named_columns(layout: Layout, schema: DatasetSchema) -> list[pl.Expr]:
    """Return the columns of a staged table by their names: canonical ones as in the schema, then the file's others."""
    places = {header.name: place for place, header in zip(layout.positions, layout.headers, strict=True)}
    canonical = {header.column for header in layout.headers} - {None}
    order = [name for name in schema.names if name in canonical]
    order += [header.name for header in layout.headers if header.column is None]
    columns = [pl.col(cell(places[name])).alias(name) for name in order]
    return [pl.col(ROW).alias(SOURCE_ROW), *columns, pl.col(TEXT)]
