"""dataframely: a schema class, and `filter`, which parts valid rows from failures."""

from collections.abc import Callable, Mapping
from typing import Any

import dataframely as dy
import polars as pl

from benchmarks.scale.rules import COLUMNS, RECORD_RULES, RecordRule

_KINDS = {"he_so": dy.Float64, "muc_huong": dy.Int64, "ngay_sinh_tu": dy.Date, "ngay_quyet_dinh": dy.Date,
          "ngay_huong_den": dy.Date}  # fmt: skip


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the Parquet files `canonical`, which gives the failures a rule."""
    schema = _schema()
    counted_as = _names()
    columns = ["record_id", *COLUMNS]
    schema.filter(pl.read_parquet(arguments["canonical"], columns=columns, n_rows=0))  # as for pandera

    def work() -> dict[str, int]:
        frame = pl.read_parquet(arguments["canonical"], columns=columns)
        _, failure = schema.filter(frame)
        if failure.details().height != len(failure):
            raise ValueError("details are not the failing rows")
        found = {rule.name: 0 for rule in RECORD_RULES}
        for name, count in failure.counts().items():
            found[counted_as[name]] += count
        return found

    return work


def _schema() -> type[dy.Schema]:
    arguments: dict[str, dict[str, Any]] = {column: {"nullable": True} for column in COLUMNS}
    members: dict[str, Any] = {"record_id": dy.Int64()}
    for rule in RECORD_RULES:
        if rule.kind == "not_after":
            members[rule.name] = _not_after(rule)
        else:
            arguments[rule.column] |= _constraint(rule)
    members |= {column: _KINDS.get(column, dy.String)(**given) for column, given in arguments.items()}
    return type(dy.Schema)("Beneficiary", (dy.Schema,), members)


def _constraint(rule: RecordRule) -> dict[str, Any]:
    given = rule.arguments
    match rule.kind:
        case "not_null":
            return {"nullable": False}
        case "regex":
            return {"regex": given[0]}
        case "length":
            return {"min_length": given[0], "max_length": given[1]}
        case "in_set":
            return {"check": lambda column: column.is_in(given)}
        case "between":
            return {"min": given[0], "max": given[1]}
    raise ValueError(rule.kind)


def _not_after(rule: RecordRule) -> Any:
    @dy.rule()
    def holds(cls: Any) -> pl.Expr:  # noqa: ARG001 - the signature that the library asks for
        return pl.col(rule.column) <= pl.col(rule.arguments[0])

    return holds


def _names() -> dict[str, str]:
    """Return the rule by the name that the library counts a failure under."""
    kinds = {"not_null": ["nullability"], "regex": ["regex"], "length": ["min_length", "max_length"]}
    kinds |= {"in_set": ["check"], "between": ["min", "max"]}
    return {
        rule.name if rule.kind == "not_after" else f"{rule.column}|{kind}": rule.name
        for rule in RECORD_RULES
        for kind in kinds.get(rule.kind, [""])
    }
