"""Which rows are held back, and the findings of all stages in one file."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dq import findings
from dq.model import Rule, RuleKind, Severity
from dq.staging import FileWriter, file_sql, path_sql


def write_findings(connection: duckdb.DuckDBPyConnection, parts: Sequence[Path], out: Path) -> None:
    """Write the findings in `parts` to `out`, by record."""
    if not parts:
        with FileWriter(out, findings.SCHEMA) as writer:
            writer.write(findings.empty())
        return
    files = ", ".join(map(file_sql, parts))
    connection.execute(
        f'COPY (SELECT rule_id, dataset, record_id, source_row, "column" FROM read_parquet([{files}]) '
        f'ORDER BY record_id, rule_id, "column") TO {path_sql(out)} (FORMAT parquet, COMPRESSION zstd)'
    )


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
