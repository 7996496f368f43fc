"""What a recipe is: who is in an export, and the cells of their rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl

from dq.sample.cells import AGES
from dq.sample.counter import Floats, Ints, uniform
from dq.sample.draw import Draw
from dq.sample.people import Kin, Population
from dq.sample.texts import at_precision, chosen, day_number, written_days

SEX = ("Nam", "Nữ")
PERSON = "_person"


@dataclass(frozen=True)
class Batch:
    """Rows that are being made: their places in the export, and the persons whom they are about."""

    draw: Draw
    row: Ints
    person: Ints

    @property
    def population(self) -> Population:
        """The people."""
        return self.draw.population

    @cached_property
    def kin(self) -> Kin:
        """The persons with their parents."""
        return self.population.kin(self.person)

    @property
    def as_of(self) -> date:
        """The day of the check."""
        return self.population.as_of

    @property
    def today(self) -> int:
        """The day of the check in days since 1970."""
        return day_number(self.as_of)

    def chance(self, stream: str) -> Floats:
        """Return a number in [0, 1) that is each row's own."""
        return uniform(self.population.seed, stream, self.row)

    def pick(self, stream: str, size: int) -> Ints:
        """Return a whole number below `size` that is each row's own."""
        return (self.chance(stream) * size).astype(np.int64)

    def recent_days(self, within: int) -> Ints:
        """Return a day of update, ten days before the check at the latest."""
        return self.today - 10 - self.pick("updated", within)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the clean rows of a dataset are made.

    Attributes:
        dataset: Such as `land.holder`.
        weight: Who is in it, by sex and age (2 by 105), at the day of the check.
        rows: The cells as text by canonical column; columns that begin with `_` are not written: persons by number, of
            `people`.
        people: The identifier of each role, and the hidden column of its person.
        rows_a_person: How many rows in a row are about one person drawn, and the person's family.
        among: Who is drawn: see `draw.Draw`.
        register: Persons of the register that a row of the export needs, at the least.
    """

    dataset: str
    weight: Callable[[date], Floats]
    rows: Callable[[Batch], pl.DataFrame]
    people: Mapping[str, str]
    rows_a_person: int = 1
    among: str = "living"
    register: float = 3.0

    def drawn(self, row: Ints) -> Ints:
        """Return which of the persons drawn each row is about."""
        return row // self.rows_a_person


def by_age(*bands: tuple[int, float]) -> Floats:
    """Return weights of both sexes from bands: first age and weight."""
    weight = np.zeros((2, AGES))
    for first, value in bands:
        weight[:, first:] = value
    return weight


def written_births(people: Population, person: Ints) -> pl.Series:
    """Return the birth dates at their own precision, as people write them."""
    return at_precision(written_days(people.birth_days(person)), people.precision(person))


def person_cells(batch: Batch) -> dict[str, pl.Series]:
    """Return the cells that say who somebody is, as the register has them."""
    people, person = batch.population, batch.person
    return {
        "ho_ten": people.names(batch.kin),
        "ngay_sinh": written_births(people, person),
        "gioi_tinh": chosen(SEX, people.sexes(person)),
        "so_dinh_danh": people.numbers(person),
    }


def first_of_year(year: int) -> int:
    """Return the first day of a year in days since 1970."""
    return day_number(date(year, 1, 1))


def years_before(day: date, years: int) -> int:
    """Return the day about `years` years before, in days since 1970."""
    return day_number(day - timedelta(days=round(years * 365.25)))
