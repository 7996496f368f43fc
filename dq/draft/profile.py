"""What an export looks like, column by column: what stands in it, and how full it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dq.model import Loaded
from dq.provenance import Header


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the export.

    Attributes:
        header: As it is written in the file.
        key: The writing of the vocabulary that it was matched to.
        values: The texts of the rows that were looked at, without the empty ones.
        looked_at: How many rows these are.
        always_filled: Whether no row of the whole file leaves it empty.
    """

    header: str
    key: str | None
    values: pl.Series
    looked_at: int
    always_filled: bool

    @property
    def distinct(self) -> bool:
        """Whether no value of the rows looked at stands twice."""
        return self.values.len() == self.looked_at and self.values.n_unique() == self.looked_at

    def share(self, matches: pl.Expr) -> float:
        """Return the share of the values that the expression over column `value` is true of; 0 where there are none."""
        if self.values.is_empty():
            return 0.0
        frame = self.values.to_frame("value").select(matches.fill_null(value=False).mean())
        return float(frame.item())


def columns(loaded: Loaded) -> list[Column]:
    """Return the columns in the file's order. Values are those of the first part, filled cells are counted in all."""
    parts = loaded.raw.parts()
    first = pl.read_parquet(parts[0], glob=False)
    filled = _filled(parts, loaded.info.headers)
    return [
        Column(
            header.header,
            header.column,
            first[header.name].cast(pl.String).drop_nulls().rename("value"),
            first.height,
            filled[header.name] == loaded.raw.n_rows,
        )
        for header in loaded.info.headers
    ]


def _filled(parts: Sequence[Path], headers: Sequence[Header]) -> dict[str, int]:
    names = [header.name for header in headers]
    counts: Iterator[dict[str, int]] = (
        pl.read_parquet(part, glob=False, columns=names).select(pl.all().count()).row(0, named=True) for part in parts
    )
    total = dict.fromkeys(names, 0)
    for found in counts:
        total = {name: total[name] + found[name] for name in names}
    return total
