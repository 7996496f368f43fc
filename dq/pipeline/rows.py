"""The rows of a run folder that is written, as the stages read them."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from dq.catalog.schemas import DatasetSchema
from dq.model import RECORD_ID, SOURCE_ROW
from dq.normalize import normalize_batch
from dq.runs import CLEAN, QUARANTINE


def canonical_rows(
    folder: Path, schema: DatasetSchema, batch_rows: int, keep: pl.Expr | None = None
) -> Iterator[pl.DataFrame]:
    """Yield the rows of a run folder as `normalize` gave them: normalizing canonical values again changes nothing.

    Args:
        folder: The run folder; first its clean rows, then those held back.
        schema: Of its dataset.
        batch_rows: Rows at once.
        keep: Which rows, by canonical columns that the folder has; None for all.
    """
    for name in (CLEAN, QUARANTINE):
        with pq.ParquetFile(folder / name) as file:
            columns = [field for field in schema.names if field in file.schema_arrow.names]
            for batch in file.iter_batches(batch_rows, columns=[RECORD_ID, SOURCE_ROW, *columns]):
                rows = pl.DataFrame(pl.from_arrow(batch))
                frame = rows if keep is None else rows.filter(keep)
                if frame.height:
                    yield normalize_batch(frame.with_columns(pl.col(columns).cast(pl.String)), schema).frame
