"""Which rows are held back, and the findings of all stages in one file."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from dq import findings
from dq.engine.duck import literal
from dq.model import RECORD_ID, Rule, RuleKind, Severity
from dq.staging import FileWriter, file_sql, path_sql

_AT_ONCE = 500_000  # records
_HELD = pl.Schema({RECORD_ID: pl.Int64(), "reasons": pl.List(pl.String())})


def write_findings(connection: duckdb.DuckDBPyConnection, parts: Sequence[Path], out: Path) -> None:
    """Write the findings in `parts` to `out`, by record.

    Their texts are few: sorted as numbers they take half of the time.
    """
    found = f"read_parquet([{', '.join(map(file_sql, parts))}])"
    kinds = {name: _texts(connection, found, name) for name in ("rule_id", "dataset", "column")} if parts else {}
    if not kinds.get("rule_id"):
        with FileWriter(out, findings.SCHEMA) as writer:
            writer.write(findings.empty())
        return
    for name, texts in kinds.items():
        connection.execute(f"CREATE TYPE finding_{name} AS ENUM ({', '.join(map(literal, texts or ['']))})")
    coded = ", ".join(
        f'"{name}"::finding_{name} AS "{name}"' if name in kinds else f'"{name}"' for name in findings.SCHEMA
    )
    plain = ", ".join(f'"{name}"::VARCHAR AS "{name}"' if name in kinds else f'"{name}"' for name in findings.SCHEMA)
    connection.execute(
        f'COPY (SELECT {plain} FROM (SELECT {coded} FROM {found} ORDER BY record_id, rule_id, "column")) '
        f"TO {path_sql(out)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
    )


def _texts(connection: duckdb.DuckDBPyConnection, found: str, column: str) -> list[str]:
    """Return the texts of a column in their order, which is the order of the codes that are given to them."""
    sql = f'SELECT DISTINCT "{column}" FROM {found} WHERE "{column}" IS NOT NULL ORDER BY 1'
    return [text for (text,) in connection.execute(sql).fetchall()]


def write_held(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    *,
    found: Path,
    register: Path | None,
    waived: Path,
    rows: int,
    out: Path,
) -> None:
    """Write `record_id` and `reasons` of each row that is held back, by `record_id`.

    A row is held back by a finding of a critical rule, or by a blocking outcome of one of its persons: those stand in
    `register` (`record_id`, `rule_id`), because what blocks is for the role to say. A waived finding holds nothing.
    The files are by record and so many records are taken at a time: DuckDB can put no list aside while it grows.

    Args:
        connection: A database within the run's limits.
        rules: Of the dataset.
        found: All findings.
        register: The blocking outcomes; None where nobody was looked for.
        waived: The waived findings.
        rows: The number of the last record.
        out: The file.
    """
    critical = [r.id for r in rules if r.severity is Severity.CRITICAL and r.kind is not RuleKind.REGISTER]
    within = "record_id BETWEEN $first AND $last"

    def some(path: Path) -> str:
        return f"SELECT record_id, rule_id FROM read_parquet({file_sql(path)}) WHERE {within}"

    sources = [f"{some(found)} AND rule_id IN (SELECT unnest($ids))", *([some(register)] if register else [])]
    sql = (
        f"SELECT record_id, list_sort(list(DISTINCT rule_id)) AS reasons FROM ({' UNION ALL '.join(sources)}) "
        f"ANTI JOIN ({some(waived)}) USING (record_id, rule_id) GROUP BY record_id ORDER BY record_id"
    )
    with FileWriter(out, _HELD) as writer:
        for first in range(1, rows + 1, _AT_ONCE):
            given = {"ids": critical, "first": first, "last": first + _AT_ONCE - 1}
            writer.write(connection.execute(sql, given).pl())
