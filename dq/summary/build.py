"""Runs of a month in, a summary out."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dq.errors import UsageError
from dq.model import Dimension, Outcome, Owner, Severity, Status
from dq.summary.model import Completeness, DatasetLine, OwnerLine, Summary, Totals, WorkLine
from dq.summary.read import Run, Runs
from dq.summary.units import commune_lines, expected_communes, province_lines, unit_counts

_NAMED = 200  # communes without a record that are named
_ORDER = {severity: place for place, severity in enumerate(Severity)}


def summarize_period(
    given: Runs, *, period: str, expected: Sequence[str], previous: Mapping[str, Any] | None = None
) -> Summary:
    """Return the summary of the month `period` (`YYYY-MM`).

    Args:
        given: The runs that count.
        period: The month; runs whose day lies outside it count, and are named.
        expected: The datasets that should be there.
        previous: The `summary.json` of an earlier month.

    Raises:
        UsageError: The previous summary is not of an earlier month.
    """
    if previous is not None and previous["period"] >= period:
        raise UsageError("summary.not_earlier", period=period, previous=previous["period"])
    runs, last_day = given.runs, _last_day(period)
    by_dataset: dict[str, list[Run]] = {}
    for run in runs:
        by_dataset.setdefault(run.run["dataset"], []).append(run)
    before = {line["dataset"]: line for line in previous["datasets"]} if previous else {}
    counts = unit_counts(runs)
    communes = commune_lines(counts, last_day)
    return Summary(
        period=period,
        before=previous["period"] if previous else None,
        total=_totals(runs),
        total_before=Totals(**previous["total"]) if previous else None,
        datasets=tuple(_dataset(name, by_dataset[name], before.get(name)) for name in sorted(by_dataset)),
        provinces=province_lines(counts, last_day),
        communes=communes,
        suppressed=any(line.held is None for line in communes),
        owners=_owners(runs, previous),
        work=_work(runs),
        completeness=_completeness(given, period, expected, counts, last_day),
    )


def _last_day(period: str) -> date:
    year, month = map(int, period.split("-"))
    return date(year, month, monthrange(year, month)[1])


def open_findings(rule: Mapping[str, Any]) -> int:
    """Return the findings of a rule that are still to be put right: without those that are waived."""
    return int(rule["n_failed"]) - int(rule.get("n_waived", 0)) if rule["status"] == Status.FAILED else 0


def _totals(runs: Sequence[Run]) -> Totals:
    rows = [run.run["rows"] for run in runs]
    rules = [rule for run in runs for rule in run.run["rules"]]
    outcomes: Counter[str] = Counter()
    for run in runs:
        outcomes.update(run.run["reconciliation"])
    cards = [(run.run["rows"]["total"], run.run["scorecard"]) for run in runs]
    critical = sum(open_findings(rule) for rule in rules if rule["severity"] == Severity.CRITICAL)
    return Totals(
        runs=len(runs),
        passed=sum(run.run["decision"]["passed"] for run in runs),
        records=sum(item["total"] for item in rows),
        ready=sum(item["clean"] for item in rows),
        held=sum(item["quarantine"] for item in rows),
        missing_id=outcomes[Outcome.MISSING_ID],
        critical=critical,
        other=sum(map(open_findings, rules)) - critical,
        waived=sum(rule.get("n_waived", 0) for rule in rules),
        outcomes={str(outcome): outcomes[outcome] for outcome in Outcome},
        scores={str(word): _mean((n, card["words"][word]["score"]) for n, card in cards) for word in Dimension},
        overall=_mean((n, card["overall"]) for n, card in cards),
    )


def _mean(scores: Iterable[tuple[int, float | None]]) -> float | None:
    """Return the mean by records of the scores that there are."""
    known = [(n, score) for n, score in scores if score is not None]
    total = sum(n for n, _ in known)
    return sum(n * score for n, score in known) / total if total else None


def _dataset(dataset: str, runs: Sequence[Run], before: Mapping[str, Any] | None) -> DatasetLine:
    days = sorted(run.run["as_of"] for run in runs)
    return DatasetLine(
        dataset=dataset,
        title=runs[0].run["dataset_title"],
        sector_title=runs[0].run["sector_title"],
        first_day=days[0],
        last_day=days[-1],
        now=_totals(runs),
        before=Totals(**before["now"]) if before else None,
    )


def _owners(runs: Sequence[Run], previous: Mapping[str, Any] | None) -> tuple[OwnerLine, ...]:
    before = {line["owner"]: line for line in previous["owners"]} if previous else {}
    lines = []
    for owner in Owner:
        rules = [rule for run in runs for rule in run.run["rules"] if rule["owner"] == owner and open_findings(rule)]
        critical = sum(open_findings(rule) for rule in rules if rule["severity"] == Severity.CRITICAL)
        earlier = before.get(owner, {})
        lines.append(
            OwnerLine(
                owner=owner,
                rules=len({rule["id"] for rule in rules}),
                critical=critical,
                other=sum(map(open_findings, rules)) - critical,
                critical_before=earlier.get("critical"),
                other_before=earlier.get("other"),
            )
        )
    return tuple(lines)


def _work(runs: Sequence[Run]) -> tuple[WorkLine, ...]:
    """Return the rules with open findings, summed over the runs of a dataset, the most severe and frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    rules: dict[tuple[str, str], Mapping[str, Any]] = {}
    for run in runs:
        for rule in run.run["rules"]:
            key = (run.run["dataset"], rule["id"])
            found[key] += open_findings(rule)
            rules[key] = rule
    lines = [
        WorkLine(
            dataset=dataset,
            rule_id=rule_id,
            title=rules[dataset, rule_id]["title"],
            remedy=rules[dataset, rule_id]["remedy"],
            severity=rules[dataset, rule_id]["severity"],
            owner=rules[dataset, rule_id]["owner"],
            findings=n,
        )
        for (dataset, rule_id), n in found.items()
        if n
    ]
    return tuple(sorted(lines, key=lambda line: (_ORDER[Severity(line.severity)], -line.findings, line.rule_id)))


def _completeness(
    given: Runs, period: str, expected: Sequence[str], counts: Mapping[str, tuple[int, int]], day: date
) -> Completeness:
    there = {run.run["dataset"] for run in given.runs}
    communes = expected_communes(counts, day)
    missing = sorted(name for code, name in communes.items() if code not in counts)
    return Completeness(
        missing_datasets=tuple(name for name in expected if name not in there),
        n_expected=len(communes),
        n_missing=len(missing),
        missing_communes=tuple(missing[:_NAMED]),
        outside_period=tuple(
            f"{run.input} ({run.run['as_of']})" for run in given.runs if not run.run["as_of"].startswith(period)
        ),
        superseded=given.superseded,
        overlaps=tuple(_overlaps(given.runs)),
    )


def _overlaps(runs: Sequence[Run]) -> list[str]:
    """Return pairs of inputs of one dataset that share communes: their records may be counted twice."""
    found = []
    for place, one in enumerate(runs):
        mine = {code for code, _, _ in one.communes if code.isdigit()}
        found += [
            f"{one.input} / {other.run['input']['name']}"
            for other in runs[place + 1 :]
            if other.run["dataset"] == one.run["dataset"] and mine & {code for code, _, _ in other.communes}
        ]
    return found
