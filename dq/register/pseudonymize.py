"""A prepared reference as keyed hashes in one Parquet file, for another agency to compare with (`dq.pseudonyms`).

The file says in its metadata what it is, by which key it was made, and how old it is. Its rows are ordered by
pseudonym, so that their places say nothing of the extract's.
"""

import json
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dq.errors import RegisterError
from dq.model import PreparedRegister, PseudonymizedRegister, ReferenceInfo
from dq.progress import Advance
from dq.pseudonyms import FORMAT, IN_FORCE, fingerprint, register_rows
from dq.staging import PartsWriter, file_sql, path_sql
from dq.text.names import marks_folded_sql, spelling_sql

_METADATA = "dq"
_FIELDS = ("key", "rows", "without_identifier", "as_of", "columns")


def pseudonymize(
    connection: duckdb.DuckDBPyConnection,
    register: PreparedRegister,
    key: bytes,
    *,
    work: Path,
    out: Path,
    advance: Advance,
) -> int:
    """Write `register` as keyed hashes to `out`; return the rows: one a number, in force or not.

    Args:
        connection: A database within the run's limits.
        register: See `open_prepared`.
        key: See `dq.pseudonyms.read_key`.
        work: A folder for the parts.
        out: A file that does not exist.
        advance: Told of the persons who are done.
    """
    writer = PartsWriter(work)
    done = 0
    for part in sorted((register.folder / "persons").glob("part-*.parquet")):
        old = register.folder / "old_numbers" / part.name
        writer.write(register_rows(connection.execute(told_sql(part, old)).pl(), key))
        done += pq.read_metadata(part).num_rows
        advance(done, register.info.rows)
    info = register.info
    facts = {
        "format": FORMAT,
        "key": fingerprint(key),
        "rows": info.rows,
        "without_identifier": info.without_identifier,
        "as_of": info.as_of.isoformat() if info.as_of else None,
        "columns": sorted(register.columns),
    }
    text = json.dumps(facts).replace("'", "''")
    connection.execute(
        f"COPY (SELECT * FROM read_parquet({path_sql(Path(writer.glob))}) ORDER BY number, holder) "
        f"TO {path_sql(out)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{_METADATA}: '{text}'}})"
    )
    return writer.n_rows


def told_sql(persons: Path, old_numbers: Path) -> str:
    """Return a SELECT of what `pseudonyms.register_rows` reads of one prepared part: a row a number."""
    told = (
        f"name_key AS name, {spelling_sql('name_key')} AS spelled, {marks_folded_sql('name_key')} AS folded, "
        "ngay_sinh_tu AS tu, ngay_sinh_den AS den, gioi_tinh AS sex, tinh_trang AS status"
    )
    return f"""
        SELECT '{IN_FORCE}' AS kind, so_dinh_danh AS number, NULL::VARCHAR AS holder, {told}
        FROM read_parquet({file_sql(persons)}) WHERE so_dinh_danh IS NOT NULL
        UNION ALL
        SELECT kind, old_number AS number, so_dinh_danh AS holder, {told}
        FROM read_parquet({file_sql(old_numbers)})
    """


def is_pseudonymized(path: Path) -> bool:
    """Return whether the file at `path` says that it is a pseudonymized register."""
    return _facts(path) is not None


def open_pseudonymized(path: Path, key: bytes, *, as_of: date) -> PseudonymizedRegister:
    """Return the pseudonymized register at `path`, ready to be compared with.

    Args:
        path: The file.
        key: That by which it was made.
        as_of: The day of the run, by which the reference's age is told.

    Raises:
        RegisterError: It is no such file, is of another format, was made by another key, or has no rows.
    """
    facts = _facts(path)
    if facts is None:
        raise RegisterError("pseudonyms.key_for_plain", file=path.name)
    if facts.get("format") != FORMAT or any(name not in facts for name in _FIELDS):
        raise RegisterError("pseudonyms.other_format", file=path.name)
    if facts["key"] != fingerprint(key):
        raise RegisterError("pseudonyms.wrong_key", file=path.name, file_key=facts["key"][:8], key=fingerprint(key)[:8])
    if not facts["rows"]:
        raise RegisterError("register.empty")
    newest = date.fromisoformat(facts["as_of"]) if facts["as_of"] else None
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    info = ReferenceInfo(
        name=path.name,
        sha256=digest,
        rows=facts["rows"],
        without_identifier=facts["without_identifier"],
        as_of=newest,
        age_days=(as_of - newest).days if newest else None,
    )
    return PseudonymizedRegister(path, key, frozenset(facts["columns"]), info)


def _facts(path: Path) -> dict[str, Any] | None:
    """Return what the file says of itself, None where it is no Parquet file or says nothing."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
        facts = json.loads(metadata[_METADATA.encode()])
    except (OSError, pa.ArrowInvalid, KeyError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None
