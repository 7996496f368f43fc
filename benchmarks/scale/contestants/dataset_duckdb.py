"""The floor of the dataset rules: one hand-written query with a column a rule."""

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.scale.contestants.bare_duckdb import connect
from benchmarks.scale.rules import DATASET_RULES
from dq.engine.duck import literal


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, bool]]:
    """Return the work on the Parquet files `canonical`, which gives a verdict a rule, within `settings`."""
    columns = ", ".join(f"{rule.sql} AS {rule.name}" for rule in DATASET_RULES)

    def work() -> dict[str, bool]:
        with connect(arguments["settings"]) as connection:
            # No bound parameter: with the first one duckdb imports pandas.
            select = f"SELECT {columns} FROM read_parquet({literal(arguments['canonical'])})"
            verdicts = connection.execute(select).fetchone() or ()
        return {rule.name: bool(verdict) for rule, verdict in zip(DATASET_RULES, verdicts, strict=True)}

    return work
