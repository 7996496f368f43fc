"""dq: rules of a catalog in YAML, compiled, flagged in a stream of some staged parts at a time, findings written."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.scale.agency import rule_id
from benchmarks.scale.rules import AS_OF, DATASET, RECORD_RULES
from dq.catalog import load_catalog
from dq.engine.limits import limits
from dq.model import RECORD_ID, SOURCE_ROW, RuleResult
from dq.parallel import in_order
from dq.staging import PartsWriter
from dq.validate import JUDGED, Flags, batch_evaluator, compile_rule, merge_results

_PARTS = 10  # staged parts that are streamed together; a run flags each in memory, where it was just normalized


def prepare(arguments: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Return the work on the Parquet files `canonical` by the rules of the folder `catalog`."""
    catalog = load_catalog(Path(arguments["catalog"]))
    schema = catalog.schema(DATASET)
    names = {rule_id(rule.name): rule.name for rule in RECORD_RULES}
    rules = [rule for rule in catalog.rules[DATASET] if rule.id in names]
    parts = sorted(Path(arguments["canonical"]).parent.glob("part-*.parquet"))
    present = pl.read_parquet_schema(parts[0])
    evaluate = batch_evaluator(rules, schema, [name for name in schema.names if name in present], AS_OF)
    # Only what the rules read is read, as everybody else does.
    compiled = [compile_rule(rule, schema) for rule in rules]
    read = dict.fromkeys(name for item in compiled for name in item.flag.meta.root_names())
    columns = [RECORD_ID, SOURCE_ROW, *(name for name in read if name in present)]
    threads = limits(arguments["memory"]).batches
    evaluate(pl.read_parquet(parts[0], columns=columns, n_rows=0))  # pandera imports what it needs when it first judges

    def flagged(together: Sequence[Path]) -> Flags:
        return evaluate.flag(pl.scan_parquet(together, glob=False).select(columns))

    def groups() -> Iterator[list[Flags]]:
        partitions = [parts[first : first + _PARTS] for first in range(0, len(parts), _PARTS)]
        flags = in_order(flagged, partitions, threads=threads)
        while together := list(islice(flags, JUDGED // _PARTS)):
            yield together

    def work() -> dict[str, int]:
        with tempfile.TemporaryDirectory(dir=arguments["work"]) as folder:
            writer = PartsWriter(Path(folder) / "findings")

            def judged(flags: list[Flags]) -> tuple[RuleResult, ...]:
                results, batches = evaluate.judge(flags)
                for findings in batches:
                    writer.write(findings)
                return results

            results = list(in_order(judged, groups(), threads=1))
        return {names[result.rule_id]: result.n_failed for result in merge_results(results)}

    return work
