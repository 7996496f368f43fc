"""civil_registry.death: those of the register who have died within ten years, registered within fifteen days."""

from datetime import date

import numpy as np
import polars as pl

from dq.sample.cells import AGES, parts
from dq.sample.counter import Floats
from dq.sample.recipes.recipe import PERSON, Batch, Recipe, by_age, person_cells
from dq.sample.recipes.registry import entry
from dq.sample.texts import chosen, written_days

_CAUSES = ("Bệnh tim mạch", "Già yếu", "Ung thư", "Tai nạn giao thông", "Bệnh hô hấp", "Đột quỵ", "Bệnh khác")


def _rows(batch: Batch) -> pl.DataFrame:
    people, person = batch.population, batch.person
    died = people.death_days(person)
    registered = died + 1 + batch.pick("registered", 13)
    place = people.places.frame[people.communes(person)]
    _, sex, year = parts(people.cells.locate(person)[0])
    number = entry(batch, person, registered, sex * AGES + year, 2 * AGES)
    return pl.DataFrame(
        {
            **{name: cells for name, cells in number.items() if name != "noi_dang_ky"},
            **person_cells(batch),
            "ngay_chet": written_days(died),
            "noi_chet": place.select(pl.format("Tại nhà, {}, {}", "lower", "province")).to_series(),
            "nguyen_nhan": chosen(_CAUSES, batch.pick("cause", len(_CAUSES))),
            "ngay_cap_nhat": written_days(np.minimum(registered + batch.pick("updated", 10), batch.today - 1)),
            PERSON: person,
        }
    )


def _weight(_as_of: date) -> Floats:
    return by_age((0, 1.0))


RECIPE = Recipe("civil_registry.death", _weight, _rows, {"so_dinh_danh": PERSON}, among="dead")
