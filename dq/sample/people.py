"""The people: every person of the register is a function of the seed and a place, so that none has to be kept.

Person `j` lies in a cell (province of birth registration, sex, year of birth) with a rank; the rank gives the last
digits of the personal number, so that numbers are unique without a look-up.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl

from dq.sample.cells import AGES, ROOM, SEXES, Cells, allot, census, parts
from dq.sample.counter import Flags, Floats, Ints, shuffled, uniform, whole
from dq.sample.families import NOBODY, Families, families
from dq.sample.names import Bearers, full_names
from dq.sample.places import Places, places
from dq.sample.tables import read

_DEAD_YEARS = 10  # the register keeps those who died since
_DEAD_BY_AGE = (0.005, 0.005, 0.008, 0.012, 0.02, 0.04, 0.09, 0.2, 0.4, 0.6, 0.8)  # a decade of age each
_CANCELLED = 0.02  # of a cell have a number that was cancelled
_CARD_LAST_YEAR = 2000
_FIRST_CARD_SHARE = 0.9
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Kin:
    """Persons with their parents (`NOBODY` where the register has none), and of whom they have surname and group."""

    person: Ints
    mother: Ints
    father: Ints
    eldest: Ints
    group: Ints


@dataclass(frozen=True)
class Population:
    """A register of persons; see `population`."""

    seed: int
    as_of: date
    cells: Cells
    dead: Ints
    families: Families

    @property
    def size(self) -> int:
        """The number of persons."""
        return self.cells.total

    @cached_property
    def places(self) -> Places:
        """The communes in force."""
        return places(self.as_of)

    def at(self, row: Ints) -> Ints:
        """Return the persons at rows of the register: all of them, in a mixed order."""
        return shuffled(self.seed, "register", row, self.size)

    def chance(self, stream: str, person: Ints) -> Floats:
        """Return a number in [0, 1) that is each person's own."""
        return uniform(self.seed, stream, person)

    def numbers(self, person: Ints) -> pl.Series:
        """Return the personal numbers, null for nobody."""
        cell, rank = self.cells.locate(np.maximum(person, 0))
        return self._number(cell, rank, person != NOBODY)

    def cancelled(self, person: Ints) -> pl.Series:
        """Return the number that a person had before the year of birth was corrected; null for most."""
        cell, rank = self.cells.locate(person)
        rank -= self.dead[cell]
        _, _, year = parts(cell)
        neighbor = np.where(year + 1 < AGES, cell + 1, cell)
        slot = self.cells.counts[neighbor] + rank
        had = (rank >= 0) & (rank < self._cancelled(cell)) & (year + 1 < AGES) & (slot < ROOM)
        return self._number(neighbor, np.minimum(slot, ROOM - 1), had)

    def unknown(self, person: Ints) -> pl.Series:
        """Return a well-formed number that nobody has or had, another for each person; null where the cell is full."""
        cell, rank = self.cells.locate(person)
        slot = self.cells.counts[cell] + self._cancelled(np.maximum(cell - 1, 0)) + rank
        return self._number(cell, np.minimum(slot, ROOM - 1), slot < ROOM)

    def kin(self, person: Ints) -> Kin:
        """Return the parents of persons, and what they have from their line: the surname and the ethnic group."""
        mother = self.families.mother(person)
        eldest = self.families.eldest(person)
        province = parts(self.cells.locate(eldest)[0])[0]
        group = (self._group_edges[province] <= self.chance("group", eldest)[:, None]).sum(axis=1)
        group = np.minimum(group, self._group_edges.shape[1] - 1)
        return Kin(person, mother, self.families.father(mother), eldest, group)

    def names(self, kin: Kin) -> pl.Series:
        """Return the full names."""
        return self._names(kin.person, kin.eldest, kin.group)

    def parent_names(self, kin: Kin) -> tuple[pl.Series, pl.Series]:
        """Return the names of father and mother; of an unmarried mother's child the father is null."""
        known, married = kin.mother != NOBODY, kin.father != NOBODY
        years = self.years(kin.person) - 27
        south = self._south[parts(self.cells.locate(kin.person)[0])[0]]
        hers, his = (Bearers(kin.group, south, np.full_like(years, sex), years) for sex in (1, 0))
        mothers = self.kin(np.where(known, kin.mother, 0))
        names = pl.DataFrame(
            {
                "known": known,
                "married": married,
                "mother": self.names(mothers),
                "father": self._names(np.where(married, kin.father, 0), kin.eldest, kin.group),
                "other_mother": full_names(
                    hers, self.chance("mother-family", kin.person), self.chance("mother-given", kin.person)
                ),
                "other_father": full_names(
                    his, self.chance("family", kin.eldest), self.chance("father-given", kin.person)
                ),
            }
        ).select(
            pl.when("married").then("father").when(~pl.col("known")).then("other_father").alias("father"),
            pl.when("known").then("mother").otherwise("other_mother").alias("mother"),
        )
        return names["father"], names["mother"]

    def groups(self, kin: Kin) -> pl.Series:
        """Return the ethnic groups."""
        return pl.Series([row["name"] for row in read("ethnic_groups")]).gather(kin.group)

    def sexes(self, person: Ints) -> Ints:
        """Return the sexes: 0 man, 1 woman."""
        return parts(self.cells.locate(person)[0])[1]

    def years(self, person: Ints) -> Ints:
        """Return the years of birth."""
        return parts(self.cells.locate(person)[0])[2] + self.cells.year0

    def birth_days(self, person: Ints) -> Ints:
        """Return the days of birth, in days since 1970; of a year that is not over those to a month before `as_of`."""
        year = self.years(person)
        first = _year_starts(self.cells.year0, AGES + 1)
        start, after = first[year - self.cells.year0], first[year - self.cells.year0 + 1]
        last = np.minimum(after, _days(self.as_of - timedelta(days=75)))
        return start + (self.chance("birthday", person) * np.maximum(last - start, 1)).astype(np.int64)

    def precision(self, person: Ints) -> Ints:
        """Return what is known of the birth date: 10 characters of it, 7 or 4; of many elderly the year only."""
        age = self.as_of.year - self.years(person)
        year_only = np.select([age >= 80, age >= 70, age >= 60], [0.40, 0.30, 0.20], 0.0)  # noqa: PLR2004 - FACTS §6.1
        chance = self.chance("precision", person)
        return np.select([chance < year_only, chance < year_only * 1.08], [4, 7], 10)

    def births(self, person: Ints) -> pl.Series:
        """Return the birth dates in ISO form at their own precision."""
        days = pl.Series(self.birth_days(person)).cast(pl.Int32).cast(pl.Date).dt.to_string("%Y-%m-%d")
        frame = pl.DataFrame({"day": days, "known": self.precision(person)})
        return frame.select(pl.col("day").str.head(pl.col("known"))).to_series()

    def communes(self, person: Ints) -> Ints:
        """Return the places of the communes where they live: in the area where their birth was registered."""
        cell, rank = self.cells.locate(person)
        province = parts(cell)[0]
        return self.places.starts[province] + rank % self.places.size(province)

    def cards(self, person: Ints) -> pl.Series:
        """Return the old card numbers (9 digits, 99 after the prefix), null for those who never had one."""
        cell, _ = self.cells.locate(person)
        had = (self.years(person) < _CARD_LAST_YEAR) & (self.chance("card", person) < _FIRST_CARD_SHARE)
        prefix = 1 + parts(cell)[0] * 37 // 63
        number = prefix * 10_000_000 + 9_900_000 + whole(self.seed, "card-number", person, 100_000)
        return _text(number, 9, had)

    def is_dead(self, person: Ints) -> Flags:
        """Return who has died."""
        cell, rank = self.cells.locate(person)
        return np.asarray(rank < self.dead[cell])

    def death_days(self, person: Ints) -> Ints:
        """Return the days of death of the dead: within ten years, after birth, a month before `as_of` at the latest."""
        last = _days(self.as_of) - 75
        first = np.maximum(self.birth_days(person) + 1, last - _DEAD_YEARS * 365)
        return np.asarray(first + (self.chance("death", person) * np.maximum(last - first, 1)).astype(np.int64))

    def _names(self, person: Ints, eldest: Ints, group: Ints) -> pl.Series:
        province, sex, year = parts(self.cells.locate(person)[0])
        bearers = Bearers(group, self._south[province], sex, year + self.cells.year0)
        return full_names(bearers, self.chance("family", eldest), self.chance("given", person))

    def _cancelled(self, cell: Ints) -> Ints:
        chance = self.chance("cancelled", cell)  # most cells of a small register are smaller than one in fifty
        return np.asarray(np.floor(self.cells.counts[cell] * _CANCELLED + chance), dtype=np.int64)

    def _number(self, cell: Ints, slot: Ints, given: Flags) -> pl.Series:
        province, sex, year = parts(cell)
        year = year + self.cells.year0
        century = (year - 1900) // 100 * len(SEXES) + sex
        # Mixed within the cell, so that neighbors have no neighboring numbers.
        last = (slot * 6_181 + cell * 7) % ROOM
        codes = np.array([int(row["code"]) for row in read("provinces")])
        number = ((codes[province] * 10 + century) * 100 + year % 100) * 1_000_000 + 990_000 + last
        return _text(number, 12, given)

    @cached_property
    def _south(self) -> Ints:
        return np.array([int(row["region"] == "south") for row in read("provinces")])

    @cached_property
    def _group_edges(self) -> Floats:
        """The cumulative shares of ethnic groups in each province; national shares are those of the census."""
        population = {row["code"]: float(row["population"]) for row in read("provinces")}
        everybody = sum(population.values())
        shares = np.zeros((len(population), len(read("ethnic_groups"))))
        for place, group in enumerate(read("ethnic_groups")):
            home = group["provinces"].split()
            share = float(group["percent"]) / 100 * everybody / max(sum(population[code] for code in home), 1)
            for province, code in enumerate(population):
                shares[province, place] = share if code in home else 0.0
        shares[:, 0] = 1 - shares[:, 1:].sum(axis=1)
        return np.asarray(np.cumsum(shares, axis=1))


def population(rows: int, *, seed: int, as_of: date, dead: int = 0) -> Population:
    """Return a register of `rows` persons as of a day, by the shares of the census.

    Args:
        rows: How many persons.
        seed: Of all that is left to chance.
        as_of: The day of the check; nothing in the register is later.
        dead: How many of them have died at least; else as many as died within ten years.

    Raises:
        ValueError: There are not so many synthetic numbers.
    """
    shares, year0 = census(as_of)
    cells = Cells(allot(shares, rows, ROOM), year0)
    age = AGES - 1 - np.arange(cells.counts.size) % AGES
    share = np.array(_DEAD_BY_AGE)[age // 10]
    usual = int((cells.counts * share).sum())
    gone = allot(cells.counts * share, max(usual, dead), cells.counts)
    return Population(seed, as_of, cells, gone, families(cells, gone))


def _year_starts(first: int, size: int) -> Ints:
    return np.array([_days(date(first + place, 1, 1)) for place in range(size)])


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _text(number: Ints, width: int, given: Flags) -> pl.Series:
    digits = pl.Series(number).cast(pl.String).str.zfill(width)
    return pl.DataFrame({"d": digits, "g": given}).select(pl.when("g").then("d")).to_series()
