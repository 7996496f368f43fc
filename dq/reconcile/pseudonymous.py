"""Our own persons and a reference of keyed hashes brought into the form in which they meet."""

from glob import glob
from pathlib import Path

import duckdb

from dq.model import RECORD_ID
from dq.pseudonyms import IN_FORCE, person_columns
from dq.reconcile.persons import INVALID
from dq.reconcile.sql import text_sql
from dq.staging import PartsWriter, file_sql
from dq.text.names import marks_folded_sql, spelling_sql


def pseudonymous_parts(connection: duckdb.DuckDBPyConnection, persons: str, key: bytes, out: Path) -> str:
    """Write the persons with the hashes by which they can be found, part by part; return the pattern of the parts.

    Args:
        connection: Reads the parts.
        persons: The pattern of the parts that `persons_batch` made.
        key: That of the register.
        out: A folder.
    """
    writer = PartsWriter(out)
    for part in sorted(glob(persons)):  # noqa: PTH207 - a pattern that is escaped already
        rows = connection.execute(f"SELECT * FROM read_parquet({file_sql(Path(part))}) ORDER BY {RECORD_ID}, role").pl()
        told = connection.execute(told_sql(Path(part))).pl()
        writer.write(rows.hstack(person_columns(told, key)))
    return writer.glob


def told_sql(part: Path) -> str:
    """Return a SELECT of what `pseudonyms.person_columns` reads, by record and role."""
    return f"""
        SELECT
            CASE WHEN applicable AND id_class <> {text_sql(INVALID)} THEN identifier END AS number,
            name_key AS name, {spelling_sql("name_key")} AS spelled, {marks_folded_sql("name_key")} AS folded,
            birth_tu AS tu, birth_den AS den, sex
        FROM read_parquet({file_sql(part)}) ORDER BY {RECORD_ID}, role
    """


def numbers_sql(file: Path) -> dict[str, str]:
    """Return a SELECT of the numbers in force (`registered`) and of the others (`old_number`) of a register."""
    hashes = "* EXCLUDE (kind, number, holder)"
    source, in_force = f"read_parquet({file_sql(file)})", text_sql(IN_FORCE)
    return {
        "registered": f"SELECT number AS so_dinh_danh, {hashes} FROM {source} WHERE kind = {in_force}",
        "old_number": f"SELECT number AS old_number, kind, holder AS so_dinh_danh, {hashes} "
        f"FROM {source} WHERE kind <> {in_force}",
    }
