"""Whether a prepared reference can be trusted: a broken one is refused, never joined blindly (DESIGN §5)."""

from dataclasses import dataclass
from datetime import date
from glob import escape
from pathlib import Path
from typing import Any

import duckdb

from dq.errors import RegisterError

SHOWN = 5  # rows of an extract that a message names


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What is true of a prepared reference whatever the run: its rows, those without a number, its newest entry.

    `malformed` are the lines of its file that are no record: who stands in them is missing in the rows.
    """

    rows: int
    without_identifier: int
    as_of: date | None
    malformed: int = 0


def check(connection: duckdb.DuckDBPyConnection, folder: Path) -> RegisterFacts:
    """Return the facts of the persons prepared below `folder`.

    Rows without a well-formed identifier can be matched with nobody: they are counted, not refused.

    Raises:
        RegisterError: There are no rows, no row has a well-formed identifier, or identifiers are repeated (names how
            many, and the first rows of the file that have them, never a number).
    """
    if not any((folder / "persons").glob("part-*.parquet")):
        raise RegisterError("register.empty")
    persons = f"read_parquet('{_quoted(folder / 'persons')}')"
    rows, identified, as_of = _row(connection, facts_sql(persons))
    if rows == 0:
        raise RegisterError("register.empty")
    if identified == 0:
        raise RegisterError("register.no_identifiers", rows=rows)
    count, shown = _row(connection, repeated_sql(persons))
    if count:
        raise RegisterError("register.duplicate_identifiers", count=count, rows=", ".join(map(str, shown)))
    return RegisterFacts(rows, rows - identified, as_of)


def facts_sql(persons: str) -> str:
    """Return SQL for the counts of `persons`: rows, rows with an identifier, the newest update."""
    return f"SELECT count(*), count(so_dinh_danh), max(ngay_cap_nhat) FROM {persons}"


def repeated_sql(persons: str) -> str:
    """Return SQL for how many identifiers of `persons` are repeated, and the first rows that have them.

    The grouping holds nothing but the number, so that it spills little; rows are looked up for the repeated ones only.
    """
    return f"""
        WITH repeated AS MATERIALIZED (
            SELECT so_dinh_danh FROM {persons} WHERE so_dinh_danh IS NOT NULL GROUP BY so_dinh_danh HAVING count(*) > 1
        )
        SELECT
            (SELECT count(*) FROM repeated),
            (SELECT list(source_row ORDER BY source_row) FROM (
                SELECT source_row FROM {persons} SEMI JOIN repeated USING (so_dinh_danh)
                ORDER BY source_row LIMIT {SHOWN}
            ))
    """


def _quoted(folder: Path) -> str:
    return (escape(str(folder)) + "/part-*.parquet").replace("'", "''")


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return row
