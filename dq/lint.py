"""Compile every rule of a catalog without data, so that a wrong one is found before any file is read."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches

import duckdb
import polars as pl

from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.engine.duck import quote
from dq.errors import RuleError
from dq.expect import compile_expectation
from dq.model import (
    RECORD_ID,
    SOURCE_ROW,
    Assert,
    Expectation,
    Predicate,
    Query,
    RegisterOutcome,
    Rule,
    RuleKind,
)
from dq.query import column_types, compile_query
from dq.validate import compile_rule


def lint(catalog: Catalog) -> list[RuleError]:
    """Return what is wrong with the rules and roles of `catalog`, in their order; empty when all can run."""
    problems: list[RuleError] = []
    for dataset, rules in catalog.rules.items():
        schema = catalog.schema(dataset)
        problems += [error for role in catalog.roles(dataset) for error in _role_problems(role, schema)]
        with duckdb.connect() as connection:
            connection.execute("SET explain_output = 'all'")
            for sector in catalog.sectors:
                connection.execute(f'CREATE SCHEMA "{sector}"')
            connection.execute(table_sql(schema))
            problems += [error for rule in rules for error in _problems(rule, catalog, connection)]
    return problems


def table_sql(schema: DatasetSchema) -> str:
    """Return the SQL of an empty table as a run shows it to rule SQL."""
    columns = {RECORD_ID: "BIGINT", SOURCE_ROW: "BIGINT"} | column_types(schema)
    return f"CREATE TABLE {schema.dataset} ({', '.join(f'{quote(name)} {kind}' for name, kind in columns.items())})"


@contextmanager
def _companions(body: Query, catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let a query see the datasets that it is `with`."""
    for dataset in body.companions:
        connection.execute(table_sql(catalog.schema(dataset)))
    try:
        yield
    finally:
        for dataset in body.companions:
            connection.execute(f"DROP TABLE {dataset}")


def _problems(rule: Rule, catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> Iterator[RuleError]:
    where, schema = str(rule.source), catalog.schema(rule.dataset)
    try:
        match rule.body:
            case Assert() | Predicate():
                compile_rule(rule, schema)
            case Expectation():
                compile_expectation(rule, schema, date(2000, 1, 1))
            case Query(file=file) as body:
                select = compile_query(rule, connection)
                parameters = connection.extract_statements(select)[0].named_parameters
                where = file or where
                with _companions(body, catalog, connection):
                    correlated = _is_correlated(connection, select, parameters)
                if correlated:
                    yield RuleError("rule.correlated", rule=rule.id, where=where)
                where = str(rule.source)
            case RegisterOutcome():
                pass
        if rule.when is not None and rule.kind is not RuleKind.RECORD:
            connection.execute(f"EXPLAIN SELECT * FROM {rule.dataset} WHERE {rule.when}")
    except RuleError as error:
        yield error
    except duckdb.Error as error:
        yield RuleError("rule.unparsable", rule=rule.id, where=where, problem=str(error).splitlines()[0])


def _is_correlated(connection: duckdb.DuckDBPyConnection, select: str, parameters: Iterable[str]) -> bool:
    """Whether a sub-query of `select` depends on the outer row: its plan before optimizing has a dependent join.

    DuckDB 1.5 loses rows, silently, on such an EXISTS with `=`, `<>` and a range.
    """
    row = connection.execute(f"EXPLAIN (FORMAT json) {select}", dict.fromkeys(parameters)).fetchone()
    waiting = json.loads(row[1]) if row else []
    while waiting:
        node = waiting.pop()
        if node["name"] == "DEPENDENT_JOIN":
            return True
        waiting += node["children"]
    return False


def _role_problems(role: Role, schema: DatasetSchema) -> Iterator[RuleError]:
    """Yield what is wrong with the condition of `role`."""
    if role.when is None:
        return
    where, physical = str(role.source), schema.physical()
    try:
        names = pl.sql_expr(role.when).meta.root_names()
    except pl.exceptions.PolarsError as error:
        yield RuleError("rule.unparsable", rule=role.role, where=where, problem=str(error).splitlines()[0])
        return
    for name in names:
        if name not in physical:
            near = (*get_close_matches(name, physical, n=1), "—")[0]
            yield RuleError("rule.unknown_column", rule=role.role, where=where, column=name, near=near)
