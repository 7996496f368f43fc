"""Floor of the record rules of the dataset: the expressions of all rules as bare flags, part by part."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.scale.rules import AS_OF, DATASET
from dq.catalog import load_catalog
from dq.model import RuleKind
from dq.validate import compile_rule, complete


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the parts `canonical`, which gives the failures of each rule that has something to check."""
    catalog = load_catalog()
    schema = catalog.schema(DATASET)
    parts = sorted(Path(arguments["canonical"]).parent.glob("part-*.parquet"))
    present = set(pl.read_parquet_schema(parts[0]))
    compiled = [compile_rule(rule, schema) for rule in catalog.rules[DATASET] if rule.kind is RuleKind.RECORD]
    flags = [item.flag for item in compiled if set(item.reads) <= present]

    def work() -> dict[str, int]:
        failed, checked, rows = Counter[str](), Counter[str](), []
        for part in parts:
            frame = complete(pl.read_parquet(part), schema, AS_OF)
            judged = frame.lazy().select("record_id", *flags).collect(engine="in-memory")
            names = judged.columns[1:]
            rows.append(judged.filter(~pl.all_horizontal(pl.col(names).fill_null(value=True))))
            failed.update(judged.select((~pl.col(names)).sum()).row(0, named=True))
            checked.update(judged.select(pl.col(names).count()).row(0, named=True))
        return {name: failed[name] for name, count in checked.items() if count}

    return work
