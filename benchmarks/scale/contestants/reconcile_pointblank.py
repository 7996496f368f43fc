"""`pointblank.compare` on files that it scans lazily with Polars, or on the same files as tables of DuckDB."""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import pointblank as pb


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on `persons.parquet` and `register.parquet` in `folder`; `engine` is `polars` or `duckdb`."""
    files = [f"{arguments['folder']}/{name}.parquet" for name in ("persons", "register")]

    def work() -> dict[str, int]:
        tables: list[Any] = files
        if arguments["engine"] == "duckdb":
            connection = ibis.duckdb.connect()
            for statement in arguments["settings"]:
                connection.raw_sql(statement)
            tables = [connection.read_parquet(file) for file in files]
        compared = pb.compare(*tables, keys="identifier", partitions=arguments["partitions"])
        both = compared.status_counts["match"] + compared.status_counts["changed"]
        differ = compared.column_mismatches
        same = {"same_name": "name_key", "same_birth": "birth", "same_sex": "sex"}
        return {"found": both} | {name: both - differ[column] for name, column in same.items()}

    return work
