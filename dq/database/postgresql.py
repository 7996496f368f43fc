"""PostgreSQL, by ADBC: rows travel as Arrow batches, and are written by COPY.

Credentials come from libpq's own places: `PGPASSWORD`, `PGPASSFILE`, `~/.pgpass`, `PGSERVICE`, certificates.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from dq.database.sql import quoted, table_sql
from dq.errors import LoadError, OutputError, UsageError

# Classes of SQLSTATE (PostgreSQL, Appendix A) that a user can do something about, with the message that says what.
_CAUSES = {"28": "database.denied", "42501": "database.denied", "42P01": "database.no_such_table"}
_PRIMARY_KEY = """
SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
WHERE i.indrelid = to_regclass($1) AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)
"""


class PostgresqlReader:
    """A connection in one read-only transaction, so that all it reads is of one moment."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def columns(self, relation: str) -> list[str]:
        """Return the names of the columns of a relation."""
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {relation} LIMIT 0")
            return [column[0] for column in cursor.description]

    def key(self, table: str) -> list[str]:
        """Return the parts of the primary key; nothing where there is none."""
        with self._connection.cursor() as cursor:
            cursor.execute(_PRIMARY_KEY, parameters=(table_sql(table),))
            return [quoted(name) for (name,) in cursor.fetchall()]

    def batches(self, sql: str, columns: Sequence[str], *, rows: int) -> Iterator[pa.RecordBatch]:  # noqa: ARG002 - the driver sizes its batches by bytes
        """Yield the rows of `sql`."""
        schema = pa.schema([(name, pa.string()) for name in columns])
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            reader = cursor.fetch_record_batch()
            while True:
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    return
                except (OSError, pa.ArrowException):  # what Arrow makes of a connection that broke off
                    raise LoadError("database.unreachable", code="") from None
                yield batch.cast(schema)


class PostgresqlWriter:
    """A connection in one transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def write(self, table: str, rows: pa.RecordBatchReader, *, replace: bool) -> int:
        """Create the table and COPY the rows into it."""
        schema, _, name = table.rpartition(".")
        with self._connection.cursor() as cursor:
            if replace:
                cursor.execute(f"DROP TABLE IF EXISTS {table_sql(table)}")
            cursor.execute("SELECT to_regclass($1) IS NOT NULL", parameters=(table_sql(table),))
            if cursor.fetchone() == (True,):
                raise OutputError("database.exists", table=table)
            written: int = cursor.adbc_ingest(name, rows, mode="create", db_schema_name=schema or None)
        return written


@contextmanager
def reading(url: str) -> Iterator[PostgresqlReader]:
    """Connect for reading.

    Raises:
        LoadError: The server cannot be reached, refuses, or breaks off.
        UsageError: The driver is not installed.
    """
    with _connected(url, LoadError) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL DateStyle = 'ISO, DMY'")
            cursor.execute("SET LOCAL TimeZone = 'Asia/Ho_Chi_Minh'")  # a moment is a date of this zone
        yield PostgresqlReader(connection)


@contextmanager
def writing(url: str) -> Iterator[PostgresqlWriter]:
    """Connect for writing; what was written is committed at the end, all or nothing.

    Raises:
        OutputError: The server cannot be reached, refuses, or breaks off; nothing was written.
        UsageError: The driver is not installed.
    """
    with _connected(url, OutputError) as connection:
        yield PostgresqlWriter(connection)
        connection.commit()


@contextmanager
def _connected(url: str, kind: type[LoadError | OutputError]) -> Iterator[Any]:
    try:
        import adbc_driver_postgresql.dbapi as driver
    except ImportError:
        raise UsageError("database.no_driver", extra="database", package="adbc-driver-postgresql") from None
    try:
        with driver.connect(url) as connection:
            yield connection
    except driver.Error as error:
        code = error.sqlstate or ""
        cause = _CAUSES.get(code) or _CAUSES.get(code[:2]) or ("database.failed" if code else "database.unreachable")
        raise kind(cause, code=code) from None
