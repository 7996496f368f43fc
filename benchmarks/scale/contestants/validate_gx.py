"""Great Expectations on pandas: counts only (`SUMMARY`), or with the failing rows' numbers (`COMPLETE`)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import pyarrow.parquet as pq

from benchmarks.scale.contestants.gx_on_pandas import whole_frame
from benchmarks.scale.rules import COLUMNS, RECORD_RULES, RecordRule


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the folder of `canonical`, which gives the failures a rule; `rows` asks for the rows too."""
    definition = whole_frame()
    suite = gx.ExpectationSuite(name="rules", expectations=[_expectation(rule) for rule in RECORD_RULES])
    result_format: dict[str, Any] = {"result_format": "SUMMARY"}
    if arguments["with_rows"]:
        result_format = {"result_format": "COMPLETE", "unexpected_index_column_names": ["record_id"]}

    def work() -> dict[str, int]:
        table = pq.read_table(arguments["folder"], columns=["record_id", *COLUMNS])
        frame = table.to_pandas(date_as_object=False)
        batch = definition.get_batch({"dataframe": frame})
        judged = batch.validate(suite, result_format=result_format)
        return {result.expectation_config.meta["rule"]: result.result["unexpected_count"] for result in judged.results}

    return work


def _expectation(rule: RecordRule) -> Any:
    given = tuple(datetime.combine(end, time()) if isinstance(end, date) else end for end in rule.arguments)
    named = {"column": rule.column, "meta": {"rule": rule.name}}
    match rule.kind:
        case "not_null":
            return gxe.ExpectColumnValuesToNotBeNull(**named)
        case "regex":
            return gxe.ExpectColumnValuesToMatchRegex(**named, regex=given[0])
        case "length":
            return gxe.ExpectColumnValueLengthsToBeBetween(**named, min_value=given[0], max_value=given[1])
        case "in_set":
            return gxe.ExpectColumnValuesToBeInSet(**named, value_set=list(given))
        case "between":
            return gxe.ExpectColumnValuesToBeBetween(**named, min_value=given[0], max_value=given[1])
        case "not_after":
            return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=given[0],
                column_B=rule.column,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                meta=named["meta"],
            )
    raise ValueError(rule.kind)
