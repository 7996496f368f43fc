"""Compile every rule of a catalog without data, so that a wrong one is found before any file is read."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches

import duckdb
import polars as pl

from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema, Storage
from dq.catalog.sectors import Role
from dq.errors import RuleError
from dq.expect import compile_expectation
from dq.model import (
    RECORD_ID,
    SOURCE_ROW,
    UNREADABLE,
    Assert,
    Expectation,
    Predicate,
    Query,
    RegisterOutcome,
    Rule,
    RuleKind,
)
from dq.query import compile_query
from dq.validate import compile_rule

_TYPES: Mapping[Storage, str] = {
    Storage.TEXT: "VARCHAR",
    Storage.DATE: "DATE",
    Storage.PARTIAL_DATE: "VARCHAR",
    Storage.INTEGER: "BIGINT",
    Storage.DECIMAL: "DOUBLE",
}


def lint(catalog: Catalog) -> list[RuleError]:
    """Return what is wrong with the rules and roles of `catalog`, in their order; empty when all can run."""
    problems: list[RuleError] = []
    for dataset, rules in catalog.rules.items():
        schema = catalog.schema(dataset)
        problems += [error for role in catalog.roles(dataset) for error in _role_problems(role, schema)]
        with duckdb.connect() as connection:
            connection.execute(f'CREATE SCHEMA "{dataset.split(".")[0]}"')
            connection.execute(table_sql(schema))
            problems += [error for rule in rules for error in _problems(rule, schema, connection)]
    return problems


def table_sql(schema: DatasetSchema) -> str:
    """Return the SQL of an empty table as a run shows it to rule SQL: a query sees its rule's dataset and no other."""
    columns = [f"{RECORD_ID} BIGINT", f"{SOURCE_ROW} BIGINT"]
    for name, field in schema.physical().items():
        kind = _TYPES[field.type.storage]
        if name != field.name:
            kind = "BOOLEAN" if name.endswith(UNREADABLE) else "DATE"
        columns.append(f'"{name}" {kind}')
    return f"CREATE TABLE {schema.dataset} ({', '.join(columns)})"


def _problems(rule: Rule, schema: DatasetSchema, connection: duckdb.DuckDBPyConnection) -> Iterator[RuleError]:
    where = str(rule.source)
    try:
        match rule.body:
            case Assert() | Predicate():
                compile_rule(rule, schema)
            case Expectation():
                compile_expectation(rule, schema, date(2000, 1, 1))
            case Query(file=file):
                select = compile_query(rule, connection)
                parameters = connection.extract_statements(select)[0].named_parameters
                where = file or where
                connection.execute(f"EXPLAIN {select}", dict.fromkeys(parameters))
                where = str(rule.source)
            case RegisterOutcome():
                pass
        if rule.when is not None and rule.kind is not RuleKind.RECORD:
            connection.execute(f"EXPLAIN SELECT * FROM {rule.dataset} WHERE {rule.when}")
    except RuleError as error:
        yield error
    except duckdb.Error as error:
        yield RuleError("rule.unparsable", rule=rule.id, where=where, problem=str(error).splitlines()[0])


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
