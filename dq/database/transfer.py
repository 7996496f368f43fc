"""Rows in and out: a table becomes a Parquet file that is read like any export; clean rows become a table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dq.database.address import Address
from dq.database.drivers import DRIVERS, Reader
from dq.database.sql import quoted, table_sql, texts_sql
from dq.model import RESERVED, SOURCE_KEY
from dq.progress import Advance, unheard

_KEY_SEPARATOR = "'|'"


@dataclass(frozen=True, slots=True)
class Extract:
    """A table as a Parquet file: its own columns as text, and `source_key` where it has a key."""

    path: Path
    rows: int


def extract(
    address: Address, folder: Path, *, batch_rows: int, told: Callable[[int], object] = lambda _: None
) -> Extract:
    """Write the rows of `address`, as they stand at one moment, to a Parquet file in `folder`.

    They come in the order of the table's key; without a key, as the database gives them.

    Args:
        address: The table or query.
        folder: Where the file is made; it must not exist.
        batch_rows: Rows of a row group; memory is bounded by it.
        told: Hears how many rows there are so far; of how many, no database says before it has read them.

    Raises:
        LoadError: The database cannot be read, or breaks off; no file is left.
        UsageError: The driver is not installed.
    """
    folder.mkdir(parents=True)
    path = folder / f"{''.join(c if c.isalnum() or c in '._-' else '_' for c in address.stem)}.parquet"
    with DRIVERS[address.scheme].read(address.url) as reader:
        names, sql = _select(reader, address)
        schema = pa.schema([(name, pa.string()) for name in names])
        rows = 0
        try:
            with pq.ParquetWriter(path, schema, compression="lz4") as writer:
                for batch in reader.batches(sql, names, rows=batch_rows):
                    writer.write_batch(batch, row_group_size=batch_rows)
                    rows += batch.num_rows
                    told(rows)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return Extract(path, rows)


def deliver(rows: Path, address: Address, *, replace: bool, advance: Advance = unheard) -> int:
    """Write the rows of a Parquet file to the table of `address` in one transaction and return their number.

    Args:
        rows: The Parquet file.
        address: The table; it is created.
        replace: A table that is there already is replaced, in the same transaction.
        advance: Told of the rows that the database has taken.

    Raises:
        OutputError: The table exists, or the database cannot be written; nothing was.
        UsageError: The driver is not installed.
    """
    with pq.ParquetFile(rows) as file, DRIVERS[address.scheme].write(address.url) as writer:
        batches = pa.RecordBatchReader.from_batches(file.schema_arrow, _counted(file, advance))
        return writer.write(address.table or "", batches, replace=replace)


def _counted(file: pq.ParquetFile, advance: Advance) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in file.iter_batches():
        yield batch
        done += batch.num_rows
        advance(done, file.metadata.num_rows)


def _select(reader: Reader, address: Address) -> tuple[list[str], str]:
    """Return the names of the columns and the SELECT that gives them as text."""
    relation = f"({address.query}\n) AS q" if address.query is not None else table_sql(address.table or "")
    key = reader.key(address.table) if address.table else []
    columns = [(quoted(name), name) for name in reader.columns(relation) if name not in RESERVED]
    if key:
        parts = f" || {_KEY_SEPARATOR} || ".join(f"CAST({part} AS text)" for part in key)
        columns.insert(0, (f"({parts})", SOURCE_KEY))
    return [name for _, name in columns], texts_sql(relation, columns, key)
