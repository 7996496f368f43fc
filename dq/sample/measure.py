"""How well a run found what was planted: its findings, outcomes and repairs against the labels of the sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dq.model import Rule, Severity
from dq.runs import CHANGES, FINDINGS, RECONCILIATION

CLEAN = ""
"""The name of the rows in which nothing is planted."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one kind of defect, or of all.

    Attributes:
        defect: Its name, `CLEAN` for the rows without one.
        rows: Rows that have it.
        planted: Labels of findings, outcomes and repairs.
        found: Those that the run has.
        critical: Findings of critical rules, register outcomes among them, in the rows.
        expected: Those that a label asks for.
    """

    defect: str
    rows: int
    planted: int
    found: int
    critical: int
    expected: int

    @property
    def recall(self) -> float:
        """The share of the planted that was found; 1 where nothing is planted."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of critical findings that are right; 1 where there is none."""
        return self.expected / self.critical if self.critical else 1.0


def measure(labels: Path, run: Path, rules: Sequence[Rule], *, rows: int) -> list[Measured]:
    """Return the figures of each kind of defect, the rows without one first.

    Args:
        labels: The `labels.csv` of the sample.
        run: The run folder of its export.
        rules: The rules of the dataset.
        rows: Rows of the export.
    """
    told = pl.read_csv(labels, infer_schema=False).with_columns(pl.col("record_id").cast(pl.Int64))
    said = _said(run)
    asked = told.select("record_id", "defect", "column", "role", kind="kind", name=pl.col("expected").fill_null(CLEAN))
    asked = asked.with_columns(
        where=pl.when(pl.col("kind") == "repair").then("column").when(pl.col("kind") == "outcome").then("role")
    ).filter(pl.col("kind") != "nothing")
    key = ["record_id", "kind", "where", "name"]
    found = asked.join(said.unique(), on=key, how="semi", nulls_equal=True)
    critical = _critical(run, rules)
    wanted = _wanted(asked, rules)
    right = critical.join(wanted, on=["record_id", "rule_id"], how="semi")
    kinds = told.select("record_id", "defect").unique()
    counts = [
        kinds.group_by("defect").agg(rows=pl.len()),
        asked.group_by("defect").agg(planted=pl.len()),
        found.group_by("defect").agg(found=pl.len()),
        _by_kind(critical, kinds).agg(critical=pl.len()),
        _by_kind(right, kinds).agg(expected=pl.len()),
    ]
    table = pl.DataFrame({"defect": [CLEAN, *sorted(told["defect"].unique())]}, schema={"defect": pl.String})
    for count in counts:
        table = table.join(count, on="defect", how="left", maintain_order="left")
    planted_rows = kinds["record_id"].n_unique()
    clean_rows = pl.when(pl.col("defect") == CLEAN).then(rows - planted_rows).otherwise("rows").alias("rows")
    figures = table.with_columns(clean_rows).fill_null(0)
    return [Measured(**row) for row in figures.iter_rows(named=True)]


def total(figures: Sequence[Measured]) -> Measured:
    """Return the figures of all kinds together."""
    sums = [
        sum(getattr(item, name) for item in figures) for name in ("rows", "planted", "found", "critical", "expected")
    ]
    return Measured("", *sums)


def _said(run: Path) -> pl.DataFrame:
    """Return what the run says: of findings the rule, of outcomes the role, of repairs the column and each code."""
    nowhere = pl.lit(None, pl.String)
    findings = pl.read_parquet(run / FINDINGS).select(
        "record_id", kind=pl.lit("finding"), where=nowhere, name="rule_id"
    )
    outcomes = pl.read_parquet(run / RECONCILIATION).select(
        "record_id", kind=pl.lit("outcome"), where="role", name="outcome"
    )
    repairs = (
        pl.read_parquet(run / CHANGES)
        .with_columns(pl.col("repair").str.split(","))
        .explode("repair")
        .select("record_id", kind=pl.lit("repair"), where="column", name=pl.col("repair").str.strip_chars())
    )
    return pl.concat([findings, outcomes, repairs])


def _critical(run: Path, rules: Sequence[Rule]) -> pl.DataFrame:
    ids = [rule.id for rule in rules if rule.severity is Severity.CRITICAL]
    findings = pl.read_parquet(run / FINDINGS).filter(pl.col("rule_id").is_in(ids))
    return findings.select("record_id", "rule_id").unique()


def _wanted(asked: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Return the rules that the labels ask for; an outcome is the derived rule of its name."""
    prefix = f"{rules[0].dataset}.register."
    named = pl.when(pl.col("kind") == "outcome").then(prefix + pl.col("name")).otherwise("name").alias("rule_id")
    return asked.filter(pl.col("kind") != "repair").select("record_id", named).unique()


def _by_kind(findings: pl.DataFrame, kinds: pl.DataFrame) -> "pl.dataframe.group_by.GroupBy":
    joined = findings.join(kinds, on="record_id", how="left")
    return joined.with_columns(pl.col("defect").fill_null(CLEAN)).group_by("defect")
