"""Who is married to whom, and who is whose mother: rank by rank between cells, so that nobody has to be looked up.

Women of a year of birth marry men of their province who are up to five years older, block by block: wife number t of
a block has husband number t. Children of a year have mothers who were 23, 26, 29, 32 or 35 years older, each woman at
most once a block, so that siblings are two years apart at least. Only the living are married and are mothers: nobody's
mother died before the birth.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dq.sample.cells import AGES, SEXES, Cells, cell_of, parts
from dq.sample.counter import Flags, Ints

NOBODY = -1
_OLDER = range(6)  # years that a husband may be older
_OLDER_SHARE = (0.10, 0.16, 0.22, 0.22, 0.18, 0.12)
_MARRIED = 0.85
_YOUNGEST_WIFE, _YOUNGEST_HUSBAND = 20, 22
MOTHER_AGES = (23, 26, 29, 32, 35)
_MOTHER_SHARE = (0.28, 0.30, 0.22, 0.13, 0.07)


@dataclass(frozen=True)
class Families:
    """Blocks of couples and of children. Grids are by province, year of birth, and block.

    `dead` persons of each cell have the first ranks; a `seat` is the rank among the living.
    """

    cells: Cells
    dead: Ints
    wives: Ints
    husbands: Ints
    couples: Ints
    children: Ints
    mothers: Ints

    def spouse(self, person: Ints) -> Ints:
        """Return husband or wife of each person, `NOBODY` where there is none."""
        cell, rank = self.cells.locate(person)
        province, sex, year = parts(cell)
        seat = rank - self.dead[cell]
        found = np.full(person.shape, NOBODY, np.int64)
        for block, older in enumerate(_OLDER):
            wife = np.where(sex == 1, year, year + older)
            fits = (seat >= 0) & (wife < AGES) & (wife - older >= 0)
            wife = np.clip(wife, 0, AGES - 1)
            mine = np.where(sex == 1, self.wives[province, wife, block], self.husbands[province, year, block])
            place = seat - mine
            fits &= (place >= 0) & (place < self.couples[province, wife, block])
            husband = np.clip(wife - older, 0, AGES - 1)
            theirs = np.where(sex == 1, self.husbands[province, husband, block], self.wives[province, wife, block])
            other = cell_of(province, 1 - sex, np.where(sex == 1, husband, wife))
            found = np.where(fits, self.cells.starts[other] + self.dead[other] + theirs + place, found)
        return found

    def brides(self) -> Ints:
        """Return the number of married women in each cell; none in the cells of men."""
        married = np.zeros((self.couples.shape[0], len(SEXES), AGES), np.int64)
        married[:, 1, :] = self.couples.sum(axis=2)
        return married.ravel()

    def bride(self, cell: Ints, turn: Ints) -> Ints:
        """Return the married woman number `turn` of each cell."""
        province, _, year = parts(cell)
        person = np.full(cell.shape, NOBODY, np.int64)
        before = np.zeros(cell.shape, np.int64)
        for block in range(len(_OLDER)):
            couples = self.couples[province, year, block]
            here = (turn >= before) & (turn < before + couples)
            seat = self.wives[province, year, block] + turn - before
            person = np.where(here, self.cells.starts[cell] + self.dead[cell] + seat, person)
            before = before + couples
        return person

    def mother(self, person: Ints) -> Ints:
        """Return the mother of each person, `NOBODY` where she is not in the register."""
        cell, rank = self.cells.locate(person)
        province, sex, year = parts(cell)
        boys = self.cells.counts[cell_of(province, 0, year)]
        ordinal = np.where(sex == 0, rank, boys + rank)
        found = np.full(person.shape, NOBODY, np.int64)
        for block, age in enumerate(MOTHER_AGES):
            place = ordinal - self.children[province, year, block]
            fits = (year >= age) & (place >= 0) & (place < self.mothers[province, year, block])
            born = np.clip(year - age, 0, AGES - 1)
            cell_m = cell_of(province, 1, born)
            seats = np.maximum(_with_children(self.cells.counts[cell_m] - self.dead[cell_m]), 1)
            seat = (place + (year * 31 + block * 17) % seats) % seats
            found = np.where(fits, self.cells.starts[cell_m] + self.dead[cell_m] + seat, found)
        return found

    def father(self, mother: Ints) -> Ints:
        """Return the husband of each mother, `NOBODY` where she has none."""
        known = mother != NOBODY
        return np.where(known, self.spouse(np.where(known, mother, 0)), NOBODY)

    def eldest(self, person: Ints) -> Ints:
        """Return the ancestor from whom each person has the surname: father's father …, or the unmarried mother."""
        current, going = person.copy(), np.arange(person.size)
        while going.size:
            mother = self.mother(current[going])
            father = self.father(mother)
            parent = np.where(father != NOBODY, father, mother)
            known: Flags = parent != NOBODY
            going = going[known]
            current[going] = parent[known]
        return current


def families(cells: Cells, dead: Ints) -> Families:
    """Return the families of the persons of `cells`, of whom `dead` in each cell have died."""
    grid = cells.grid()
    living = grid - dead.reshape(grid.shape)
    men, women = living[:, 0, :], living[:, 1, :]
    age = AGES - 1 - np.arange(AGES)
    marrying_women = np.where(age >= _YOUNGEST_WIFE, women * _MARRIED, 0)
    marrying_men = np.where(age >= _YOUNGEST_HUSBAND, men * _MARRIED, 0)
    wife_room, man_room = _divided(marrying_women, _OLDER_SHARE), _divided(marrying_men, _OLDER_SHARE)
    couples = np.zeros_like(wife_room)
    for block, older in enumerate(_OLDER):
        couples[:, older:, block] = np.minimum(wife_room[:, older:, block], man_room[:, : AGES - older, block])
    born = grid.sum(axis=1)
    wanted = _divided(born, _MOTHER_SHARE)
    mothers = np.zeros_like(wanted)
    for block, years in enumerate(MOTHER_AGES):
        mothers[:, years:, block] = np.minimum(wanted[:, years:, block], _with_children(women[:, : AGES - years]))
    return Families(cells, dead, _before(wife_room), _before(man_room), couples, _before(wanted), mothers)


def _with_children(women: Ints) -> Ints:
    """Return how many of the women may be mothers: most of them are those who are married."""
    return np.asarray(np.floor(women * _MARRIED * 1.06), dtype=np.int64)


def _divided(size: npt.NDArray[np.float64] | Ints, shares: Sequence[float]) -> Ints:
    """Return whole blocks of these shares; rounded together, so that small cells have blocks too."""
    edges = np.floor(size[:, :, None] * np.concatenate([[0.0], np.cumsum(shares)]) + 1e-9).astype(np.int64)
    return np.asarray(np.diff(edges, axis=2))


def _before(room: Ints) -> Ints:
    """Return where each block begins: after all blocks before it."""
    return np.asarray(np.cumsum(room, axis=2) - room)
