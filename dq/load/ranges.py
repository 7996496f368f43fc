"""The rows that were left out, as ranges."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from dq.load.header_row import Row
from dq.load.rows import ROW
from dq.provenance import LeftOut

KIND = "kind"
MAX_RANGES = 10_000  # ranges that are listed; more are only counted


@dataclass(slots=True)
class Ranges:
    """Collects left-out rows of `sheet`, the one that is read; `cut` counts the ranges beyond `MAX_RANGES`."""

    sheet: str | None = None
    listed: list[LeftOut] = field(default_factory=list)
    cut: int = 0

    def add(self, rows: pl.DataFrame) -> None:
        """Add rows in ascending order, from a frame of `row` and `kind`; neighbors of one kind become one range."""
        breaks = (pl.col(ROW).diff() != 1) | (pl.col(KIND) != pl.col(KIND).shift())
        runs = rows.group_by(breaks.fill_null(value=True).cum_sum().alias("run"), maintain_order=True)
        for _, kind, first, last in runs.agg(
            pl.first(KIND), pl.first(ROW).alias("first"), pl.last(ROW).alias("last")
        ).iter_rows():
            self._add(first, last, kind)

    def add_above(self, rows: Iterable[Row]) -> None:
        """Add the rows above the header: titles and blank rows."""
        for row in rows:
            self._add(row.number, row.number + row.lines - 1, "blank" if row.is_blank else "title")

    def _add(self, first: int, last: int, kind: str) -> None:
        before = self.listed[-1] if self.listed else None
        if before and (before.kind, before.sheet, before.last + 1) == (kind, self.sheet, first):
            self.listed[-1] = LeftOut(before.first, last, kind, self.sheet)
        elif len(self.listed) < MAX_RANGES:
            self.listed.append(LeftOut(first, last, kind, self.sheet))
        else:
            self.cut += 1
