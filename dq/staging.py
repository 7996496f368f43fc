"""Staged tables: folders of Parquet parts in record order, and single files written batch by batch.

Only Parquet and paths: what a part holds is the business of the stage that writes it.
"""

from collections.abc import Iterator, Sequence
from glob import escape
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dq.model import RECORD_ID, SOURCE_ROW


def path_sql(path: Path) -> str:
    """Return `path` as a SQL string, for DuckDB to write to."""
    return "'" + str(path).replace("'", "''") + "'"


def file_sql(path: Path) -> str:
    """Return the SQL string by which DuckDB reads exactly the file `path`, whatever signs its name has."""
    return path_sql(Path(escape(str(path))))


def write_part(frame: pl.DataFrame, path: Path) -> None:
    """Write `frame` as a part: quickly, as it is read once or twice and thrown away."""
    frame.write_parquet(path, compression="lz4", statistics=False)


class PartsWriter:
    """Writes frames as `part-00000.parquet`, `part-00001.parquet` … of a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.n_parts = 0
        self.n_rows = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Write `frame` as the next part."""
        write_part(frame, self.folder / f"part-{self.n_parts:05d}.parquet")
        self.n_parts += 1
        self.n_rows += frame.height

    @property
    def glob(self) -> str:
        """The pattern that DuckDB and Polars read all parts by."""
        return escape(str(self.folder)) + "/part-*.parquet"


class FileWriter:
    """Writes frames of one schema to a single Parquet file as they come; the file is whole after the `with` block.

    Text may come as categories: the file says nothing of that, and it is written in half of the time. The numbers of
    records rise, so their differences are written, and of no other column least and greatest value: both together take
    a third of the time and most of the size off a file such as the change log.
    """

    def __init__(self, path: Path, schema: pl.Schema) -> None:
        self.path = path
        self.schema = schema
        self.n_rows = 0
        ids = [name for name in (RECORD_ID, SOURCE_ROW) if schema.get(name) == pl.Int64]
        self._writer: Any = pq.ParquetWriter(
            path,
            schema.to_frame().to_arrow().schema,
            compression="zstd",
            use_dictionary=[  # type: ignore[arg-type]  # takes names too
                _leaf(name, kind) for name, kind in schema.items() if name not in ids
            ],
            column_encoding=dict.fromkeys(ids, "DELTA_BINARY_PACKED") or None,
            write_statistics=ids or True,
            store_schema=False,
        )

    def write(self, frame: pl.DataFrame) -> None:
        """Append `frame`, with its columns brought into the schema's order."""
        if frame.height:
            self._writer.write_table(frame.select(self.schema.names()).to_arrow())
            self.n_rows += frame.height

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()


def _leaf(name: str, kind: pl.DataType) -> str:
    """Return how Parquet calls the values of a column."""
    return f"{name}.list.element" if isinstance(kind, pl.List) else name


def read_parts(folder: Path) -> Iterator[pl.DataFrame]:
    """Yield the parts of `folder` in order."""
    for path in sorted(folder.glob("part-*.parquet")):
        yield pl.read_parquet(path, glob=False)


def read_batches(path: Path, columns: Sequence[str], rows: int) -> Iterator[pl.DataFrame]:
    """Yield `columns` of the Parquet file `path` in its order, at most `rows` rows at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(rows, columns=list(columns)):
            yield pl.DataFrame(pa.Table.from_batches([batch]))
