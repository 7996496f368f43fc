"""One database under Great Expectations: a suite goes in, a verdict an expectation comes out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from dq.expect.engine import engine
from dq.stops import stoppable


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
        connection = stoppable(duckdb.connect(str(self.path)))
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


def _raised(info: Any) -> str:
    """Return the class of what an expectation raised, "" if nothing. Its message may hold cell values."""
    entries = [info, *info.values()] if isinstance(info, Mapping) else []
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("raised_exception"):
            trace = str(entry.get("exception_traceback") or "").strip().splitlines()
            kind = trace[-1].split(":")[0].rsplit(".", 1)[-1] if trace else ""
            return kind if kind.isidentifier() else "ExpectationError"
    return ""
