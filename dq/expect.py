"""Dataset rules: Great Expectations on DuckDB, out of core.

Great Expectations has no working DuckDB data source of its own: it fetches rows after the connection went back to the
pool, when DuckDB has dropped them. Buffering every result at once makes it work (docs/adr/0003-gx-on-duckdb.md).
"""

import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from dq import findings
from dq.catalog.evidence import evidence
from dq.catalog.schemas import DatasetSchema, Storage
from dq.errors import RuleError
from dq.model import COLUMN_ABSENT, NOTHING_TO_CHECK, Evaluation, Expectation, Rule, RuleResult, Status
from dq.staging import file_sql, path_sql

_UNEXPECTED_ROWS = "unexpected_rows_expectation"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_AS_OF = "$as_of"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Great Expectations says of one expectation; `error` is the class of what it raised."""

    success: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Database:
    """A DuckDB file and the SQL that every connection to it begins with."""

    path: Path
    settings: tuple[str, ...]

    @property
    def url(self) -> str:
        """The address that SQLAlchemy opens it by."""
        import sqlalchemy as sa

        return sa.URL.create("duckdb", database=self.path.as_posix()).render_as_string()

    def open(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of our own."""
        connection = duckdb.connect(str(self.path))
        self.apply(connection)
        return connection

    def apply(self, connection: Any) -> None:
        """Run the settings, unless another connection of this process has locked the database already."""
        locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        for statement in () if locked and locked[0] else self.settings:
            connection.execute(statement)

    @contextmanager
    def settings_on_connect(self) -> Iterator[None]:
        """Apply the settings to each connection that SQLAlchemy opens inside the `with` block."""
        import sqlalchemy as sa

        def apply(connection: Any, _record: Any) -> None:
            self.apply(connection)

        sa.event.listen(sa.engine.Engine, "connect", apply)
        try:
            yield
        finally:
            sa.event.remove(sa.engine.Engine, "connect", apply)


@dataclass(frozen=True, slots=True)
class View:
    """The rows of `dataset` that a group of rules is about, under the name Great Expectations knows them by."""

    name: str
    dataset: str
    when: str | None


