"""Compile every rule of a catalog without data, so that a wrong one is found before any file is read."""

import contextlib
from collections.abc import Iterator
from datetime import date

import duckdb

from dq.catalog import Catalog
from dq.errors import RuleError
from dq.expect import compile_expectation
from dq.model import Assert, Expectation, Predicate, Query, RegisterOutcome, Rule, RuleKind
from dq.query import compile_query
from dq.validate import compile_rule


def lint(catalog: Catalog) -> list[RuleError]:
    """Return what is wrong with the rules of `catalog`, in their order; empty when all can run."""
    connection = duckdb.connect()
    try:
        return [
            error
            for rules in catalog.rules.values()
            for rule in rules
            for error in _problems(catalog, rule, connection)
        ]
    finally:
        connection.close()


def evidence(rule: Rule) -> str:
    """Return the expression, expectation or SQL of `rule` as a person reads it."""
    match rule.body:
        case Assert(expression=expression):
            return expression
        case Predicate(name=name, columns=columns, arguments=arguments):
            return f"{name}({', '.join([*columns, *(f'{k}={v!r}' for k, v in arguments.items())])})"
        case Expectation(name=name, arguments=arguments):
            return f"{name}({', '.join(f'{k}={v!r}' for k, v in arguments.items())})"
        case Query(sql=sql):
            return sql.strip()
        case RegisterOutcome(outcome=outcome):
            return str(outcome)


def _problems(catalog: Catalog, rule: Rule, connection: duckdb.DuckDBPyConnection) -> Iterator[RuleError]:
    schema = catalog.schema(rule.dataset)
    try:
        match rule.kind:
            case RuleKind.RECORD:
                compile_rule(rule, schema)
            case RuleKind.DATASET:
                compile_expectation(rule, schema, date(2000, 1, 1))
            case RuleKind.CROSS:
                _bind(catalog, connection)
                select = compile_query(rule, connection)
                parameters = connection.extract_statements(select)[0].named_parameters
                connection.execute(f"EXPLAIN {select}", dict.fromkeys(parameters))
            case RuleKind.REGISTER:
                pass
    except RuleError as error:
        yield error
    except duckdb.Error as error:
        where = rule.body.file if isinstance(rule.body, Query) and rule.body.file else str(rule.source)
        yield RuleError("rule.unparsable", rule=rule.id, where=where, problem=str(error).splitlines()[0])


def _bind(catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    """Create an empty table for every dataset, once, so that a query's columns can be bound."""
    types = {"text": "VARCHAR", "date": "DATE", "partial_date": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE"}
    for schema in catalog.schemas.values():
        sector, name = schema.dataset.split(".")
        columns = ["record_id BIGINT", "source_row BIGINT"]
        for field in schema.fields:
            for column in field.physical:
                kind = types[field.type.storage]
                if column != field.name:
                    kind = "BOOLEAN" if column.endswith("__unreadable") else "DATE"
                columns.append(f'"{column}" {kind}')
        with contextlib.suppress(duckdb.CatalogException):
            connection.execute(f'CREATE SCHEMA "{sector}"')
        with contextlib.suppress(duckdb.CatalogException):
            connection.execute(f'CREATE TABLE "{sector}"."{name}" ({", ".join(columns)})')
