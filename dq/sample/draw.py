"""Which persons an export is about: each row another one, by the ages that the dataset has."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from dq.sample.cells import AGES, ROOM, SEXES, Cells, allot
from dq.sample.counter import Floats, Ints, shuffled, spread
from dq.sample.families import NOBODY
from dq.sample.people import Population


@dataclass(frozen=True)
class Draw:
    """`rows` persons of a population, each once; rows are mixed, and a function of their place alone.

    `drawn` are the counts by cell; `among` says of whom: `everybody`, the `living`, the `dead`, or the `brides`, which
    are women with a husband.
    """

    population: Population
    drawn: Cells
    among: str = "living"

    def people(self, row: Ints) -> Ints:
        """Return the person of each row."""
        cell, turn = self._turn(row)
        return self._seated(cell, turn)

    def others(self, row: Ints) -> Ints:
        """Return persons of the same province, sex and year of birth whom no row has, `NOBODY` where all are taken."""
        cell, turn = self._turn(row)
        turn = turn + self.drawn.counts[cell]
        return np.where(turn < self._room(cell), self._seated(cell, turn), NOBODY)

    def departed(self, turn: Ints) -> Ints:
        """Return dead persons, another one for each `turn` below `gone.total`."""
        cell, rank = self.gone.locate(shuffled(self.population.seed, "departed", turn, self.gone.total))
        return self.population.cells.starts[cell] + rank

    @cached_property
    def gone(self) -> Cells:
        """The dead of the ages that are drawn."""
        return Cells(np.where(self.drawn.counts > 0, self.population.dead, 0), self.population.cells.year0)

    @cached_property
    def _rooms(self) -> Ints:
        return room(self.population, self.among)

    def _turn(self, row: Ints) -> tuple[Ints, Ints]:
        return self.drawn.locate(shuffled(self.population.seed, "draw", row, self.drawn.total))

    def _room(self, cell: Ints) -> Ints:
        return self._rooms[cell]

    def _seated(self, cell: Ints, turn: Ints) -> Ints:
        people = self.population
        size = np.maximum(self._room(cell), 1)
        seat = (turn * _multipliers()[size] + cell) % size
        if self.among == "brides":
            return people.families.bride(cell, seat)
        first = 0 if self.among in {"dead", "everybody"} else people.dead[cell]
        return np.asarray(people.cells.starts[cell] + first + seat, dtype=np.int64)


def draw(population: Population, rows: int, weight: Floats, *, among: str = "living") -> Draw:
    """Return a draw of `rows` persons.

    Args:
        population: Of whom.
        rows: How many.
        weight: How likely a person is drawn, by sex and age (2 by 105); 0 for those who are not.
        among: Of whom: see `Draw`.

    Raises:
        ValueError: There are not so many.
    """
    size = room(population, among)
    by_year = np.broadcast_to(weight[:, ::-1], (size.size // (len(SEXES) * AGES), len(SEXES), AGES)).ravel()
    return Draw(population, Cells(allot(size * by_year, rows, size), population.cells.year0), among)


def room(population: Population, among: str) -> Ints:
    """Return how many persons of each cell may be drawn."""
    match among:
        case "dead":
            return population.dead
        case "brides":
            return population.families.brides()
        case "everybody":
            return population.cells.counts
        case _:
            return np.asarray(population.cells.counts - population.dead)


@cache
def _multipliers() -> Ints:
    """Return a number coprime with each size up to that of a cell."""
    return np.array([1, *(spread(size) for size in range(1, ROOM + 1))])