class Session:
    """Great Expectations on one database, opened when the first expectation needs it: a context costs a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stack = ExitStack()
        self._source: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._source is not None:
            self._source.get_execution_engine().engine.dispose()
        self._stack.close()

    def validate(self, view: View, expectations: Sequence[Any]) -> dict[str, Verdict]:
        """Return the verdict of each of `expectations` on the rows of `view`, by rule id."""
        if not expectations:
            return {}
        gx = engine()
        if self._source is None:
            context = gx.get_context(mode="ephemeral")
            context.variables.progress_bars = {"globally": False}
            self._stack.enter_context(self._database.settings_on_connect())
            self._source = context.data_sources.add_sql("stage", connection_string=self._database.url)
        asset = self._source.add_table_asset(view.name, table_name=view.name)
        suite = gx.ExpectationSuite(view.name, expectations=list(expectations))
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        return {
            result.expectation_config.meta["rule_id"]: Verdict(bool(result.success), _raised(result.exception_info))
            for result in batch.validate(suite, result_format="SUMMARY").results
        }


@dataclass(frozen=True, slots=True)
class Prepared:
    """What DuckDB found before Great Expectations runs: rows of the view, findings a rule, an error a rule."""

    n_rows: int
    n_failed: Mapping[str, int]
    errors: Mapping[str, str]


_ENGINE_LOCK = threading.Lock()


def engine() -> Any:
    """Return the Great Expectations package, imported once (it takes seconds), with its fetching made to fit DuckDB.

    The pipeline imports it in the background, so two threads may ask at a time; a second listener would find the rows
    fetched already.
    """
    with _ENGINE_LOCK:
        return _import_engine()


@lru_cache(maxsize=1)
def _import_engine() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import great_expectations.expectations
    import sqlalchemy as sa
    from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

    def buffer_rows(_connection: Any, cursor: Any, _statement: str, _parameters: Any, context: Any, _many: Any) -> None:
        if cursor.description:
            rows = cursor.fetchall()
            context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, cursor.description, rows)

    sa.event.listen(sa.engine.Engine, "after_cursor_execute", buffer_rows)
    return gx


def compile_expectation(rule: Rule, schema: DatasetSchema, as_of: date) -> Any:
    """Return `rule` as an expectation object, its arguments judged by Great Expectations itself.

    Raises:
        RuleError: There is no such expectation, or it does not take these arguments. Names file and line.
    """
    engine()
    from great_expectations.exceptions.exceptions import ExpectationNotFoundError
    from great_expectations.expectations.registry import get_expectation_impl

    if not isinstance(rule.body, Expectation):
        raise RuleError("rule.not_an_expectation", rule=rule.id, where=str(rule.source))
    name = rule.body.name
    try:
        kind = get_expectation_impl(name)
    except ExpectationNotFoundError:
        raise RuleError("rule.unknown_expectation", rule=rule.id, where=str(rule.source), name=name) from None
    try:
        return kind(**_arguments(rule.body, schema, as_of), meta={"rule_id": rule.id})
    except (ValueError, TypeError) as error:  # pydantic's errors are ValueErrors
        problem = str(error).splitlines()[-1].strip()
        raise RuleError("rule.bad_expectation", rule=rule.id, where=str(rule.source), problem=problem) from None


def expect(
    database: Path,
    rules: Sequence[Rule],
    *,
    schema: DatasetSchema,
    present: Sequence[str],
    as_of: date,
    out: Path,
    settings: Sequence[str] = (),
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
    written = sorted(out.glob("part-*.parquet"))
    table = pl.scan_parquet(written, glob=False) if written else findings.empty().lazy()
    return Evaluation(tuple(results[rule.id] for rule in rules), table)


def _prepare(
    connection: duckdb.DuckDBPyConnection, view: View, rules: Sequence[Rule], *, as_of: date, out: Path
) -> Prepared:
    """Create the view and write the findings of the rules that point at records."""
    condition = f" WHERE {view.when}" if view.when else ""
    n_failed, errors = {}, {}
    try:
        connection.execute(f"CREATE OR REPLACE VIEW {view.name} AS SELECT * FROM {view.dataset}{condition}")
        n_rows = _count(connection, f"SELECT count(*) FROM {view.name}")
    except duckdb.Error as error:
        return Prepared(0, {}, {rule.id: type(error).__name__ for rule in rules})
    for rule in rules:
        path = out / f"part-{rule.id}.parquet"
        try:
            if isinstance(rule.body, Expectation) and rule.body.name == _UNEXPECTED_ROWS:
                connection.execute(f"COPY ({findings_sql(rule, view, as_of)}) TO {path_sql(path)} (FORMAT parquet)")
                n_failed[rule.id] = _count(connection, f"SELECT count(*) FROM read_parquet({file_sql(path)})")
        except duckdb.Error as error:
            path.unlink(missing_ok=True)
            errors[rule.id] = type(error).__name__
    return Prepared(n_rows, n_failed, errors)


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
    verdicts = session.validate(view, [expectation for _, expectation in remaining.values()])
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


def _raised(info: Any) -> str:
    """Return the class of what an expectation raised, "" if nothing. Its message may hold cell values."""
    entries = [info, *info.values()] if isinstance(info, Mapping) else []
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("raised_exception"):
            trace = str(entry.get("exception_traceback") or "").strip().splitlines()
            kind = trace[-1].split(":")[0].rsplit(".", 1)[-1] if trace else ""
            return kind if kind.isidentifier() else "ExpectationError"
    return ""


def findings_sql(rule: Rule, view: View, as_of: date) -> str:
    """Return the SELECT of findings of the rows that an `unexpected_rows_expectation` calls unexpected."""
    arguments = rule.body.arguments if isinstance(rule.body, Expectation) else {}
    select = _dated(str(arguments.get("unexpected_rows_query", "")), as_of).replace("{batch}", view.name)
    rows = select.rstrip().rstrip(";")
    return findings.select_sql(rule, rows, view.name)


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _arguments(body: Expectation, schema: DatasetSchema, as_of: date) -> dict[str, Any]:
    """Return the arguments with `$as_of`, and ISO text as a date where the column is a date."""
    physical = schema.physical()
    column = str(body.arguments.get("column", ""))
    is_date = column in physical and (
        physical[column].type.storage is Storage.DATE
        or (physical[column].type.storage is Storage.PARTIAL_DATE and column != physical[column].name)
    )
    arguments: dict[str, Any] = {}
    for key, value in body.arguments.items():
        if isinstance(value, str) and value == _AS_OF:
            arguments[key] = as_of
        elif isinstance(value, str) and is_date and _ISO_DATE.fullmatch(value):
            arguments[key] = date.fromisoformat(value)
        elif key == "unexpected_rows_query":
            arguments[key] = _dated(value, as_of)
        else:
            arguments[key] = value
    return arguments


def _dated(sql: str, as_of: date) -> str:
    """Return `sql` with the day of the run: Great Expectations binds no parameters."""
    return sql.replace(_AS_OF, f"DATE '{as_of.isoformat()}'")
