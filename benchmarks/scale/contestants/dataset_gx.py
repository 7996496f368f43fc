"""Great Expectations on a whole pandas frame."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import great_expectations as gx
import pyarrow.parquet as pq
from great_expectations.expectations.registry import get_expectation_impl

from benchmarks.scale.contestants.gx_on_pandas import whole_frame
from benchmarks.scale.rules import DATASET_RULES, DatasetRule

_DAYS = {"ngay_cap_nhat"}


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, bool]]:
    """Return the work on the Parquet files in `folder`, which gives a verdict a rule."""
    definition = whole_frame()
    suite = gx.ExpectationSuite(name="rules", expectations=[_expectation(rule) for rule in DATASET_RULES])
    named = {rule.arguments.get("column") for rule in DATASET_RULES} - {None}
    columns = sorted(named.union(*(rule.arguments.get("column_list", ()) for rule in DATASET_RULES)))

    def work() -> dict[str, bool]:
        frame = pq.read_table(arguments["folder"], columns=columns).to_pandas(date_as_object=False)
        judged = definition.get_batch({"dataframe": frame}).validate(suite, result_format={"result_format": "SUMMARY"})
        if any(result.exception_info.get("raised_exception") for result in judged.results):
            raise ValueError("an expectation raised an exception")
        return {result.expectation_config.meta["rule"]: bool(result.success) for result in judged.results}

    return work


def _expectation(rule: DatasetRule) -> Any:
    given = dict(rule.arguments)
    if given.get("column") in _DAYS:
        given |= {name: datetime.fromisoformat(value) for name, value in given.items() if name != "column"}
    return get_expectation_impl(rule.expectation)(**given, meta={"rule": rule.name})
