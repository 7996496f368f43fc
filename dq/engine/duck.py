"""DuckDB connections within the run's limits; and the locked ones that rule SQL runs in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path

import duckdb

from dq.engine.limits import Limits
from dq.progress import TELLING_STATEMENTS
from dq.stops import stoppable


@dataclass(frozen=True, slots=True)
class View:
    """A staged table as rule SQL sees it.

    Attributes:
        glob: The pattern of its Parquet files.
        columns: Those of them that are seen.
        absent: Columns that it does not have, with their SQL types: seen as null.
    """

    glob: str
    columns: tuple[str, ...]
    absent: Mapping[str, str] = field(default_factory=dict)


def quote(identifier: str) -> str:
    """Return `identifier` as a quoted SQL name."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def connect(limits: Limits, spill: Path) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database within `limits`, spilling to `spill`."""
    connection = stoppable(duckdb.connect())
    for statement in limit_statements(limits, spill):
        connection.execute(statement)
    return connection


def connect_locked(
    limits: Limits, spill: Path, *, views: Mapping[str, View], folders: Iterable[Path]
) -> duckdb.DuckDBPyConnection:
    """Return a database in which rule SQL can read `views` and nothing of the machine outside `folders`.

    `folders` are where the staged parts stand and the results go. The views are named like the datasets: `land.holder`.
    """
    connection = connect(limits, spill)
    for statement in [*view_statements(views), *lock_statements([*folders, spill])]:
        connection.execute(statement)
    return connection


def write_views(database: Path, views: Mapping[str, View]) -> None:
    """Write a database file that holds nothing but `views`."""
    with duckdb.connect(str(database)) as connection:
        for statement in view_statements(views):
            connection.execute(statement)


def limit_statements(limits: Limits, spill: Path) -> list[str]:
    """Return the SQL that keeps a database within `limits`, spilling to `spill`, never asking the network."""
    spill.mkdir(parents=True, exist_ok=True)
    return [
        f"SET memory_limit = '{limits.duckdb_memory}B'",
        f"SET threads = {limits.threads}",
        f"SET temp_directory = {literal(str(spill))}",
        "SET preserve_insertion_order = false",
        *TELLING_STATEMENTS,
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
    ]


def lock_statements(folders: Iterable[Path]) -> list[str]:
    """Return the SQL that takes files outside `folders` out of a database's reach, and locks its settings.

    A pattern is compared as it is written before it is expanded, so a folder stands there also as a pattern of itself.
    """
    places = [str(folder.resolve()) for folder in folders]
    allowed = ", ".join(literal(place) for place in dict.fromkeys([*places, *map(escape, places)]))
    return [
        f"SET allowed_directories = [{allowed}]",
        "SET enable_external_access = false",
        "SET python_enable_replacements = false",
        "SET lock_configuration = true",
    ]


def view_statements(views: Mapping[str, View]) -> list[str]:
    """Return the SQL that creates `views`, each in the schema of its sector."""
    statements = []
    for dataset, view in views.items():
        sector, name = dataset.split(".")
        absent = (f"CAST(NULL AS {kind}) AS {quote(column)}" for column, kind in view.absent.items())
        columns = ", ".join([*map(quote, view.columns), *absent])
        statements.append(f"CREATE SCHEMA IF NOT EXISTS {quote(sector)}")
        statements.append(
            f"CREATE VIEW {quote(sector)}.{quote(name)} AS SELECT {columns} FROM read_parquet({literal(view.glob)})"
        )
    return statements
