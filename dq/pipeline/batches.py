"""One pass over the staged rows: normalize, judge the record rules, pick out the persons; batch by batch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.catalog.sectors import Role
from dq.engine import duck
from dq.model import RECORD_ID, RESERVED, SOURCE_ROW, UNREADABLE, RuleResult, Table
from dq.normalize import CHANGES, Known, Normalized, Readings, normalize_batch
from dq.parallel import in_order
from dq.progress import Progress
from dq.query import column_types
from dq.reconcile import persons_batch
from dq.staging import FileWriter, PartsWriter
from dq.validate import JUDGED, BatchEvaluator, Flags, merge_results


@dataclass(slots=True)
class ColumnCounts:
    """What happened to one column: filled and unreadable cells, and changed cells by repair."""

    filled: int = 0
    unreadable: int = 0
    changed: int = 0
    repairs: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Pass:
    """The result of the pass over the batches."""

    canonical: Table
    persons: str  # glob of the persons' parts
    results: tuple[RuleResult, ...]
    columns: dict[str, ColumnCounts]


@dataclass(frozen=True, slots=True)
class _Batch:
    """What becomes of a part."""

    normalized: Normalized
    persons: pl.DataFrame
    flags: Flags


def run_batches(
    raw: Table,
    *,
    schema: DatasetSchema,
    readings: Readings,
    roles: Sequence[Role],
    evaluate: BatchEvaluator,
    stage: Path,
    changes: Path,
    threads: int,
    progress: Progress,
) -> Pass:
    """Write the canonical table, findings and persons below `stage` and the change log to `changes`.

    Batches are read, normalized and flagged `threads` at a time; they are written one by one in their order, and judged
    several at once.
    """
    known = Known()

    def worked(part: Path) -> _Batch:
        normalized = normalize_batch(pl.read_parquet(part, glob=False), schema, readings, known)
        persons = persons_batch(normalized.frame, schema, roles)
        return _Batch(normalized, persons, evaluate.flag(normalized.frame))

    canonical, found, persons = (PartsWriter(stage / name) for name in ("canonical", "findings/record", "persons"))
    counts: dict[str, ColumnCounts] = {name: ColumnCounts() for name in schema.names if name in raw.columns}
    columns: tuple[str, ...] = ()

    def written(log: FileWriter) -> Iterator[list[Flags]]:
        """Write what becomes of the parts; yield their flags, several batches at a time."""
        nonlocal columns
        unjudged: list[Flags] = []
        for batch in in_order(worked, raw.parts(), threads=threads):
            normalized = batch.normalized
            canonical.write(normalized.frame)
            columns = tuple(normalized.frame.columns)
            log.write(normalized.changes)
            _count(counts, normalized.frame, normalized.changes)
            if roles:
                persons.write(batch.persons)
            unjudged.append(batch.flags)
            if len(unjudged) == JUDGED:
                yield unjudged
                unjudged = []
            progress("check", canonical.n_rows, raw.n_rows)
        if unjudged:
            yield unjudged

    def judged(flags: list[Flags]) -> tuple[RuleResult, ...]:
        results, batches = evaluate.judge(flags)
        for findings in batches:
            if findings.height:
                found.write(findings)
        return results

    with FileWriter(changes, CHANGES) as log:
        results = list(in_order(judged, written(log), threads=1))  # beside the writing, one after the other
    table = Table(raw.dataset, canonical.folder, columns, canonical.n_rows)
    return Pass(table, persons.glob, merge_results(results), counts)


def visible_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a canonical table that rule SQL sees: everything but where the row came from."""
    return (RECORD_ID, SOURCE_ROW, *(column for column in table.columns if column not in RESERVED))


def query_view(schema: DatasetSchema, table: Table) -> duck.View:
    """Return `table` with all columns of its schema: what a rule needs it says itself, the rest may be missing."""
    absent = {name: kind for name, kind in column_types(schema).items() if name not in table.columns}
    return duck.View(table.glob, visible_columns(table), absent)


def _count(counts: dict[str, ColumnCounts], frame: pl.DataFrame, changes: pl.DataFrame) -> None:
    filled = frame.select(pl.col(*counts).count()).row(0, named=True) if counts else {}
    for name, item in counts.items():
        item.filled += filled[name]
        if name + UNREADABLE in frame.columns:
            item.unreadable += int(frame[name + UNREADABLE].sum())
    if not changes.height:
        return
    numbers = changes.group_by("column", "repair").len().with_columns(pl.col("column", "repair").cast(pl.String))
    for name, repairs, number in numbers.iter_rows():
        counts[name].changed += number
        for repair in repairs.split(","):
            counts[name].repairs[repair] += number
