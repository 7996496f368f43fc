"""SQLite, by Python's own module: a column of SQLite may hold any type in any row, so all is read as text."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pyarrow as pa

from dq.database.address import sqlite_file
from dq.database.sql import quoted, table_sql
from dq.errors import LoadError, OutputError

_TYPES = {"int64": "INTEGER", "int32": "INTEGER", "bool": "INTEGER", "double": "REAL", "float": "REAL"}


class SqliteReader:
    """A read-only connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def columns(self, relation: str) -> list[str]:
        """Return the names of the columns of a relation.

        Raises:
            LoadError: A query cannot be run as it is; what SQLite says of it may hold values of the query.
        """
        try:
            cursor = self._connection.execute(f"SELECT * FROM {relation} LIMIT 0")
        except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
            if isinstance(error, sqlite3.OperationalError) and _code(error) != "SQLITE_ERROR":  # locked, unreadable …
                raise
            raise LoadError("database.bad_query") from None
        return [column[0] for column in cursor.description]

    def key(self, table: str) -> list[str]:
        """Return the parts of the primary key, else the row number that SQLite keeps for itself.

        Raises:
            LoadError: There is no such table.
        """
        found = _columns(self._connection, table)
        if not found:
            raise LoadError("database.unknown_table", table=table)
        parts = sorted((part[5], part[1]) for part in found if part[5])
        if parts:
            return [quoted(name) for _, name in parts]
        within, name = _parts(table)
        kind = f"SELECT type FROM {within}sqlite_master WHERE name = ? COLLATE NOCASE"
        is_table = self._connection.execute(kind, [name]).fetchone() == ("table",)
        return ["rowid"] if is_table else []  # a view has none

    def batches(self, sql: str, columns: Sequence[str], *, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows of `sql`."""
        schema = pa.schema([(name, pa.string()) for name in columns])
        cursor = self._connection.execute(sql)
        while found := cursor.fetchmany(rows):
            yield pa.record_batch([pa.array(cells, pa.string()) for cells in zip(*found, strict=True)], schema=schema)


class SqliteWriter:
    """A connection in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, table: str, rows: pa.RecordBatchReader, *, replace: bool) -> int:
        """Create the table and insert the rows; dates are written as ISO text."""
        if replace:
            self._connection.execute(f"DROP TABLE IF EXISTS {table_sql(table)}")
        if _columns(self._connection, table):
            raise OutputError("database.exists", table=table)
        columns = ", ".join(f"{quoted(field.name)} {_TYPES.get(str(field.type), 'TEXT')}" for field in rows.schema)
        self._connection.execute(f"CREATE TABLE {table_sql(table)} ({columns})")
        marks = ", ".join("?" * len(rows.schema))
        written = 0
        for batch in rows:
            cells = [_storable(column) for column in batch.columns]
            self._connection.executemany(f"INSERT INTO {table_sql(table)} VALUES ({marks})", zip(*cells, strict=True))
            written += batch.num_rows
        return written


@contextmanager
def reading(url: str) -> Iterator[SqliteReader]:
    """Open the file of `url` read-only.

    Raises:
        LoadError: There is no such file, or it is no database.
    """
    path = sqlite_file(url)
    if not path.is_file():
        raise LoadError("load.no_file", file=str(path))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as found:
            found.execute("BEGIN")  # one snapshot
            yield SqliteReader(found)
    except sqlite3.Error as error:
        raise LoadError("database.failed", code=_code(error)) from None


@contextmanager
def writing(url: str) -> Iterator[SqliteWriter]:
    """Open the file of `url`, which is made where it is missing, in one transaction.

    Raises:
        OutputError: It cannot be written; nothing was.
    """
    path = sqlite_file(url)
    is_new, done = not path.exists(), False
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield SqliteWriter(connection)  # an error closes the connection, and so undoes all
            connection.execute("COMMIT")
            done = True
    except sqlite3.Error as error:
        raise OutputError("database.failed", code=_code(error)) from None
    finally:
        if is_new and not done:
            path.unlink(missing_ok=True)


def _parts(table: str) -> tuple[str, str]:
    """Return the schema of a table as a prefix of a name, empty where none is named, and the table's own name."""
    schema, _, name = table.rpartition(".")
    return f"{quoted(schema)}." if schema else "", name


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    """Return what SQLite knows of the columns of a table; nothing where there is no such table or schema."""
    within, name = _parts(table)
    schemas = {f"{quoted(schema)}.".lower() for _, schema, _ in connection.execute("PRAGMA database_list")}
    if within and within.lower() not in schemas:
        return []
    return connection.execute(f"PRAGMA {within}table_info({quoted(name)})").fetchall()


def _storable(column: Any) -> list[object]:
    is_number = str(column.type) in _TYPES
    values: list[object] = (column if is_number else column.cast(pa.string())).to_pylist()
    return values


def _code(error: sqlite3.Error) -> str:
    """Return the engine's name of an error, which holds no value, unlike its message."""
    return getattr(error, "sqlite_errorname", None) or type(error).__name__
