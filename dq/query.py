"""Cross-table rules: one SELECT of violating rows each, run in a locked DuckDB."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import duckdb
import polars as pl

from dq import findings
from dq.catalog.evidence import text_of
from dq.catalog.schemas import DatasetSchema, Storage
from dq.errors import RuleError
from dq.model import (
    AS_OF,
    COLUMN_ABSENT,
    COMPANION_ABSENT,
    COMPANION_COLUMN_ABSENT,
    NOTHING_TO_CHECK,
    RECORD_ID,
    UNREADABLE,
    Evaluation,
    Query,
    Rule,
    RuleResult,
    Status,
)
from dq.progress import Advance, unheard
from dq.staging import file_sql, path_sql

_TYPES: Mapping[Storage, str] = {
    Storage.TEXT: "VARCHAR",
    Storage.DATE: "DATE",
    Storage.PARTIAL_DATE: "VARCHAR",
    Storage.INTEGER: "BIGINT",
    Storage.DECIMAL: "DOUBLE",
}
_NONE: Mapping[str, Collection[str]] = MappingProxyType({})


def column_types(schema: DatasetSchema) -> dict[str, str]:
    """Return the SQL type of each column of the canonical table of `schema`."""
    types = {}
    for name, field in schema.physical().items():
        types[name] = _TYPES[field.type.storage]
        if name != field.name:
            types[name] = "BOOLEAN" if name.endswith(UNREADABLE) else "DATE"
    return types


def compile_query(rule: Rule, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the SELECT of `rule` after making sure that it is one and that its parameters are given.

    Raises:
        RuleError: It is no single SELECT, or names a `$parameter` that the rule does not set. Names file and line.
    """
    if not isinstance(rule.body, Query):
        raise RuleError("rule.not_a_query", rule=rule.id, where=str(rule.source))
    where = rule.body.file or str(rule.source)
    try:
        statements = connection.extract_statements(rule.body.sql)
    except duckdb.Error as error:
        problem = str(error).splitlines()[0]
        raise RuleError("rule.unparsable", rule=rule.id, where=where, problem=problem) from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise RuleError("rule.not_one_select", rule=rule.id, where=where)
    unset = statements[0].named_parameters - {AS_OF} - set(rule.body.parameters)
    if unset:
        raise RuleError("rule.unset_parameter", rule=rule.id, where=where, name=min(unset))
    return statements[0].query.rstrip().rstrip(";")


def query(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    *,
    schema: DatasetSchema,
    present: Sequence[str],
    as_of: date,
    out: Path,
    companions: Mapping[str, Collection[str]] = _NONE,
    advance: Advance = unheard,
) -> Evaluation:
    """Return one result a rule, in rule order; findings are written to `out` as they come.

    Args:
        connection: A locked database with the views that the rules name.
        rules: Query rules of one dataset.
        schema: The dataset's schema.
        present: The fields that the file has.
        as_of: The day of the run, the parameter `$as_of`.
        out: A folder that the connection may write to.
        companions: The fields that the files of other datasets have, by dataset.
        advance: Told of the rules that are judged.
    """
    out.mkdir(parents=True, exist_ok=True)
    results = []
    for index, rule in enumerate(rules):
        path = out / f"part-{index:05d}.parquet"
        results.append(_judge(connection, rule, schema, set(present), as_of, path, companions))
        advance(index + 1, len(rules))
    written = sorted(out.glob("part-*.parquet"))
    table = pl.scan_parquet(written, glob=False) if written else findings.empty().lazy()
    return Evaluation(tuple(results), table)


def _judge(
    connection: duckdb.DuckDBPyConnection,
    rule: Rule,
    schema: DatasetSchema,
    present: set[str],
    as_of: date,
    path: Path,
    companions: Mapping[str, Collection[str]],
) -> RuleResult:
    body = rule.body
    evidence = text_of(rule)
    reason = _not_applicable(rule, present, companions)
    if reason:
        return RuleResult(rule.id, Status.NOT_APPLICABLE, reason=reason, evidence=evidence)
    try:
        select = compile_query(rule, connection)
        n_checked = _count(connection, f"SELECT count(*) FROM {schema.dataset} WHERE {rule.when or 'true'}")
        if n_checked == 0:
            return RuleResult(rule.id, Status.NOT_APPLICABLE, reason=NOTHING_TO_CHECK, evidence=evidence)
        parameters = _bound(connection, select, body, as_of)
        names = connection.execute(f"DESCRIBE {select}", parameters).fetchall()
        column = 'v."column"' if "column" in {name for name, *_ in names} else None
        connection.execute(
            f"COPY ({findings_sql(rule, select, column)}) TO {path_sql(path)} (FORMAT parquet)", parameters
        )
        found = f"FROM read_parquet({file_sql(path)})"
        n_failed = _count(connection, f"SELECT count(*) {found}")
        n_records = _count(connection, f"SELECT count(DISTINCT {RECORD_ID}) {found}")
    except RuleError as error:
        return RuleResult(rule.id, Status.ERROR, reason=f"RuleError: {error.key}", evidence=evidence)
    except duckdb.Error as error:  # its text may hold cell values: only the class is kept
        path.unlink(missing_ok=True)
        return RuleResult(rule.id, Status.ERROR, reason=type(error).__name__, evidence=evidence)
    status = Status.FAILED if n_failed else Status.PASSED
    return RuleResult(rule.id, status, n_checked, n_failed, evidence=evidence, n_records=n_records)


def _not_applicable(rule: Rule, present: set[str], companions: Mapping[str, Collection[str]]) -> str:
    """Return the reason why `rule` cannot be evaluated: a column or the file of another dataset is not there."""
    absent = [name for name in rule.columns if name not in present]
    if absent:
        return f"{COLUMN_ABSENT}: {', '.join(absent)}"
    needed = rule.body.companions if isinstance(rule.body, Query) else {}
    files = [dataset for dataset in needed if dataset not in companions]
    if files:
        return f"{COMPANION_ABSENT}: {', '.join(files)}"
    columns = [
        f"{name}.{column}" for name, wanted in needed.items() for column in wanted if column not in companions[name]
    ]
    return f"{COMPANION_COLUMN_ABSENT}: {', '.join(columns)}" if columns else ""


def findings_sql(rule: Rule, select: str, column: str | None) -> str:
    """Return the SELECT of findings of the violating rows that `select` gives, without those outside `when`."""
    inside = f"(SELECT * FROM {rule.dataset} WHERE {rule.when or 'true'})"
    return findings.select_sql(rule, select, inside, column)


def _bound(connection: duckdb.DuckDBPyConnection, select: str, body: object, as_of: date) -> dict[str, object]:
    needed = connection.extract_statements(select)[0].named_parameters
    given = {AS_OF: as_of, **(body.parameters if isinstance(body, Query) else {})}
    return {name: given[name] for name in needed}


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
