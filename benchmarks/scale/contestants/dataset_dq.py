"""dq: the same rules as expectations in YAML, judged by Great Expectations on DuckDB as in a run."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.scale.agency import rule_id
from benchmarks.scale.rules import AS_OF, DATASET, DATASET_RULES
from dq.catalog import load_catalog
from dq.engine import duck
from dq.engine.limits import limits
from dq.expect import engine, expect
from dq.model import RuleKind, Status


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, bool]]:
    """Return the work on the Parquet files `canonical` by the rules of the folder `catalog`."""
    engine()  # a run has it in another process, which imports it while the data loads
    catalog = load_catalog(Path(arguments["catalog"]))
    schema, bounds = catalog.schema(DATASET), limits(arguments["memory"])
    names = {rule_id(rule.name): rule.name for rule in DATASET_RULES}
    rules = [rule for rule in catalog.rules[DATASET] if rule.kind is RuleKind.DATASET]
    folder = Path(arguments["canonical"]).parent
    columns = tuple(pl.read_parquet_schema(next(folder.glob("part-*.parquet"))))

    def work() -> dict[str, bool]:
        with tempfile.TemporaryDirectory(dir=arguments["work"]) as made:
            database = Path(made) / "stage.duckdb"
            duck.write_views(database, {DATASET: duck.View(arguments["canonical"], columns)})
            judged = expect(
                database,
                rules,
                schema=schema,
                present=[name for name in schema.names if name in columns],
                as_of=AS_OF,
                out=Path(made) / "findings",
                settings=[
                    *duck.limit_statements(bounds, Path(made) / "spill"),
                    *duck.lock_statements([Path(made), folder]),
                ],
            )
        return {names[result.rule_id]: _passed(result.status) for result in judged.results}

    return work


def _passed(status: Status) -> bool:
    if status not in {Status.PASSED, Status.FAILED}:
        raise ValueError(f"a rule ended as {status}")
    return status is Status.PASSED
