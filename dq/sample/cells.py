"""How many persons of each province, sex and year of birth there are: exact counts, from the shares of the census.

A personal number has room for 9,999 synthetic persons a cell (six last digits 990000 to 999998), so that a count is
capped there. Below about 13 million persons no cell is full and the shares of the census hold exactly; above, what does
not fit goes to the other cells in proportion, and the pyramid flattens.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from dq.sample.counter import Floats, Ints
from dq.sample.tables import read

ROOM = 9_999
"""Numbers that a cell has; 999999 is left out, because it looks like a filler."""
AGES = 105
SEXES = ("nam", "nu")


@dataclass(frozen=True)
class Cells:
    """The cells in the order province, sex, year of birth: `counts` persons each.

    Arrays of cells are flat; `year0` is the first year of birth.
    """

    counts: Ints
    year0: int

    @cached_property
    def starts(self) -> Ints:
        """The number of persons before each cell, and of all."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.counts)])

    @property
    def total(self) -> int:
        """All persons."""
        return int(self.starts[-1])

    def locate(self, person: Ints) -> tuple[Ints, Ints]:
        """Return the cell of each person and the rank within it."""
        cell = np.searchsorted(self.starts, person, side="right") - 1
        return cell, person - self.starts[cell]

    def grid(self) -> Ints:
        """Return the counts by province, sex and year."""
        return self.counts.reshape(-1, len(SEXES), AGES)


def parts(cell: Ints) -> tuple[Ints, Ints, Ints]:
    """Return province, sex and year of cells, each as a place in its table."""
    return cell // (len(SEXES) * AGES), cell // AGES % len(SEXES), cell % AGES


def cell_of(province: Ints, sex: Ints | int, year: Ints) -> Ints:
    """Return the cell of province, sex and year."""
    return (province * len(SEXES) + sex) * AGES + year


def allot(weights: Floats, total: int, room: npt.ArrayLike) -> Ints:
    """Return whole counts in proportion to `weights` that add up to `total`, none above its `room`.

    What does not fit goes to the cells that are not full yet, again in proportion (water filling).

    Raises:
        ValueError: There is not room enough.
    """
    limit = np.broadcast_to(np.asarray(room, dtype=np.int64), weights.shape)
    limit = np.where(weights > 0, limit, 0)
    if total > int(limit.sum()):
        raise ValueError("no room")
    shares = np.zeros(weights.shape)
    open_cells = weights > 0
    left = float(total)
    while left > 0:
        scaled = np.where(open_cells, weights, 0) * (left / weights[open_cells].sum())
        full = open_cells & (scaled >= limit)
        if not full.any():
            shares = np.where(open_cells, scaled, shares)
            break
        shares = np.where(full, limit, shares)
        left -= float(limit[full].sum())
        open_cells &= ~full
    counts = np.minimum(np.floor(shares).astype(np.int64), limit)
    missing = total - int(counts.sum())
    order = np.argsort(-(shares - counts), kind="stable")
    while missing > 0:
        chosen = order[counts[order] < limit[order]][:missing]
        counts[chosen] += 1
        missing -= len(chosen)
    return counts


@lru_cache(maxsize=4)
def census(as_of: date) -> tuple[Floats, int]:
    """Return the share of each cell in a population at `as_of`, and the first year of birth."""
    population = np.array([float(row["population"]) for row in read("provinces")])
    age_share, male = np.zeros(AGES), np.zeros(AGES)
    for row in read("ages"):
        for age in range(int(row["age"]), int(row["age"]) + 5):
            age_share[age], male[age] = float(row["percent"]) / 5, float(row["male"])
    # Of the year that is not over only a part is born.
    age_share[0] *= as_of.timetuple().tm_yday / 365
    by_year = age_share[::-1]
    sexes = np.stack([by_year * male[::-1], by_year * (1 - male[::-1])])
    cells = population[:, None, None] * sexes[None, :, :]
    return (cells / cells.sum()).ravel(), as_of.year - AGES + 1
