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

    `drawn` are the counts by cell; `dead` says that they are taken from the dead and not from the living.
    """

    population: Population
    drawn: Cells
    from_dead: bool

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

    def _turn(self, row: Ints) -> tuple[Ints, Ints]:
        return self.drawn.locate(shuffled(self.population.seed, "draw", row, self.drawn.total))

    def _room(self, cell: Ints) -> Ints:
        dead = self.population.dead[cell]
        return dead if self.from_dead else np.asarray(self.population.cells.counts[cell] - dead)

    def _seated(self, cell: Ints, turn: Ints) -> Ints:
        room = np.maximum(self._room(cell), 1)
        seat = (turn * _multipliers()[room] + cell) % room
        first = 0 if self.from_dead else self.population.dead[cell]
        return np.asarray(self.population.cells.starts[cell] + first + seat, dtype=np.int64)


def draw(population: Population, rows: int, weight: Floats, *, dead: bool = False) -> Draw:
    """Return a draw of `rows` persons.

    Args:
        population: Of whom.
        rows: How many.
        weight: How likely a person is drawn, by sex and age (2 by 105); 0 for those who are not.
        dead: Take the dead.

    Raises:
        ValueError: There are not so many.
    """
    counts = population.cells.counts
    room = population.dead if dead else counts - population.dead
    by_year = np.broadcast_to(weight[:, ::-1], (counts.size // (len(SEXES) * AGES), len(SEXES), AGES)).ravel()
    drawn = allot(room * by_year, rows, room)
    return Draw(population, Cells(drawn, population.cells.year0), dead)


@cache
def _multipliers() -> Ints:
    """Return a number coprime with each size up to that of a cell."""
    return np.array([1, *(spread(size) for size in range(1, ROOM + 1))])
