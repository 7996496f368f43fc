"""How the columns of a loaded file are read, decided once over all of its rows."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.model import RECORD_ID, Loaded
from dq.normalize import Readings, read_columns, require_converter

_WORKBOOKS = {"xlsx", "xlsm", "xlsb", "xls", "ods"}


def decided_readings(loaded: Loaded, schema: DatasetSchema, as_of: date, *, threads: int = 1) -> Readings:
    """Return how each column of the raw table is read, looking at `threads` parts of it at a time.

    Raises:
        LoadError: A column is in a legacy encoding and the converter is not installed.
    """
    wanted = [RECORD_ID, *(name for name in schema.names if name in loaded.raw.columns)]

    def batches() -> Iterator[pl.DataFrame]:
        for part in loaded.raw.parts():
            yield pl.read_parquet(part, columns=wanted, glob=False)

    workbook = loaded.info.format in _WORKBOOKS
    readings = read_columns(batches(), schema, rows=loaded.raw.n_rows, as_of=as_of, workbook=workbook, threads=threads)
    require_converter(readings)
    return readings
