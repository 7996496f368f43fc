"""The floor of the record rules: all flags in one streamed pass, and the rows where one of them is false."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from benchmarks.scale.rules import RECORD_RULES, RecordRule


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the Parquet files `canonical`, which gives the failures a rule."""
    flags = [flag(rule).fill_null(value=True).alias(rule.name) for rule in RECORD_RULES]
    names = [rule.name for rule in RECORD_RULES]

    def work() -> dict[str, int]:
        rows = pl.scan_parquet(arguments["canonical"]).select("record_id", *flags)
        failing = rows.filter(~pl.all_horizontal(names)).collect(engine="streaming")
        return failing.select((~pl.col(names)).sum()).row(0, named=True)

    return work


def flag(rule: RecordRule) -> pl.Expr:
    """Return `rule` as an expression: true where it holds, null where an absent value leaves nothing to judge."""
    column, given = pl.col(rule.column), rule.arguments
    match rule.kind:
        case "not_null":
            return column.is_not_null()
        case "regex":
            return column.str.contains(given[0])
        case "length":
            return column.str.len_chars().is_between(*given)
        case "in_set":
            return column.is_in(given)
        case "between":
            return column.is_between(*given)
        case "not_after":
            return column <= pl.col(given[0])
    raise ValueError(rule.kind)
