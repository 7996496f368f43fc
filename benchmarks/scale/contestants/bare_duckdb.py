"""What the contestants on a bare DuckDB share."""

from collections.abc import Sequence

import duckdb


def connect(settings: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """Return a database in memory, within what dq gives its own."""
    connection = duckdb.connect()
    for statement in settings:
        connection.execute(statement)
    return connection


def import_what_parameters_need() -> None:
    """Bind a parameter: with the first one duckdb imports pandas, and imports are in nobody's time."""
    duckdb.execute("SELECT $warm", {"warm": ""})
