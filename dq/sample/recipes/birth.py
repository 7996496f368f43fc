"""civil_registry.birth: children of the last 25 years with the parents that the register has."""

from datetime import date

import numpy as np
import polars as pl

from dq.sample.cells import parts
from dq.sample.counter import Floats, Ints
from dq.sample.families import NOBODY
from dq.sample.recipes.recipe import PERSON, Batch, Recipe, by_age, person_cells
from dq.sample.recipes.registry import entry
from dq.sample.texts import given_where, written_days

MOTHER, FATHER = "_mother", "_father"
_OLDER = 27  # years that parents who are not in the register are older
_NUMBERED = 0.85  # the law records no number of a parent, most exports have it


def _rows(batch: Batch) -> pl.DataFrame:
    people, person = batch.population, batch.person
    birth = people.birth_days(person)
    registered = birth + 3 + batch.pick("registered", 45)
    mother, father = batch.kin.mother, batch.kin.father
    father_name, mother_name = people.parent_names(batch.kin)
    known = mother != NOBODY
    numbered = batch.chance("numbered") < _NUMBERED
    place = people.places.frame[people.communes(person)]
    late = (_year(registered) != _year(birth)).astype(np.int64)
    among = parts(people.cells.locate(person)[0])[1] * 2 + late
    return pl.DataFrame(
        {
            **entry(batch, person, registered, among, 4),
            **person_cells(batch),
            "dan_toc": people.groups(batch.kin),
            "quoc_tich": pl.repeat("Việt Nam", batch.row.size, eager=True),
            "noi_sinh": place.select(pl.format("Trung tâm Y tế {}", "lower")).to_series(),
            "que_quan": place.select(pl.format("{}, {}", "name", "province")).to_series(),
            "ho_ten_me": mother_name,
            "nam_sinh_me": _birth_year(batch, mother),
            "so_dinh_danh_me": given_where(people.numbers(mother).fill_null(""), known & numbered),
            "ho_ten_cha": father_name.fill_null(""),
            "nam_sinh_cha": given_where(_birth_year(batch, father), father_name.is_not_null().to_numpy()),
            "so_dinh_danh_cha": given_where(people.numbers(father).fill_null(""), numbered),
            "ngay_cap_nhat": written_days(np.minimum(registered + batch.pick("updated", 15), batch.today - 1)),
            PERSON: person,
            MOTHER: mother,
            FATHER: father,
        }
    )


def _birth_year(batch: Batch, parent: Ints) -> pl.Series:
    known = parent != NOBODY
    years = batch.population.years(np.where(known, parent, 0))
    return pl.Series(np.where(known, years, batch.population.years(batch.person) - _OLDER)).cast(pl.String)


def _year(day: Ints) -> Ints:
    return np.asarray(day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64))


def _weight(_as_of: date) -> Floats:
    return by_age((0, 1.0), (26, 0.0))


RECIPE = Recipe(
    "civil_registry.birth",
    _weight,
    _rows,
    {"so_dinh_danh": PERSON, "so_dinh_danh_me": MOTHER, "so_dinh_danh_cha": FATHER},
    register=3.2,
)
