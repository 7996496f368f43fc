"""What a reader of one format finds, beside the tables that it stages."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from dq.catalog.schemas import DatasetSchema, Field
from dq.load.headers import Layout
from dq.load.ranges import Ranges
from dq.load.rows import ROW, TEXT, cell
from dq.load.stage import Staged
from dq.model import SOURCE_ROW
from dq.provenance import Header, Notice, SheetRead
from dq.text.fold import fold_marks, fold_marks_text


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
    header_row: int | None = None
    sheets: tuple[SheetRead, ...] = ()
    other_sheets: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def named_columns(layout: Layout, schema: DatasetSchema) -> list[pl.Expr]:
    """Return the columns of a staged table by their names: canonical ones as in the schema, then the file's others."""
    columns = [column for field in schema.fields if (column := _canonical(field, layout, schema)) is not None]
    places = zip(layout.positions, layout.headers, strict=True)
    columns += [pl.col(cell(place)).alias(header.name) for place, header in places if header.column is None]
    return [pl.col(ROW).alias(SOURCE_ROW), *columns, pl.col(TEXT)]


def _canonical(field: Field, layout: Layout, schema: DatasetSchema) -> pl.Expr | None:
    """Return the text of a canonical column, None if the file does not have it.

    Of a column that the file splits by header, each row fills one part. Two filled parts contradict each other: they
    are joined to a text that no type can read and no list of values has, so that the row is held back.
    """
    own, implying = layout.places(field.name), layout.implying(field.name)
    marks = {place for place, _ in implying}
    plain = [place for place in own if place not in marks]
    if len(plain) == 1:
        return pl.col(cell(plain[0])).alias(field.name)
    if plain:
        parts = [(_filled(place, field), pl.col(cell(place)), pl.col(cell(place))) for place in plain]
    elif implying:
        parts = [
            (_filled(place, _below(place, layout, schema)), pl.col(cell(place)), pl.lit(value))
            for place, value in implying
        ]
    else:
        return None
    # “không rõ” below “Nữ” still says the sex where it is the only cell with anything in it.
    sure = _join(pl.when(filled.is_not_null()).then(value) for filled, _, value in parts)
    unsure = _join(pl.when(text.is_not_null()).then(value) for _, text, value in parts)
    return pl.coalesce(sure, unsure).alias(field.name)


def _join(texts: Iterable[pl.Expr]) -> pl.Expr:
    joined = pl.concat_str(texts, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _below(place: int, layout: Layout, schema: DatasetSchema) -> Field:
    """Return the field whose values stand at a place of the layout."""
    header = layout.headers[layout.positions.index(place)]
    return schema.field(header.column or header.name)


def _filled(place: int, field: Field) -> pl.Expr:
    """Return a cell; null where it says that there is no value."""
    text = pl.col(cell(place))
    return pl.when(~fold_marks(text).is_in(sorted({"", *map(fold_marks_text, field.type.empty)}))).then(text)
