"""The corrected export: the input again, with what was decided in it, in the same format and under the same headers."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dq.catalog.schemas import DatasetSchema
from dq.errors import OutputError
from dq.load.detect import EXTENSIONS, Kind
from dq.model import RECORD_ID, RESERVED, SOURCE_ROW, SOURCE_SHEET, Loaded
from dq.normalize import normalize_batch
from dq.review.edits import Edit, Export, Place
from dq.review.export_plain import write_plain_workbook
from dq.review.export_text import write_delimited, write_json_lines
from dq.review.export_workbook import write_workbook

_BATCH = 50_000


def corrected_name(export: Export) -> str:
    """Return the name of the corrected file: a workbook of an old format comes back as XLSX."""
    return f"{export.path.stem}.xlsx" if export.info.format in {"xls", "ods"} else export.path.name


def write_corrected(export: Export, out: Path, edits: Mapping[int, Edit], loaded: Loaded) -> None:
    """Write the corrected export to `out`.

    Args:
        export: The input.
        out: The corrected file, named by `corrected_name`.
        edits: By record.
        loaded: The staged input.

    Raises:
        OutputError: A corrected value does not fit the type of its column in a Parquet file, or replaces a formula that
            other cells share.
    """
    places = _places(loaded, edits)
    by_row = {place.row: edits[record] for record, place in places.items()}
    match EXTENSIONS[export.info.format]:
        case Kind.DELIMITED:
            write_delimited(export, out, by_row)
        case Kind.JSON_LINES:
            write_json_lines(export, out, by_row)
        case Kind.PARQUET:
            _write_parquet(export, out, by_row)
        case Kind.WORKBOOK if out.suffix == export.path.suffix:
            write_workbook(export, out, {place: edits[record] for record, place in places.items()})
        case Kind.WORKBOOK:
            write_plain_workbook(export, out, edits, loaded)


def verify(before: Loaded, after: Loaded, edits: Mapping[int, Edit], *, schema: DatasetSchema) -> None:
    """Make sure that the corrected file says what it should: the edits and nothing else.

    Raises:
        AssertionError: A record is missing, a cell differs that was not to be changed, or one does not say what it
            was to say.
    """
    removed = pl.Series([record for record, edit in edits.items() if edit.removed], dtype=pl.Int64).sort()
    if after.info.rows != before.info.rows - len(removed):
        raise AssertionError("the corrected file has another number of records than it should")
    columns = [name for name in before.raw.columns if name not in RESERVED]
    written = pl.scan_parquet(after.raw.glob, glob=True)
    for path in before.raw.parts():
        old = pl.read_parquet(path, glob=False).filter(~pl.col(RECORD_ID).is_in(removed.implode()))
        earlier: Any = removed.search_sorted(old[RECORD_ID])
        old = old.with_columns((pl.col(RECORD_ID) - pl.Series(earlier, dtype=pl.Int64)).alias("now"))
        new = written.filter(pl.col(RECORD_ID).is_between(old["now"].min(), old["now"].max())).collect()
        pair = old.join(new, left_on="now", right_on=RECORD_ID, how="left", suffix="__new", maintain_order="left")
        for name in columns:
            asked = {record: edit.cells[name] for record, edit in edits.items() if name in edit.cells}
            is_touched = pl.col(RECORD_ID).is_in(pl.Series(list(asked), dtype=pl.Int64).implode())
            rest = pair.filter(~is_touched)
            if not rest[name].eq_missing(rest[f"{name}__new"]).all():
                raise AssertionError(f"a cell of column {name} differs that was not to be changed")
            touched = pair.filter(is_touched)
            texts = pl.Series([asked[record] or None for record in touched[RECORD_ID]], dtype=pl.String)
            if not _same(texts, touched[f"{name}__new"], name, schema):
                raise AssertionError(f"a cell of column {name} does not say what it was to say")


def _same(asked: pl.Series, found: pl.Series, column: str, schema: DatasetSchema) -> bool:
    """Whether cells say what was asked for, be it in the words of a column that has a type of its own."""
    if asked.eq_missing(found).all():
        return True
    left, right = (_canonical(texts, column, schema) for texts in (asked, found))
    same_number = left.cast(pl.Float64, strict=False) == right.cast(pl.Float64, strict=False)  # a number has no zeros
    same = asked.eq_missing(found) | (left == right).fill_null(value=False) | same_number.fill_null(value=False)
    return bool(same.all())


def _canonical(texts: pl.Series, column: str, schema: DatasetSchema) -> pl.Series:
    places = pl.int_range(len(texts), dtype=pl.Int64, eager=True)
    rows = pl.DataFrame({RECORD_ID: places, SOURCE_ROW: places, column: texts.cast(pl.String)})
    return normalize_batch(rows, schema).frame[column]


def _places(loaded: Loaded, records: Iterable[int]) -> dict[int, Place]:
    """Return where the records stand in the file."""
    wanted = pl.Series(list(records), dtype=pl.Int64).implode()
    found: dict[int, Place] = {}
    for table in (loaded.raw, loaded.malformed):
        columns = [name for name in (RECORD_ID, SOURCE_ROW, SOURCE_SHEET) if name in table.columns]
        for path in table.parts():
            rows = pl.read_parquet(path, columns=columns, glob=False).filter(pl.col(RECORD_ID).is_in(wanted))
            found |= {row[0]: Place(*row[1:]) for row in rows.iter_rows()}
    return found


def _write_parquet(export: Export, out: Path, edits: Mapping[int, Edit]) -> None:
    headers = export.headers
    first = 1
    with pq.ParquetFile(export.path, pre_buffer=False) as source, pq.ParquetWriter(out, source.schema_arrow) as target:
        for batch in source.iter_batches(_BATCH):
            rows = range(first, first + batch.num_rows)
            here = {row - first: edits[row] for row in rows if row in edits}
            table = pa.Table.from_batches([batch])
            for column in {column for edit in here.values() for column in edit.cells}:
                table = _set(table, headers[column], column, here, export)
            kept = [place for place in range(batch.num_rows) if place not in here or not here[place].removed]
            target.write_table(table.take(kept) if len(kept) < batch.num_rows else table)
            first += batch.num_rows


def _set(table: pa.Table, header: str, column: str, edits: Mapping[int, Edit], export: Export) -> pa.Table:
    """Return `table` with new values in one column, in the type that it has."""
    places = [place for place, edit in edits.items() if column in edit.cells]
    texts = [edits[place].cells[column] for place in places]
    kind = table.schema.field(header).type
    values = _typed(texts, column, kind, export)
    old = table.column(header).to_pylist()
    for place, value in zip(places, values, strict=True):
        old[place] = value
    index = table.schema.get_field_index(header)
    return table.set_column(index, table.schema.field(header), pa.array(old, type=kind))


def _typed(texts: Sequence[str | None], column: str, kind: pa.DataType, export: Export) -> list[Any]:
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return list(texts)
    values: Any = _canonical(pl.Series(texts, dtype=pl.String), column, export.schema).to_arrow()
    try:
        found: list[Any] = values.cast(kind).to_pylist()
    except pa.ArrowException:
        raise OutputError("apply.other_type", file=export.path.name, column=column, type=str(kind)) from None
    return found
