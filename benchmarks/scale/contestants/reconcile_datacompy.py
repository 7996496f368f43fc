"""datacompy on Polars frames: records found in the register, and how many agree in each column."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from datacompy import PolarsCompare


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on `persons.parquet` and `register.parquet` in `folder`."""
    folder = arguments["folder"]

    def work() -> dict[str, int]:
        persons, register = (pl.read_parquet(f"{folder}/{name}.parquet") for name in ("persons", "register"))
        compared = PolarsCompare(persons, register, join_columns="identifier")
        both = compared.intersect_rows
        found = {"found": both.height}
        for column, name in (("name_key", "same_name"), ("birth", "same_birth"), ("sex", "same_sex")):
            found[name] = int(both[f"{column}_match"].sum())
        return found

    return work
