"""Did a ratio become worse? Two results compared by ratios to the floor of the same run, never by seconds."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.scale.model import Entry, Table
from benchmarks.scale.results import Results

_OURS = ("dq",)


@dataclass(frozen=True, slots=True)
class Change:
    """A ratio of ours to the floor: before and now."""

    table: str
    what: str
    before: float
    now: float

    def is_worse(self, tolerance: float) -> bool:
        """Whether it grew by more than the share `tolerance`."""
        return self.now > self.before * (1 + tolerance)


def compare(before: Results, now: Results) -> list[Change]:
    """Return the ratios that both results have."""
    return [
        change
        for key, table in now.tables.items()
        if key in before.tables
        for change in _changes(before.tables[key], table)
    ]


def _changes(before: Table, now: Table) -> Iterator[Change]:
    for entry in now.entries:
        old = before.entry(entry.name)
        if old is None or entry.floor or not _is_ours(entry, now):
            continue
        for what, ratio in (("time", Table.ratio), ("memory", Table.memory_ratio)):
            was, is_now = ratio(before, old), ratio(now, entry)
            if was is not None and is_now is not None:
                yield Change(now.title, f"{entry.name}: {what}", was, is_now)


def _is_ours(entry: Entry, table: Table) -> bool:
    """Whether what `entry` takes is for us to answer: dq itself, and every size of a growing job."""
    return entry.name.startswith(_OURS) or table.section == "growth"


def describe(changes: list[Change], tolerance: float) -> str:
    """Return a line a ratio, and which became worse."""
    if not changes:
        return "nothing to compare with: these sizes are not among the results"
    lines = [f"{'before':>8}{'now':>8}  ratio to the floor"]
    for change in sorted(changes, key=lambda one: one.now / one.before, reverse=True):
        mark = "  WORSE" if change.is_worse(tolerance) else ""
        lines.append(f"{change.before:>8.2f}{change.now:>8.2f}  {change.table}, {change.what}{mark}")
    return "\n".join(lines)
