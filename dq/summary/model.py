"""What a monthly summary says, in figures."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Totals:
    """Records and persons of one or more runs; `scores` are means by records, None where nothing was scored.

    `critical` and `other` are findings of failed rules without waived ones: the work that is not done.
    """

    runs: int
    passed: int
    records: int
    ready: int
    held: int
    missing_id: int
    critical: int
    other: int
    waived: int
    outcomes: Mapping[str, int]
    scores: Mapping[str, float | None]
    overall: float | None


@dataclass(frozen=True, slots=True)
class DatasetLine:
    """One dataset in the period, and in the period before where it is known."""

    dataset: str
    title: Mapping[str, str]
    sector_title: Mapping[str, str]
    first_day: str
    last_day: str
    now: Totals
    before: Totals | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A commune or a province. Counts are None where they are below five, or would reveal such a count.

    `rank` is by share of records ready, None for a unit of few records: its share says little.
    """

    code: str
    name: str | None
    province: str | None
    records: int | None
    ready: int | None
    held: int | None
    share: float | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """What one owner has still to do, and had to do in the period before."""

    owner: str
    rules: int
    critical: int
    other: int
    critical_before: int | None
    other_before: int | None


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A rule that failed: what is to be done, by whom, how many times."""

    dataset: str
    rule_id: str
    title: Mapping[str, str]
    remedy: Mapping[str, str]
    severity: str
    owner: str
    findings: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """What the folders given do not cover, or cover doubtfully.

    `outside_period`, `superseded` and `overlaps` name inputs; `n_expected` communes are those of the provinces that
    occur, `missing_communes` the first of those without a record.
    """

    missing_datasets: tuple[str, ...]
    n_expected: int
    n_missing: int
    missing_communes: tuple[str, ...]
    outside_period: tuple[str, ...]
    superseded: tuple[str, ...]
    overlaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a month; `before` is the month it is compared with."""

    period: str
    before: str | None
    total: Totals
    total_before: Totals | None
    datasets: tuple[DatasetLine, ...]
    provinces: tuple[UnitLine, ...]
    communes: tuple[UnitLine, ...]
    suppressed: bool
    owners: tuple[OwnerLine, ...]
    work: tuple[WorkLine, ...]
    completeness: Completeness
