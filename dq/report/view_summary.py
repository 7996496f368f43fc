"""The view of a monthly summary: what the annex and the workbook show of `summary.json`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dq.model import Dimension, Outcome, Text
from dq.report.counts import NO_CODE, NOT_A_CODE
from dq.report.format import Delta, Score, Share


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of the document: who reports, under which number, from where. Empty where it is written by hand."""

    agency: str = ""
    number: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a dataset or of all; the deltas are against the month before, in points or in number."""

    runs: int
    passed: int
    records: int
    ready: Share
    ready_delta: Delta
    held: int
    missing_id: int
    missing_delta: int | None
    critical: int
    critical_delta: int | None
    other: int
    waived: int
    scores: tuple[tuple[str, Score, Delta], ...]
    overall: Score
    overall_delta: Delta


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of the month."""

    title: Text
    figures: Figures


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or province; `kind` is `unit`, `no_code`, `not_a_code` or `unknown`."""

    kind: str
    code: str
    name: str | None
    province: str | None
    records: int | None
    ready: int | None
    held: int | None
    share: Share
    rank: int | None


@dataclass(frozen=True, slots=True)
class Owner:
    """What an owner has still to do, with the change since the month before."""

    owner: str
    rules: int
    critical: int
    critical_delta: int | None
    other: int
    other_delta: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """A rule with open findings."""

    dataset: Text
    rule_id: str
    title: Text
    remedy: Text
    severity: str
    owner: str
    findings: int


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A monthly summary. `month`, `year` and those before are numbers as text: they carry no separators."""

    heading: Heading
    month: str
    year: str
    before: str | None
    total: Figures
    datasets: tuple[Dataset, ...]
    outcomes: tuple[tuple[str, tuple[int, ...], int], ...]
    provinces: tuple[Unit, ...]
    communes: tuple[Unit, ...]
    suppressed: bool
    owners: tuple[Owner, ...]
    work: tuple[Work, ...]
    completeness: Mapping[str, Any]


def summary_view(summary: Mapping[str, Any], heading: Heading) -> SummaryView:
    """Return what is shown of a summary (`summary.json`)."""
    year, month = summary["period"].split("-")
    titles = {line["dataset"]: Text(**line["title"]) for line in summary["datasets"]}
    before = summary["before"]
    return SummaryView(
        heading=heading,
        month=month,
        year=year,
        before="/".join(reversed(before.split("-"))) if before else None,
        total=_figures(summary["total"], summary["total_before"]),
        datasets=tuple(
            Dataset(Text(**line["title"]), _figures(line["now"], line["before"])) for line in summary["datasets"]
        ),
        outcomes=_outcomes(summary),
        provinces=tuple(map(_unit, summary["provinces"])),
        communes=tuple(map(_unit, summary["communes"])),
        suppressed=summary["suppressed"],
        owners=tuple(map(_owner, summary["owners"])),
        work=tuple(
            Work(
                dataset=titles[line["dataset"]],
                rule_id=line["rule_id"],
                title=Text(**line["title"]),
                remedy=Text(**line["remedy"]),
                severity=line["severity"],
                owner=line["owner"],
                findings=line["findings"],
            )
            for line in summary["work"]
        ),
        completeness=summary["completeness"],
    )


def _figures(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> Figures:
    earlier = before or {}
    return Figures(
        runs=now["runs"],
        passed=now["passed"],
        records=now["records"],
        ready=Share(now["ready"], now["records"]),
        ready_delta=_difference(_percent(now), _percent(before) if before else None),
        held=now["held"],
        missing_id=now["missing_id"],
        missing_delta=_change(now["missing_id"], earlier.get("missing_id")),
        critical=now["critical"],
        critical_delta=_change(now["critical"], earlier.get("critical")),
        other=now["other"],
        waived=now["waived"],
        scores=tuple(
            (str(word), Score(now["scores"][word]), _difference(now["scores"][word], _score(before, word)))
            for word in Dimension
        ),
        overall=Score(now["overall"]),
        overall_delta=_difference(now["overall"], before["overall"] if before else None),
    )


def _score(before: Mapping[str, Any] | None, word: str) -> float | None:
    return before["scores"].get(word) if before else None


def _percent(totals: Mapping[str, Any]) -> float | None:
    return 100 * totals["ready"] / totals["records"] if totals["records"] else None


def _difference(now: float | None, before: float | None) -> Delta:
    return Delta(None if now is None or before is None else now - before)


def _change(now: int, before: int | None) -> int | None:
    return None if before is None else now - before


def _outcomes(summary: Mapping[str, Any]) -> tuple[tuple[str, tuple[int, ...], int], ...]:
    """Return outcome, persons by dataset and in all; without outcomes that nobody has."""
    lines: Sequence[Mapping[str, Any]] = summary["datasets"]
    rows = [(str(o), tuple(line["now"]["outcomes"].get(o, 0) for line in lines)) for o in Outcome]
    return tuple((outcome, by_dataset, sum(by_dataset)) for outcome, by_dataset in rows if sum(by_dataset))


def _unit(line: Mapping[str, Any]) -> Unit:
    kind = {NO_CODE: "no_code", NOT_A_CODE: "not_a_code"}.get(line["code"], "unit" if line["name"] else "unknown")
    return Unit(
        kind=kind,
        code=line["code"] if kind in {"unit", "unknown"} else "",
        name=line["name"],
        province=line["province"],
        records=line["records"],
        ready=line["ready"],
        held=line["held"],
        share=Share(line["ready"], line["records"] or 0),
        rank=line["rank"],
    )


def _owner(line: Mapping[str, Any]) -> Owner:
    return Owner(
        owner=line["owner"],
        rules=line["rules"],
        critical=line["critical"],
        critical_delta=_change(line["critical"], line["critical_before"]),
        other=line["other"],
        other_delta=_change(line["other"], line["other_before"]),
    )
