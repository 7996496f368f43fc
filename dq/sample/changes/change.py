"""What is done to a clean row to make it wrong, or written badly: one small function a change.

A change says which rows it can be done to (`fits`), and the new cells. It knows no rule: what must be found is said by
`data/defects.csv`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dq.sample.counter import Floats, Ints
from dq.sample.draw import Draw
from dq.sample.people import Population

ALWAYS = pl.lit(value=True)
WHOLE = r"^\d{2}/\d{2}/\d{4}$"


@dataclass(frozen=True, slots=True)
class Planted:
    """The rows of one defect: their cells, their places in the export, and the persons of the changed column.

    `place` is the place of each row in its group: 0, 1 … for a defect that takes several rows, which stand together.
    """

    frame: pl.DataFrame
    row: Ints
    place: Ints
    person: Ints
    draw: Draw
    chance: Floats

    @property
    def people(self) -> Population:
        """The people."""
        return self.draw.population

    def first(self, column: str) -> pl.Series:
        """Return the cells of the first row of each group."""
        index = np.arange(self.row.size) - self.place
        return self.frame[column].gather(index)


@dataclass(frozen=True, slots=True)
class Change:
    """New cells by column, where `fits` holds over the clean cells.

    Of a group the rows from place `first` to `last` are changed, where its first row fits; `every`: where all rows do.
    """

    cells: Mapping[str, pl.Expr | pl.Series] = field(default_factory=dict)
    fits: pl.Expr | pl.Series = field(default_factory=lambda: ALWAYS)
    first: int = 0
    last: int | None = None
    every: bool = False


Maker = Callable[[Planted, str, str], Change]


def filled(column: str) -> pl.Expr:
    """Return whether the cell has text."""
    return pl.col(column) != ""


def day_of(column: str) -> pl.Expr:
    """Return the day that is written as dd/mm/yyyy; null for anything else."""
    return pl.col(column).str.to_date("%d/%m/%Y", strict=False)
