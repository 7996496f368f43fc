"""population.person: the register itself; its clean rows are the reference that every other export agrees with."""

from datetime import date

import numpy as np
import polars as pl

from dq.sample.counter import Floats
from dq.sample.recipes.recipe import PERSON, Batch, Recipe, by_age, person_cells
from dq.sample.texts import given_where, written_days

_STATUS = ("Sống", "Chết")


def register_rows(batch: Batch) -> pl.DataFrame:
    """Return the rows of the register about the persons of `batch`, in the order of its columns."""
    people, person = batch.population, batch.person
    father, mother = people.parent_names(batch.kin)
    dead = people.is_dead(person)
    died = people.death_days(person)
    updated = np.maximum(
        batch.today - 10 - (people.chance("updated", person) * 700).astype(np.int64), people.birth_days(person)
    )
    cells = person_cells(batch)
    return pl.DataFrame(
        {
            "so_dinh_danh": cells["so_dinh_danh"],
            "ho_ten": cells["ho_ten"],
            "ngay_sinh": cells["ngay_sinh"],
            "gioi_tinh": cells["gioi_tinh"],
            "dan_toc": people.groups(batch.kin),
            "quoc_tich": pl.repeat("Việt Nam", batch.row.size, eager=True),
            "ma_xa_thuong_tru": people.places.frame["code"].gather(people.communes(person)),
            "so_cmnd": people.cards(person).fill_null(""),
            "so_dinh_danh_cu": people.cancelled(person).fill_null(""),
            "ho_ten_cha": father.fill_null(""),
            "ho_ten_me": mother,
            "tinh_trang": pl.Series(_STATUS).gather(dead.astype(np.int64)),
            "ngay_chet": given_where(written_days(died), dead),
            "ngay_cap_nhat": written_days(np.where(dead, np.minimum(died + 20, batch.today - 12), updated)),
            PERSON: person,
        }
    )


def _weight(_as_of: date) -> Floats:
    return by_age((0, 1.0))


RECIPE = Recipe("population.person", _weight, register_rows, {"so_dinh_danh": PERSON}, among="everybody", register=1.0)
