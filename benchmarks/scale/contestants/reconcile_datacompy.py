"""datacompy on frames of pandas, its own engine, or of Polars: records found in the register, equal columns."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import polars as pl
from datacompy import PandasCompare, PolarsCompare


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on `persons.parquet` and `register.parquet` in `folder`; `engine` is `pandas` or `polars`."""
    files = [f"{arguments['folder']}/{name}.parquet" for name in ("persons", "register")]
    on_pandas = arguments["engine"] == "pandas"

    def work() -> dict[str, int]:
        if on_pandas:
            compared: Any = PandasCompare(*map(pd.read_parquet, files), join_columns="identifier")
        else:
            compared = PolarsCompare(*map(pl.read_parquet, files), join_columns="identifier")
        both = compared.intersect_rows
        found = {"found": len(both)}
        for column, name in (("name_key", "same_name"), ("birth", "same_birth"), ("sex", "same_sex")):
            found[name] = int(both[f"{column}_match"].sum())
        return found

    return work
