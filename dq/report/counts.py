"""What a report counts from the Parquet files of a run folder: lazily, so that memory does not grow with the rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dq.model import MALFORMED, SOURCE_ROW, SOURCE_SHEET, Outcome
from dq.runs import CLEAN, QUARANTINE, RECONCILIATION

OTHER_RULES = "other_rules"
NO_CODE, NOT_A_CODE = "", "?"  # groups of rows whose commune is blank, or is text that is no code
_CODE = r"^\d{5}$"


def commune_counts(folder: Path, column: str | None) -> pl.DataFrame:
    """Return `commune, clean, held` counts of records, most held back first.

    Text that is not five digits is counted together as `?`: what stands in the wrong column may be personal.
    """
    parts = {name: _communes(folder / parquet, column) for name, parquet in _PARTS.items()}
    both = pl.concat([frame.with_columns(pl.lit(name).alias("part")) for name, frame in parts.items()])
    counts = both.group_by("commune").agg(
        pl.col("n").filter(pl.col("part") == name).sum().cast(pl.Int64).alias(name) for name in _PARTS
    )
    return counts.sort(["held", "clean", "commune"], descending=[True, True, False])


def held_back(folder: Path, rules: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many records are held back, each counted once by its first reason.

    The reasons in order: a malformed line, the outcomes in the register's order, then any other critical rule. Keys are
    `malformed_row`, an outcome, or `other_rules`; they add up to the rows of quarantine.parquet.
    """
    register = {rule["id"]: rule["id"].rpartition(".")[2] for rule in rules if rule["kind"] == "register"}
    reasons = pl.col("reasons").list
    causes = [(MALFORMED, MALFORMED)]
    causes += [(rule_id, outcome) for outcome in map(str, Outcome) for rule_id, of in register.items() if of == outcome]
    first = pl.coalesce(*(pl.when(reasons.contains(rule_id)).then(pl.lit(name)) for rule_id, name in causes))
    named = pl.scan_parquet(folder / QUARANTINE, glob=False).select(first.fill_null(OTHER_RULES).alias("main"))
    counts = dict(named.group_by("main").agg(pl.len()).collect().iter_rows())
    order = [MALFORMED, *Outcome, OTHER_RULES]
    return {key: counts[key] for key in order if key in counts}


def malformed_rows(folder: Path, *, most: int) -> list[tuple[int, str | None]]:
    """Return row and sheet of the first malformed lines; never their text."""
    scan = pl.scan_parquet(folder / QUARANTINE, glob=False)
    sheet = pl.col(SOURCE_SHEET) if SOURCE_SHEET in scan.collect_schema().names() else pl.lit(None, pl.String)
    rows = scan.filter(pl.col("reasons").list.contains(MALFORMED)).select(pl.col(SOURCE_ROW), sheet.alias("sheet"))
    return list(rows.bottom_k(most, by=SOURCE_ROW).collect().sort("sheet", SOURCE_ROW).iter_rows())


def differing_fields(folder: Path) -> list[tuple[str, int]]:
    """Return how many persons differ from the register in each field, most first; empty without a register."""
    path = folder / RECONCILIATION
    if not path.is_file():
        return []
    mismatched = pl.scan_parquet(path, glob=False).filter(pl.col("outcome") == str(Outcome.MISMATCHED))
    fields = mismatched.select(pl.col("fields_differing").explode().alias("field")).drop_nulls()
    counts = fields.group_by("field").agg(pl.len().alias("n")).collect()
    return list(counts.sort(["n", "field"], descending=[True, False]).iter_rows())


_PARTS = {"clean": CLEAN, "held": QUARANTINE}


def _communes(path: Path, column: str | None) -> pl.DataFrame:
    scan = pl.scan_parquet(path, glob=False)
    names = scan.collect_schema().names()
    if column is None or column not in names:
        return pl.DataFrame(schema={"commune": pl.String, "n": pl.UInt32})
    records = scan.filter(~pl.col("reasons").list.contains(MALFORMED)) if "reasons" in names else scan
    code = pl.col(column).cast(pl.String)
    known = pl.when(code.is_null()).then(pl.lit(NO_CODE)).when(code.str.contains(_CODE)).then(code)
    groups = records.select(known.otherwise(pl.lit(NOT_A_CODE)).alias("commune"))
    return groups.group_by("commune").agg(pl.len().cast(pl.UInt32).alias("n")).collect()
