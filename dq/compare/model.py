"""What a comparison of two runs says, in figures; no value from the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """Where the findings of two runs went.

    Every finding of the old run is in one of `fixed`, `still_open`, `in_removed`, `old_unmatched`, every one of the new
    run in one of `still_open`, `new`, `in_added`, `new_unmatched`.

    Attributes:
        fixed: Of records that both runs have, in the old run only.
        still_open: Of records that both runs have, in both.
        new: Of records that both runs have, in the new run only.
        in_removed: Of records that the new run does not have any more: gone with them, not fixed.
        in_added: Of records that only the new run has.
        old_unmatched: Of records of the old run that could not be looked for: no key, or one that is not unique.
        new_unmatched: The same of the new run.
        new_waived: Of `new` and `in_added`, those under a waiver in force.
    """

    fixed: int = 0
    still_open: int = 0
    new: int = 0
    in_removed: int = 0
    in_added: int = 0
    old_unmatched: int = 0
    new_unmatched: int = 0
    new_waived: int = 0


@dataclass(frozen=True, slots=True)
class RuleChange:
    """The change of one rule that tests the same in both runs; `whole_table`: it judges the table, not its records."""

    id: str
    severity: str
    dimension: str
    owner: str
    title: Mapping[str, str]
    whole_table: bool
    change: Change


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A rule whose findings cannot be compared.

    `reason` is `added`, `removed`, `changed` (it tests something else now) or `not_evaluated` (in one of the runs).
    """

    id: str
    reason: str
    severity: str
    title: Mapping[str, str]
    n_old: int
    n_new: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """A rule that has another id now."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Records that were known again by the key `columns`."""

    columns: tuple[str, ...]
    records: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Records of one run that could not be looked for in the other, by why not."""

    without_key: int = 0
    ambiguous: int = 0
    malformed: int = 0


@dataclass(frozen=True, slots=True)
class Records:
    """Where the records went.

    `old` = matched + `removed` + old_unmatched, `new` = matched + `added` + new_unmatched. `not_told_apart` are matched
    records that share their key with others: their findings are compared as one group.
    """

    old: int
    new: int
    matched: tuple[Matched, ...]
    not_told_apart: int
    removed: int
    added: int
    old_unmatched: Unmatched
    new_unmatched: Unmatched


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two runs was."""

    folder: str
    input: str
    sha256: str
    rows: Mapping[str, int]
    as_of: str
    started: str
    passed: bool
    overall: float | None
    words: Mapping[str, float | None]
    n_findings: int
    catalog_hash: str
    version: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """The change of one group: a commune code ("" for none, "?" for text that is no code), or an owner."""

    name: str
    change: Change


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between two runs of one dataset."""

    dataset: str
    dataset_title: Mapping[str, str]
    old: Side
    new: Side
    records: Records
    total: Change
    new_critical: int
    rules: tuple[RuleChange, ...]
    not_compared: tuple[NotCompared, ...]
    renamed: tuple[Renamed, ...]
    communes: tuple[UnitChange, ...]
    owners: tuple[UnitChange, ...]

    @property
    def worse(self) -> bool:
        """Whether there are new findings of critical rules that no waiver covers."""
        return self.new_critical > 0


Run = Mapping[str, Any]
"""The content of a run.json."""
