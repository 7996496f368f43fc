"""pandera alone, as its documentation has it: a schema of checks on a whole frame, all failures at once."""

from collections.abc import Callable, Mapping
from typing import Any

import pandera.polars as pa
import polars as pl

from benchmarks.scale.rules import COLUMNS, RECORD_RULES, RecordRule

_NOT_NULL = "not_nullable"


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the Parquet files `canonical`, which gives the failures a rule."""
    schema = _schema()
    given = {rule.column: rule.name for rule in RECORD_RULES if rule.kind == "not_null"}
    columns = ["record_id", *COLUMNS]
    schema.validate(pl.read_parquet(arguments["canonical"], columns=columns, n_rows=0))  # imports what it needs

    def work() -> dict[str, int]:
        frame = pl.read_parquet(arguments["canonical"], columns=columns)
        found = {rule.name: 0 for rule in RECORD_RULES}
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            for error in errors.schema_errors:
                named = getattr(error.check, "name", None)
                failing = frame["record_id"].filter(~error.check_output.to_series())
                found[given[error.schema.name] if named is None else named] = failing.len()
        return found

    return work


def _schema() -> pa.DataFrameSchema:
    """Return the schema: checks of a column at the column, those of two columns at the frame."""
    of_column: dict[str, list[pa.Check]] = {column: [] for column in COLUMNS}
    required = {rule.column for rule in RECORD_RULES if rule.kind == "not_null"}
    of_frame = []
    for rule in RECORD_RULES:
        if rule.kind == "not_after":
            of_frame.append(pa.Check(_not_after(rule), name=rule.name))
        elif rule.kind != "not_null":
            of_column[rule.column].append(_check(rule))
    columns = {name: pa.Column(checks=checks, nullable=name not in required) for name, checks in of_column.items()}
    return pa.DataFrameSchema(columns, checks=of_frame)


def _check(rule: RecordRule) -> pa.Check:
    given = rule.arguments
    match rule.kind:
        case "regex":
            return pa.Check.str_contains(given[0], name=rule.name)
        case "length":
            return pa.Check.str_length(*given, name=rule.name)
        case "in_set":
            return pa.Check.isin(given, name=rule.name)
        case "between":
            return pa.Check.in_range(*given, name=rule.name)
    raise ValueError(rule.kind)


def _not_after(rule: RecordRule) -> Callable[[Any], pl.LazyFrame]:
    holds = (pl.col(rule.column) <= pl.col(rule.arguments[0])).fill_null(value=True)
    return lambda data: data.lazyframe.select(holds)
