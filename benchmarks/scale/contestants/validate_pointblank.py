"""pointblank on a whole Polars frame, with all failing rows as extracts."""

from collections.abc import Callable, Mapping
from typing import Any

import pointblank as pb
import polars as pl

from benchmarks.scale.rules import COLUMNS, RECORD_RULES, RecordRule


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the Parquet files `canonical`, which gives the failures a rule."""
    columns = ["record_id", *COLUMNS]
    # As for pandera; it takes no empty table.
    _judge(pl.read_parquet(arguments["canonical"], columns=columns, n_rows=1))

    def work() -> dict[str, int]:
        frame = pl.read_parquet(arguments["canonical"], columns=columns)
        judged = _judge(frame)
        failed, extracts = judged.n_failed(), judged.get_data_extracts()
        found = {rule.name: failed[step] for step, rule in enumerate(RECORD_RULES, start=1)}
        rows = {rule.name: _height(extracts.get(step)) for step, rule in enumerate(RECORD_RULES, start=1)}
        if rows != found:
            raise ValueError("extracts are not the failing rows")
        return found

    return work


def _judge(frame: pl.DataFrame) -> pb.Validate:
    validation = pb.Validate(frame)
    for rule in RECORD_RULES:
        validation = _add(validation, rule)
    return validation.interrogate(extract_limit=frame.height)


def _height(extract: pl.DataFrame | None) -> int:
    return extract.height if extract is not None else 0


def _add(validation: pb.Validate, rule: RecordRule) -> pb.Validate:
    given = rule.arguments
    match rule.kind:
        case "not_null":
            return validation.col_vals_not_null(rule.column)
        case "regex":
            return validation.col_vals_regex(rule.column, given[0], na_pass=True)
        case "length":  # there is no step for lengths
            return validation.col_vals_regex(rule.column, f"^.{{{given[0]},{given[1]}}}$", na_pass=True)
        case "in_set":
            return validation.col_vals_in_set(rule.column, [*given, None])
        case "between":
            return validation.col_vals_between(rule.column, *given, na_pass=True)
        case "not_after":
            return validation.col_vals_le(rule.column, pb.col(given[0]), na_pass=True)
    raise ValueError(rule.kind)
