"""Reads the folders, finds the conflicts, writes the tables."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from dq.audit import audited, file_facts
from dq.catalog import Catalog
from dq.engine import duck
from dq.engine.limits import Limits
from dq.engine.spill import watched_spill
from dq.errors import OutputError, UsageError
from dq.identifiers import personal_id
from dq.person.conflicts import authorities, conflicts_sql
from dq.person.records import RECORD_COLUMNS, RunFolder, open_folders, person_rows
from dq.places import explained_full_disk
from dq.progress import Progress, silent
from dq.runs import check_target
from dq.staging import PartsWriter, path_sql

_MOST = 1000  # records of one number that are shown


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person: `records` (`RECORD_COLUMNS`, a row a record) and `conflicts` (`CONFLICT_SCHEMA`)."""

    records: pl.DataFrame
    conflicts: pl.DataFrame


def write_one(
    identifier: str, paths: tuple[Path, ...], catalog: Catalog, *, limits: Limits, out: Path | None, reason: str | None
) -> PersonView:
    """Return the records and conflicts of one number, and write the records to `out`.

    Args:
        identifier: A personal number of 12 digits, however it is spaced.
        paths: Run folders.
        catalog: The schemas and roles.
        limits: The bounds of memory and threads.
        out: A Parquet file; None for none.
        reason: Why whole values are shown, for the audit trail; None where they are masked.

    Raises:
        UsageError: The number is none, or a folder cannot be compared.
        OutputError: One is no run folder, or `out` cannot be written.
    """
    number = "".join(identifier.split())
    if not pl.select(personal_id.is_valid(pl.lit(number))).item():
        raise UsageError("person.bad_identifier")
    folders = open_folders(paths, catalog)
    if out is not None:
        check_target(out, runs=paths)
    facts = {"revealed": reason is not None} | ({"reason": reason} if reason is not None else {})
    with audited("person", runs=[folder.name for folder in folders], **facts) as event:
        with (
            explained_full_disk(Path(tempfile.gettempdir())),
            tempfile.TemporaryDirectory(prefix="dq-person-") as work,
            duck.connect(limits, Path(work)) as connection,
        ):
            staged = _stage(folders, catalog, Path(work), batch_rows=limits.batch_rows, identifier=number)
            if staged is None:
                raise UsageError("person.not_found")
            _create(connection, staged)
            listed = ", ".join(RECORD_COLUMNS)
            records = connection.execute(
                f"SELECT {listed} FROM record ORDER BY dataset, run, record_id, role LIMIT {_MOST}"
            ).pl()
            conflicts = connection.execute(conflicts_sql("record", authorities(catalog))).pl()
            if out is not None:
                _write(connection, f"SELECT {listed} FROM record ORDER BY dataset, run, record_id, role", out)
                event["output"] = file_facts(out)
        event["conflicts"] = conflicts.height
    return PersonView(records, conflicts)


def write_all(
    paths: tuple[Path, ...], catalog: Catalog, out: Path, *, limits: Limits, progress: Progress = silent
) -> dict[str, int]:
    """Write the conflicts of all numbers to `out`, out of core; return how many there are a fact.

    Args:
        paths: Run folders.
        catalog: The schemas and roles.
        out: A Parquet file (`CONFLICT_SCHEMA`).
        limits: The bounds of memory and threads.
        progress: Told of stages and rows.

    Raises:
        UsageError: A folder cannot be compared.
        OutputError: One is no run folder, or `out` cannot be written.
    """
    folders = open_folders(paths, catalog)
    check_target(out, runs=paths)
    with audited("person", runs=[folder.name for folder in folders], everybody=True) as event:
        with (
            explained_full_disk(out.parent),
            tempfile.TemporaryDirectory(prefix=".dq-person-", dir=out.parent) as work,
            watched_spill(Path(work) / "spill", progress.spilled),
            duck.connect(limits, Path(work) / "spill") as connection,
        ):
            progress("records")
            staged = _stage(folders, catalog, Path(work) / "persons", batch_rows=limits.batch_rows)
            if staged is None:
                raise UsageError("person.nobody")
            progress("conflicts")
            _create(connection, staged)
            _write(connection, conflicts_sql("record", authorities(catalog)), out)
            counted = connection.execute(
                f"SELECT fact, count(*) FROM read_parquet({path_sql(out)}) GROUP BY fact ORDER BY fact"
            ).fetchall()
        event["output"] = file_facts(out)
    return dict(counted)


def _stage(
    folders: tuple[RunFolder, ...], catalog: Catalog, out: Path, *, batch_rows: int, identifier: str | None = None
) -> str | None:
    """Write the persons of all folders as parts; return their pattern, None if there are none."""
    writer = PartsWriter(out)
    for folder in folders:
        for rows in person_rows(folder, catalog, batch_rows=batch_rows, identifier=identifier):
            if rows.height:
                writer.write(rows)
    return writer.glob if writer.n_parts else None


def _create(connection: duckdb.DuckDBPyConnection, staged: str) -> None:
    connection.execute(f"CREATE VIEW record AS SELECT * FROM read_parquet({path_sql(Path(staged))})")


def _write(connection: duckdb.DuckDBPyConnection, select: str, out: Path) -> None:
    """Write a table, whole or not at all, for its owner's eyes only; a file that stands there is replaced."""
    try:
        with tempfile.TemporaryDirectory(prefix=".dq-person-", dir=out.parent) as folder:
            made = Path(folder) / "table.parquet"
            connection.execute(f"COPY ({select}) TO {path_sql(made)} (FORMAT parquet, COMPRESSION zstd)")
            made.chmod(0o600)
            made.replace(out)
    except OSError as error:
        raise OutputError("output.not_writable", path=str(out), reason=error.strerror or "") from None
