"""Floor of loading: Polars reads the CSV as text and writes it as Parquet."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the CSV file `export`, in the folder `work`."""

    def work() -> dict[str, int]:
        with tempfile.TemporaryDirectory(dir=arguments["work"]) as folder:
            out = Path(folder) / "raw.parquet"
            pl.scan_csv(arguments["export"], infer_schema=False).sink_parquet(out, compression="lz4")
            return {"rows": pl.scan_parquet(out).select(pl.len()).collect().item()}

    return work
