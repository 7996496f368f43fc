"""What a benchmark gives: tables of entries, as plain values that go to JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One contestant of a table.

    Attributes:
        name: Who it is.
        seconds: Of the work alone; None where it did not end.
        peak: Largest resident memory in bytes; None where it is not known.
        rows: The rows by which its speed is told; 0 where it has none.
        note: Why it did not end, or what it cannot say.
        floor: Whether the ratios of its table are to this entry.
    """

    name: str
    seconds: float | None
    peak: int | None = None
    rows: int = 0
    note: str = ""
    floor: bool = False

    @property
    def rows_per_second(self) -> float | None:
        """Rows a second, None where there is nothing to tell."""
        return self.rows / self.seconds if self.rows and self.seconds else None


@dataclass(frozen=True, slots=True)
class Table:
    """The contestants of one question at one size, in the same run.

    Attributes:
        key: Section and size: by it a later run replaces it.
        title: The question, for a reader.
        entries: The contestants, the floor first.
        figures: Further figures, such as sizes of files in bytes.
        about: Lines for a reader: what was compared, what a figure means.
        measured: When, on which machine.
    """

    key: str
    title: str
    entries: tuple[Entry, ...]
    figures: Mapping[str, float] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    measured: Mapping[str, str] = field(default_factory=dict)

    @property
    def section(self) -> str:
        """The section that measured it."""
        return self.key.split("/", maxsplit=1)[0]

    @property
    def floor(self) -> Entry | None:
        """The entry that ratios are to."""
        return next((entry for entry in self.entries if entry.floor), None)

    def entry(self, name: str) -> Entry | None:
        """Return the contestant `name`."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def ratio(self, entry: Entry) -> float | None:
        """Return how many times the floor's seconds `entry` took."""
        floor = self.floor
        return entry.seconds / floor.seconds if floor and floor.seconds and entry.seconds is not None else None

    def memory_ratio(self, entry: Entry) -> float | None:
        """Return how many times the floor's memory `entry` took."""
        floor = self.floor
        return entry.peak / floor.peak if floor and floor.peak and entry.peak else None


def to_json(table: Table) -> dict[str, Any]:
    """Return `table` as JSON holds it."""
    return asdict(table)


def from_json(data: Mapping[str, Any]) -> Table:
    """Return the table that `to_json` gave."""
    entries = tuple(Entry(**entry) for entry in data["entries"])
    return Table(**{**data, "entries": entries, "about": tuple(data["about"])})
