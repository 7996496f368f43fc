"""Dataset rules of one run: what DuckDB does for us first, then the verdicts of Great Expectations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dq import findings
from dq.catalog.evidence import evidence
from dq.catalog.schemas import DatasetSchema
from dq.errors import RuleError
from dq.expect.compile import UNEXPECTED_ROWS, compile_expectation, findings_sql, of_found_rows
from dq.expect.session import Database, Session, Verdict, View
from dq.expect.unique import repeated_sql
from dq.model import COLUMN_ABSENT, NOTHING_TO_CHECK, Evaluation, Expectation, Rule, RuleResult, Status
from dq.progress import Advance, unheard
from dq.staging import file_sql, path_sql


@dataclass(frozen=True, slots=True)
class Prepared:
    """What DuckDB found before Great Expectations runs.

    Attributes:
        n_rows: Rows of the view.
        n_failed: Findings of each rule that points at records.
        found: The view of them; also of an expectation of uniqueness, with a row if anything repeats.
        errors: The class of what DuckDB raised, by rule.
    """

    n_rows: int
    n_failed: Mapping[str, int]
    found: Mapping[str, str]
    errors: Mapping[str, str]


def expect(
    database: Path,
    rules: Sequence[Rule],
    *,
    schema: DatasetSchema,
    present: Sequence[str],
    as_of: date,
    out: Path,
    settings: Sequence[str] = (),
    advance: Advance = unheard,
) -> Evaluation:
    """Return one result a rule, in rule order; findings of `unexpected_rows_expectation` are written to `out`.

    Args:
        database: A DuckDB file, not open elsewhere, with a view named like the dataset (`land.holder`).
        rules: Expectation rules of one dataset.
        schema: The dataset's schema.
        present: The fields that the file has.
        as_of: The day of the run, the argument `$as_of`.
        out: A folder for the findings.
        settings: SQL that each connection begins with: its limits and locks.
        advance: Told of the rules that are judged.
    """
    out.mkdir(parents=True, exist_ok=True)
    results: dict[str, RuleResult] = {}
    runnable: dict[str, tuple[Rule, Any]] = {}
    for rule in rules:
        absent = [name for name in rule.columns if name not in present]
        if absent:
            reason = f"{COLUMN_ABSENT}: {', '.join(absent)}"
            results[rule.id] = RuleResult(rule.id, Status.NOT_APPLICABLE, reason=reason, evidence=evidence(rule))
            continue
        try:
            runnable[rule.id] = (rule, compile_expectation(rule, schema, as_of))
        except RuleError as error:
            reason = f"RuleError: {error.key}"
            results[rule.id] = RuleResult(rule.id, Status.ERROR, reason=reason, evidence=evidence(rule))
    # Our own connection must be closed before Great Expectations opens the file with other settings, so all that DuckDB
    # does for us comes first: the views, the row counts, the findings.
    groups = []
    with Database(database, tuple(settings)).open() as connection:
        for number, when in enumerate(dict.fromkeys(rule.when for rule, _ in runnable.values())):
            view = View(f"expected_{number}", schema.dataset, when)
            group = {rule_id: item for rule_id, item in runnable.items() if item[0].when == when}
            groups.append(
                (view, group, _prepare(connection, view, [rule for rule, _ in group.values()], as_of=as_of, out=out))
            )
    with Session(Database(database, tuple(settings))) as session:
        for view, group, prepared in groups:
            results |= _judge(session, view, group, prepared)
            advance(len(results), len(rules))
    return Evaluation(tuple(results[rule.id] for rule in rules), written_findings(out))


def written_findings(out: Path) -> pl.LazyFrame:
    """Return the findings that `expect` has written to `out`."""
    written = sorted(out.glob("part-*.parquet"))
    return pl.scan_parquet(written, glob=False) if written else findings.empty().lazy()


def _prepare(
    connection: duckdb.DuckDBPyConnection, view: View, rules: Sequence[Rule], *, as_of: date, out: Path
) -> Prepared:
    """Create the view and write the findings of the rules that point at records."""
    condition = f" WHERE {view.when}" if view.when else ""
    n_failed, found, errors = {}, {}, {}
    try:
        connection.execute(f"CREATE OR REPLACE VIEW {view.name} AS SELECT * FROM {view.dataset}{condition}")
        n_rows = _count(connection, f"SELECT count(*) FROM {view.name}")
    except duckdb.Error as error:
        return Prepared(0, {}, {}, {rule.id: type(error).__name__ for rule in rules})
    for number, rule in enumerate(rules):
        path, name = out / f"part-{rule.id}.parquet", f"{view.name}_found_{number}"
        try:
            if not isinstance(rule.body, Expectation):
                continue
            if rule.body.name == UNEXPECTED_ROWS:
                connection.execute(f"COPY ({findings_sql(rule, view, as_of)}) TO {path_sql(path)} (FORMAT parquet)")
                written = f"SELECT record_id FROM read_parquet({file_sql(path)})"
                connection.execute(f"CREATE OR REPLACE VIEW {name} AS {written}")
                n_failed[rule.id], found[rule.id] = _count(connection, f"SELECT count(*) FROM {name}"), name
            elif repeated := repeated_sql(rule.body, view):
                repeats = connection.execute(repeated).fetchone() is not None
                connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT 1 AS found WHERE {repeats}")
                found[rule.id] = name
        except duckdb.Error as error:
            path.unlink(missing_ok=True)
            errors[rule.id] = type(error).__name__
    return Prepared(n_rows, n_failed, found, errors)


def _judge(
    session: Session, view: View, group: Mapping[str, tuple[Rule, Any]], prepared: Prepared
) -> dict[str, RuleResult]:
    """Return the results of the rules that share a view; an expectation about the table has one unit to check."""
    results = {}
    for rule_id, error in prepared.errors.items():
        results[rule_id] = RuleResult(rule_id, Status.ERROR, reason=error, evidence=evidence(group[rule_id][0]))
    remaining = {rule_id: item for rule_id, item in group.items() if rule_id not in results}
    if prepared.n_rows == 0:
        return results | {
            rule_id: RuleResult(rule_id, Status.NOT_APPLICABLE, reason=NOTHING_TO_CHECK, evidence=evidence(rule))
            for rule_id, (rule, _) in remaining.items()
        }
    asked = [
        of_found_rows(expectation, prepared.found[rule_id]) if rule_id in prepared.found else expectation
        for rule_id, (_, expectation) in remaining.items()
    ]
    verdicts = session.validate(view, asked)
    for rule_id, (rule, _) in remaining.items():
        verdict = verdicts.get(rule_id, Verdict(success=False, error="NoResult"))
        n_checked, n_failed = 1, int(not verdict.success)
        if rule_id in prepared.n_failed:
            n_checked, n_failed = prepared.n_rows, prepared.n_failed[rule_id]
        status = Status.FAILED if n_failed else Status.PASSED
        if verdict.error:
            status, n_checked, n_failed = Status.ERROR, 0, 0
        results[rule_id] = RuleResult(rule_id, status, n_checked, n_failed, verdict.error, evidence(rule))
    return results


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
