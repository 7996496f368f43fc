"""Parquet, streamed by batches: canonical columns become text, the other columns keep their types."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dq.errors import LoadError
from dq.load.aliases import Aliases
from dq.load.arrow import to_series
from dq.load.detect import Source
from dq.load.encoding import hash_file
from dq.load.headers import Layout, lay_out
from dq.load.options import LoadOptions
from dq.load.ranges import Ranges
from dq.load.reading import Reading, named_columns
from dq.load.rows import ROW, TEXT, cell
from dq.load.scientific import ScientificNumbers
from dq.load.stage import stage
from dq.model import SOURCE_KEY
from dq.progress import Advance, Tally, unheard
from dq.text.plain import is_plain, plain

_BUFFER = 1 << 20
_HERE = "Asia/Ho_Chi_Minh"  # a moment with a time zone is a date of this one
# From here on a float does not hold every integer.
_EXACT: Mapping[type[pl.DataType], float] = {pl.Float16: 2.0**11, pl.Float32: 2.0**24, pl.Float64: 2.0**53}


def read_parquet(
    source: Source, aliases: Aliases, folder: Path, *, options: LoadOptions, advance: Advance = unheard
) -> Reading:
    """Stage a Parquet file; rows are numbered from 1.

    Raises:
        LoadError: The file is damaged or cut off, or its columns do not fit the schema.
    """
    sha256, size = hash_file(source.path)
    try:
        # Without a buffer size Arrow holds whole row groups, and a row group may be the whole file.
        file = pq.ParquetFile(source.path, pre_buffer=False, buffer_size=_BUFFER)
        names = file.schema_arrow.names
    except (pa.ArrowException, OSError) as error:
        raise LoadError("load.damaged", file=source.path.name, reason=type(error).__name__) from None
    with file:
        layout = lay_out(names, aliases)
        columns = named_columns(layout, aliases.schema)
        if options.keyed and SOURCE_KEY in names:
            columns.insert(1, pl.col(cell(names.index(SOURCE_KEY))).alias(SOURCE_KEY))
        batches = _batches(file, layout, source.path, batch_rows=options.batch_rows)
        numbers = ScientificNumbers(aliases.schema)
        tally = Tally(max(1, file.metadata.num_rows), lambda rows, total: advance(size * rows / total, size))
        staged = stage(
            numbers.watch(frame.select(columns) for frame in tally.count(batches)),
            folder,
            dataset=aliases.schema.dataset,
            batch_rows=options.batch_rows,
        )
    return Reading(
        staged=staged,
        sha256=sha256,
        size=size,
        headers=layout.headers,
        ranges=Ranges(),
        notices=tuple(numbers.notices()),
    )


def _batches(file: pq.ParquetFile, layout: Layout, path: Path, *, batch_rows: int) -> Iterator[pl.DataFrame]:
    canonical = {place for place, header in zip(layout.positions, layout.headers, strict=True) if header.column}
    first = 1
    try:
        for batch in file.iter_batches(batch_rows):
            yield _rows(batch, canonical, path, first=first)
            first += batch.num_rows
        if first == 1:
            columns = [column.combine_chunks() for column in file.schema_arrow.empty_table().columns]
            yield _rows(
                pa.RecordBatch.from_arrays(columns, names=file.schema_arrow.names), canonical, path, first=first
            )
    except (pa.ArrowException, OSError) as error:
        raise LoadError("load.damaged", file=path.name, reason=type(error).__name__) from None


def _rows(batch: pa.RecordBatch, canonical: set[int], path: Path, *, first: int) -> pl.DataFrame:
    """Return a batch as rows (see `dq.load.rows`) that are numbered from `first`."""
    columns = []
    for place, header in enumerate(batch.schema.names):
        series = to_series(batch.column(place), cell(place), file=path.name, header=header)
        if place in canonical:
            series = to_text(series)
        columns.append(series.cast(pl.String) if series.dtype == pl.Null else series)
    numbers = pl.int_range(first, first + batch.num_rows, dtype=pl.Int64, eager=True).alias(ROW)
    return pl.DataFrame([numbers, *columns]).with_columns(pl.lit(None, dtype=pl.String).alias(TEXT))


def to_text(series: pl.Series) -> pl.Series:
    """Return typed values as a person would write them: ISO dates, digits without `.0`; empty text becomes null.

    A float too large for its type to hold every integer is written with an exponent: a measure still, no identifier.
    """
    value = pl.col(series.name)
    frame = series.to_frame()
    if series.dtype.is_float():
        whole = value.is_finite() & (value == value.round()) & (value.abs() < _EXACT[type(series.dtype)])
        digits = pl.when(whole).then(value).cast(pl.Int64).cast(pl.String)
        written = pl.when(value.is_not_nan()).then(value).cast(pl.String)
        text = pl.coalesce(digits, _with_exponent(written), written)
    elif series.dtype.is_decimal():
        text = value.cast(pl.String).str.replace(r"\.0+$", "")
    elif isinstance(series.dtype, pl.Datetime):
        local = value.dt.convert_time_zone(_HERE) if series.dtype.time_zone else value
        text = local.dt.to_string("%Y-%m-%d %H:%M:%S").str.replace(" 00:00:00", "", literal=True)
    elif not is_plain(series.dtype):
        frame, text = plain(series).to_frame(), value
    else:
        text = value.cast(pl.String)
    return frame.select(text.alias(series.name)).select(pl.when(value != "").then(value).alias(series.name)).to_series()


def _with_exponent(written: pl.Expr) -> pl.Expr:
    """Return `1.0549902e+09` for `1054990200.0`, null for what is not written as a whole number."""
    whole = written.str.extract(r"^-?(\d+)\.0$")
    mantissa = written.str.replace(r"^(-?\d)(\d*?)0*\.0$", "${1}.${2}").str.strip_suffix(".")
    return pl.format("{}e+{}", mantissa, (whole.str.len_chars() - 1).cast(pl.String).str.zfill(2))
