"""Which findings are waived: those that a waiver in force covers. SQL over the findings of a run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from dq import findings
from dq.model import RECORD_ID, SOURCE_ROW, RuleKind, RuleResult, Status
from dq.staging import FileWriter, file_sql, path_sql
from dq.waive.file import Waiver

SCOPE_SCHEMA = pl.Schema({"waiver": pl.String, RECORD_ID: pl.Int64})
"""Which records a waiver of some records covers."""
SCHEMA = pl.Schema([*findings.SCHEMA.items(), ("waiver", pl.String)])
"""`waived.parquet`: the findings that are waived, as they stand in findings.parquet, and by which waiver."""


@dataclass(frozen=True, slots=True)
class Waived:
    """How many findings are waived, by rule, and how many each waiver covers, in force or not."""

    rules: Mapping[str, int]
    covered: Mapping[str, int]


def scope_of(waivers: Sequence[Waiver], batch: pl.DataFrame, filters: Mapping[str, pl.Expr]) -> Iterator[pl.DataFrame]:
    """Yield the records of a batch that each waiver of some records covers (`SCOPE_SCHEMA`)."""
    for waiver in waivers:
        if waiver.id in filters:
            rows = batch.filter(filters[waiver.id])
            yield rows.select(pl.lit(waiver.id).alias("waiver"), pl.col(RECORD_ID))


def waive(
    connection: duckdb.DuckDBPyConnection,
    waivers: Sequence[Waiver],
    results: Sequence[RuleResult],
    *,
    found: Path,
    scope: Path,
    as_of: date,
    out: Path,
) -> Waived:
    """Write the waived findings to `out` (`SCHEMA`) and return how many there are.

    A finding that several waivers cover is waived by the first of them in the file. A rule about the whole table has no
    findings: a waiver of all its records waives its failure, in a row without a record.

    Args:
        connection: A database within the run's limits.
        waivers: The waivers of the run's dataset.
        results: The results of the run's rules.
        found: The run's findings.
        scope: The records that waivers of some records cover (`SCOPE_SCHEMA`).
        as_of: The day of the run: an expired waiver waives nothing.
        out: The Parquet file to write.
    """
    tables = _failed_tables(waivers, results)
    rows = [[w.id, w.rule.id, w.all_records, place, w.in_force(as_of)] for place, w in enumerate(waivers)]
    connection.execute(
        "CREATE TABLE waivers (waiver VARCHAR, rule_id VARCHAR, whole BOOLEAN, place INTEGER, in_force BOOLEAN)"
    )
    connection.executemany("INSERT INTO waivers VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute(
        "CREATE TABLE covered AS SELECT f.*, w.waiver, w.place, w.in_force "
        f"FROM read_parquet({file_sql(found)}) f JOIN waivers w USING (rule_id) "
        f"LEFT JOIN (SELECT DISTINCT waiver, {RECORD_ID} FROM read_parquet({file_sql(scope)})) s "
        f"ON s.waiver = w.waiver AND s.{RECORD_ID} = f.{RECORD_ID} WHERE w.whole OR s.waiver IS NOT NULL"
    )
    for waiver, failed in tables:
        connection.execute(
            "INSERT INTO covered SELECT ?, ?, NULL, NULL, NULL, waiver, place, in_force FROM waivers WHERE waiver = ?",
            [failed.rule_id, waiver.rule.dataset, waiver.id],
        )
    connection.execute(
        f'COPY (SELECT rule_id, dataset, {RECORD_ID}, {SOURCE_ROW}, "column", arg_min(waiver, place) AS waiver '
        "FROM covered WHERE in_force GROUP BY ALL "
        f'ORDER BY {RECORD_ID}, rule_id, "column") TO {path_sql(out)} (FORMAT parquet, COMPRESSION zstd)'
    )
    by_rule = connection.sql(f"SELECT rule_id, count(*) FROM read_parquet({file_sql(out)}) GROUP BY rule_id").fetchall()
    by_waiver = connection.sql("SELECT waiver, count(*) FROM covered GROUP BY waiver").fetchall()
    return Waived(dict(by_rule), dict(by_waiver))


def waive_nothing(out: Path) -> Waived:
    """Write a table of waived findings without rows."""
    with FileWriter(out, SCHEMA):
        return Waived({}, {})


def _failed_tables(waivers: Sequence[Waiver], results: Sequence[RuleResult]) -> list[tuple[Waiver, RuleResult]]:
    """Return the waivers of failed rules about the whole table: what fails there is one thing, without a record."""
    by_id = {result.rule_id: result for result in results}
    pairs = [(waiver, by_id[waiver.rule.id]) for waiver in waivers if waiver.all_records]
    return [
        (waiver, result)
        for waiver, result in pairs
        if waiver.rule.kind is RuleKind.DATASET and result.status is Status.FAILED and result.n_checked == 1
    ]
