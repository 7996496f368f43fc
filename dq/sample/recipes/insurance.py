"""health_insurance.participant: cards of everybody alive, by the groups that fit the age."""

from datetime import date

import numpy as np
import polars as pl

from dq.sample.cells import parts
from dq.sample.counter import Floats
from dq.sample.recipes.recipe import PERSON, Batch, Recipe, by_age, first_of_year, person_cells
from dq.sample.tables import read
from dq.sample.texts import ages_at, chosen, written_days

_GROUPS = ("TE1", "HS4", "DN4", "GD4", "HT3", "CT2")
_SCHOOL, _WORK, _PENSION, _OLDEST = 6, 18, 60, 80


def _rows(batch: Batch) -> pl.DataFrame:
    people, person = batch.population, batch.person
    birth = people.birth_days(person)
    age = ages_at(birth, batch.as_of)
    worker = np.where(batch.chance("worker") < 0.6, 2, 3)  # noqa: PLR2004
    group = np.select([age < _SCHOOL, age < _WORK, age < _PENSION, age < _OLDEST], [0, 1, worker, 4], 5)
    codes = pl.Series([row["code"] for row in read("provinces")])
    province = codes.gather(parts(people.cells.locate(person)[0])[0])
    serial = pl.Series(batch.row).cast(pl.String).str.zfill(8)
    child = age < _SCHOOL
    started = np.where(child, birth + 10, np.maximum(first_of_year(batch.as_of.year), birth + 10))
    ends = np.where(child, birth + 72 * 31, first_of_year(batch.as_of.year + 1) - 1)
    return pl.DataFrame(
        {
            "so_the": chosen(_GROUPS, group) + province + province + serial,
            "so_bhxh": province + serial,
            **person_cells(batch),
            "ma_xa": people.places.frame["code"].gather(people.communes(person)),
            "ma_ho_gia_dinh": province + pl.Series(99_999_999 - batch.row).cast(pl.String).str.zfill(8),
            "noi_kcb": province + pl.Series(1 + batch.pick("clinic", 400)).cast(pl.String).str.zfill(3),
            "tu_ngay": written_days(started),
            "den_ngay": written_days(ends),
            "ngay_cap_nhat": written_days(np.maximum(batch.recent_days(300), birth + 12)),
            PERSON: person,
        }
    )


def _weight(_as_of: date) -> Floats:
    return by_age((0, 1.0))


RECIPE = Recipe("health_insurance.participant", _weight, _rows, {"so_dinh_danh": PERSON})
