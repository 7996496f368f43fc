"""civil_registry.marriage: the couples of the register, who married of age."""

from datetime import date

import numpy as np
import polars as pl

from dq.sample.cells import AGES, parts
from dq.sample.counter import Floats, Ints
from dq.sample.recipes.recipe import PERSON, Batch, Recipe, by_age, written_births
from dq.sample.recipes.registry import entry
from dq.sample.texts import between, written_days

HUSBAND, WIFE = "_husband", "_wife"
_OF_AGE_MAN, _OF_AGE_WOMAN = 20, 18  # Luật Hôn nhân và gia đình 52/2014/QH13, Đ.8
_WITHIN = 10  # years


def _rows(batch: Batch) -> pl.DataFrame:
    people, wife = batch.population, batch.person
    husband = people.families.spouse(wife)
    registered = _married(batch, husband, wife)
    year = parts(people.cells.locate(wife)[0])[2]
    return pl.DataFrame(
        {
            **entry(batch, wife, registered, year, AGES),
            **_spouse(batch, husband, "chong"),
            **_spouse(batch, wife, "vo"),
            "ngay_cham_dut": pl.repeat("", batch.row.size, eager=True),
            "ngay_cap_nhat": written_days(np.maximum(batch.recent_days(300), registered)),
            PERSON: wife,
            HUSBAND: husband,
            WIFE: wife,
        }
    )


def _married(batch: Batch, husband: Ints, wife: Ints) -> Ints:
    people = batch.population
    his = people.birth_days(husband) + round((_OF_AGE_MAN + 0.1) * 365.25)
    hers = people.birth_days(wife) + round((_OF_AGE_WOMAN + 0.1) * 365.25)
    first = np.maximum(his, hers)
    return between(first, np.minimum(first + _WITHIN * 365, batch.today - 45), batch.chance("married"))


def _spouse(batch: Batch, person: Ints, role: str) -> dict[str, pl.Series]:
    people = batch.population
    kin = people.kin(person)
    return {
        f"ho_ten_{role}": people.names(kin),
        f"ngay_sinh_{role}": written_births(people, person),
        f"so_dinh_danh_{role}": people.numbers(person),
        f"dan_toc_{role}": people.groups(kin),
        f"quoc_tich_{role}": pl.repeat("Việt Nam", batch.row.size, eager=True),
    }


def _weight(_as_of: date) -> Floats:
    return by_age((0, 1.0))


RECIPE = Recipe(
    "civil_registry.marriage",
    _weight,
    _rows,
    {"so_dinh_danh_chong": HUSBAND, "so_dinh_danh_vo": WIFE},
    among="brides",
    register=5.0,
)
