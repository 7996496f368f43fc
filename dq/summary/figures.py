"""The figures of a month as one long table, for dashboards such as that of a province's operations center (IOC)."""

from collections import Counter
from collections.abc import Iterator, Mapping

import polars as pl

from dq.model import Severity
from dq.report.format import SMALL
from dq.summary.build import open_findings
from dq.summary.model import Summary
from dq.summary.read import Run, Runs
from dq.summary.units import unit_counts

FIGURES_SCHEMA = pl.Schema(
    {
        "period": pl.String,
        "sector": pl.String,
        "dataset": pl.String,
        "commune": pl.String,
        "measure": pl.String,
        "value": pl.Float64,
    }
)
_Counts = Mapping[tuple[str, str], tuple[int, int]]


def figures(summary: Summary, given: Runs) -> pl.DataFrame:
    """Return the figures of a summary by `FIGURES_SCHEMA`: counts and scores a dataset, counts a commune of it.

    `commune` is null for the whole dataset. `value` is null where nothing was scored, and where a count below five, or
    one that would tell such a count, is not given: the rows and columns of communes by datasets never miss one alone.
    """
    by_dataset: dict[str, list[Run]] = {}
    for run in given.runs:
        by_dataset.setdefault(run.run["dataset"], []).append(run)
    counts = {
        (dataset, commune): parts
        for dataset, runs in by_dataset.items()
        for commune, parts in sorted(unit_counts(runs).items())
    }
    rows: list[tuple[str, str | None, str, float | None]] = []
    for line in summary.datasets:
        found = _findings(by_dataset[line.dataset])
        measures: dict[str, float | None] = {
            "records": line.now.records,
            "ready": line.now.ready,
            "held": line.now.held,
            **{f"outcome.{outcome}": n for outcome, n in line.now.outcomes.items()},
            **{f"findings.{severity}": found[severity] for severity in Severity},
            **{f"score.{word}": value for word, value in line.now.scores.items()},
            "score.overall": line.now.overall,
        }
        rows += [(line.dataset, None, measure, value) for measure, value in measures.items()]
    rows += _commune_rows(counts)
    return pl.DataFrame(
        [(summary.period, dataset.partition(".")[0], dataset, *rest) for dataset, *rest in rows],
        schema=FIGURES_SCHEMA,
        orient="row",
    )


def _findings(runs: list[Run]) -> Counter[str]:
    found: Counter[str] = Counter()
    for run in runs:
        for rule in run.run["rules"]:
            found[rule["severity"]] += open_findings(rule)
    return found


def _commune_rows(counts: _Counts) -> Iterator[tuple[str, str, str, float | None]]:
    hidden = _hidden(counts)
    for cell, (ready, held) in counts.items():
        secret, records = cell in hidden, ready + held
        yield (*cell, "records", None if records < SMALL else records)
        yield (*cell, "ready", None if secret else ready)
        yield (*cell, "held", None if secret else held)


def _hidden(counts: _Counts) -> set[tuple[str, str]]:
    """Return the cells whose parts are not given: small ones, and as many others that no total gives one away."""
    hidden = {cell for cell, parts in counts.items() if any(0 < part < SMALL for part in parts)}
    lines: dict[str, list[tuple[str, str]]] = {}
    for cell in counts:
        for name in cell:
            lines.setdefault(name, []).append(cell)
    while True:
        alone = [cells for cells in lines.values() if len(hidden.intersection(cells)) == 1 < len(cells)]
        if not alone:
            return hidden
        shown = (cell for cell in alone[0] if cell not in hidden)
        hidden.add(min(shown, key=lambda cell: (min(counts[cell]), cell)))
