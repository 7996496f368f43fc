"""A few masked rows for each failed rule, from the Parquet files of a run folder.

The findings may have tens of millions of rows, so they are scanned in batches and only the first few of each rule, by
record, are kept: memory does not grow with them, and the same run always shows the same rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import polars as pl

from dq.model import RECORD_ID, SOURCE_KEY, SOURCE_ROW, SOURCE_SHEET, Outcome
from dq.report.mask import EMPTY, UNREADABLE, Cell, mask
from dq.report.shown import clean
from dq.runs import CLEAN, FINDINGS, QUARANTINE, RECONCILIATION

_HEAD = 200_000  # findings
_FINDING = ("rule_id", RECORD_ID, SOURCE_ROW, "column")
_PERSON = ("person_name", "personal_id", "birth_date")  # value types that tell a reader which person a row is about


@dataclass(frozen=True, slots=True)
class Sample:
    """A row of the input that breaks a rule: where it stands, the columns at fault, and a masked cell a column.

    `key` is the masked key of a row that came from a table of a database, never in a report that is published.
    """

    source_row: int
    sheet: str | None
    at_fault: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SampleTable:
    """Samples of one rule; no columns in a report that is published."""

    columns: tuple[str, ...]
    rows: tuple[Sample, ...]


_MISMATCHED = f".register.{Outcome.MISMATCHED}"


def first_findings(path: Path, rule_ids: Sequence[str], *, per_rule: int) -> pl.DataFrame:
    """Return up to `per_rule` findings of each rule, those of the lowest record ids, sorted by rule and record."""
    kept = pl.DataFrame(schema={"rule_id": pl.String, RECORD_ID: pl.Int64, SOURCE_ROW: pl.Int64, "column": pl.String})
    if per_rule <= 0 or not rule_ids:
        return kept
    found = pl.scan_parquet(path, glob=False).select(_FINDING)
    # By record, as the file is: what most rules need stands at its head, and to look for few rules in the rest is fast.
    kept = _first(found.head(_HEAD).filter(pl.col("rule_id").is_in(list(rule_ids))).collect(), kept, per_rule)
    n_kept = dict(kept.group_by("rule_id").len().iter_rows())
    rare = [rule_id for rule_id in rule_ids if n_kept.get(rule_id, 0) < per_rule]
    rest = found.slice(_HEAD).filter(pl.col("rule_id").is_in(rare))
    for batch in rest.collect_batches(maintain_order=False) if rare else ():
        kept = _first(batch, kept, per_rule)
    return kept.select(_FINDING)


def _first(batch: pl.DataFrame, kept: pl.DataFrame, per_rule: int) -> pl.DataFrame:
    several = pl.concat([kept, batch.cast(kept.schema)])
    return several.sort("rule_id", RECORD_ID, "column").group_by("rule_id", maintain_order=True).head(per_rule)


def sample_tables(
    folder: Path,
    run: Mapping[str, Any],
    *,
    per_rule: int,
    public: bool,
) -> dict[str, SampleTable]:
    """Return the masked samples of each failed rule that points at records, by rule id.

    Args:
        folder: The run folder: findings, clean, quarantine and, where a register was asked, reconciliation.parquet.
        run: The parsed run.json.
        per_rule: How many rows of a rule at most.
        public: The report leaves the agency: rows and columns are named, no value is shown.
    """
    failed = {rule["id"]: rule for rule in run["rules"] if rule["status"] == "failed"}
    findings = first_findings(folder / FINDINGS, list(failed), per_rule=per_rule)
    if findings.is_empty():
        return {}
    fields = {column["name"]: column for column in run["columns"] if column["present"]}
    differing = {} if public else _differing(folder, findings, failed)
    plans = {
        rule_id: _plan(failed[rule_id], rows, differing, fields)
        for (rule_id,), rows in findings.group_by("rule_id", maintain_order=True)
        if isinstance(rule_id, str)
    }
    columns = () if public else tuple(dict.fromkeys(name for plan in plans.values() for name in plan.columns))
    records = _records(folder, findings[RECORD_ID].unique().to_list(), columns)
    return {
        rule_id: SampleTable(
            () if public else plan.columns, tuple(_samples(plan, records, fields, failed[rule_id], public=public))
        )
        for rule_id, plan in plans.items()
    }


def person_columns(at_fault: Sequence[str], fields: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the columns that name the person whose columns are `at_fault`: name, identifier, birth date.

    A record may hold several persons, told apart by the end of their columns' names: `ho_ten_vo`, `so_dinh_danh_vo`.
    """
    chosen: list[str] = []
    for kind in _PERSON:
        known = [name for name, field in fields.items() if field["type"] == kind]
        best = [_closest(column, known) for column in at_fault]
        chosen += [name for name in dict.fromkeys(best) if name] or known[:1]
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to show of one rule: its rows with the columns at fault in each, and the columns of its table."""

    rows: Mapping[int, tuple[int, tuple[str, ...]]]  # record id → source row, columns at fault
    columns: tuple[str, ...]


def _closest(column: str, known: Sequence[str]) -> str | None:
    """Return the one of `known` that is `column`, or else whose last words, those not shared by all, it ends with."""
    if column in known:
        return column
    words = [name.split("_") for name in known]
    shared = sum(1 for _ in takewhile(lambda same: len(set(same)) == 1, zip(*words, strict=False)))
    ends = {name: parts[shared:] for name, parts in zip(known, words, strict=True) if parts[shared:]}
    return next((name for name, end in ends.items() if len(known) > 1 and column.split("_")[-len(end) :] == end), None)


def _plan(
    rule: Mapping[str, Any],
    findings: pl.DataFrame,
    differing: Mapping[int, tuple[str, ...]],
    fields: Mapping[str, Mapping[str, Any]],
) -> _Plan:
    rows: dict[int, tuple[int, tuple[str, ...]]] = {}
    for _, record, source_row, column in findings.iter_rows():
        before = rows.get(record, (source_row, ()))[1]
        # Of a person who differs from the register, not the identifier is at fault but the fields that differ.
        fields_at_fault = differing.get(record) if rule["id"].endswith(_MISMATCHED) else None
        at_fault_here = fields_at_fault or ([column] if column else [])
        rows[record] = (source_row, tuple(dict.fromkeys([*before, *at_fault_here])))
    at_fault = tuple(dict.fromkeys(name for _, names in rows.values() for name in names))
    # The columns of a register rule are the identifiers of all persons of a record; only those at fault matter here.
    reads = at_fault if rule["kind"] == "register" else (*rule["columns"], *at_fault)
    shown = dict.fromkeys([*person_columns(at_fault or rule["columns"], fields), *reads])
    return _Plan(rows, tuple(name for name in shown if name in fields))


def _differing(
    folder: Path, findings: pl.DataFrame, failed: Mapping[str, Mapping[str, Any]]
) -> dict[int, tuple[str, ...]]:
    path = folder / RECONCILIATION
    mismatched = [rule_id for rule_id in failed if rule_id.endswith(_MISMATCHED)]
    records = findings.filter(pl.col("rule_id").is_in(mismatched))[RECORD_ID].unique().to_list()
    if not records or not path.is_file():
        return {}
    scan = pl.scan_parquet(path, glob=False).filter(
        pl.col(RECORD_ID).is_in(records), pl.col("outcome") == str(Outcome.MISMATCHED)
    )
    found = scan.select(RECORD_ID, "fields_differing").collect().sort(RECORD_ID)
    result: dict[int, tuple[str, ...]] = {}
    for record, names in found.iter_rows():
        result[record] = tuple(dict.fromkeys([*result.get(record, ()), *(names or ())]))
    return result


def _records(folder: Path, records: Sequence[int], columns: Sequence[str]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for name in (CLEAN, QUARANTINE):
        scan = pl.scan_parquet(folder / name, glob=False)
        there = scan.collect_schema().names()
        wanted = [column for column in (SOURCE_SHEET, SOURCE_KEY, *columns) if column in there]
        rows = scan.filter(pl.col(RECORD_ID).is_in(list(records))).select(RECORD_ID, *wanted).collect()
        found |= {row[RECORD_ID]: row for row in rows.iter_rows(named=True)}
    return found


def _samples(
    plan: _Plan,
    records: Mapping[int, Mapping[str, Any]],
    fields: Mapping[str, Mapping[str, Any]],
    rule: Mapping[str, Any],
    *,
    public: bool,
) -> Iterator[Sample]:
    # The cell of a rule `<dataset>.<column>.type` has text that could not be read: null, but not empty.
    unreadable = rule["columns"] if rule["derived"] and rule["id"].endswith(".type") else ()
    for record, (source_row, at_fault) in plan.rows.items():
        values = records.get(record, {})
        cells = () if public else tuple(_cell(values.get(name), fields[name], unreadable) for name in plan.columns)
        key = None if public else values.get(SOURCE_KEY)
        yield Sample(source_row, values.get(SOURCE_SHEET), at_fault, cells, None if key is None else clean(str(key)))


def _cell(value: object, field: Mapping[str, Any], unreadable: Sequence[str]) -> Cell:
    cell = mask(value, field)
    return UNREADABLE if cell == EMPTY and field["name"] in unreadable else cell
