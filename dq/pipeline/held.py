"""Which rows are held back, and the findings of all stages in one file."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dq import findings
from dq.engine.duck import literal
from dq.model import Rule, RuleKind, Severity
from dq.staging import FileWriter, file_sql, path_sql


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
    out: Path,
) -> None:
    """Write `record_id` and `reasons` of each row that is held back, by `record_id`.

    A row is held back by a finding of a critical rule, or by a blocking outcome of one of its persons: those stand in
    `register` (`record_id`, `rule_id`), because what blocks is for the role to say. A waived finding holds nothing.
    """
    critical = [r.id for r in rules if r.severity is Severity.CRITICAL and r.kind is not RuleKind.REGISTER]
    sources = [f"SELECT record_id, rule_id FROM read_parquet({file_sql(found)}) WHERE rule_id IN (SELECT unnest($ids))"]
    if register is not None:
        sources.append(f"SELECT record_id, rule_id FROM read_parquet({file_sql(register)})")
    connection.execute(
        f"COPY (SELECT record_id, list_sort(list(DISTINCT rule_id)) AS reasons FROM ({' UNION ALL '.join(sources)}) "
        f"ANTI JOIN read_parquet({file_sql(waived)}) USING (record_id, rule_id) "
        f"GROUP BY record_id ORDER BY record_id) TO {path_sql(out)} (FORMAT parquet)",
        {"ids": critical},
    )
