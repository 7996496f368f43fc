"""land.holder: one row a person on a certificate: couples on one or on two, holders of several parcels."""

from datetime import date

import numpy as np
import polars as pl

from dq.identifiers import parcel_code
from dq.sample.cells import AGES, parts
from dq.sample.counter import Floats, Ints, uniform, whole
from dq.sample.families import NOBODY
from dq.sample.recipes.recipe import PERSON, Batch, Recipe, first_of_year, written_births
from dq.sample.recipes.recipe import SEX as SEXES
from dq.sample.texts import between, chosen, given_where, written_days

_JOINT, _APART = 0.45, 0.80  # of couples: on one certificate, on two; the rest: two parcels of the husband's
_NEW_FORM = 2025  # TT 10/2024/TT-BTNMT, Đ.29
_OF_AGE = 22
_SHEETS = 200
_USES = ("ONT", "ODT", "CLN", "LUC", "BHK", "NTS", "ONT+CLN", "RSX")
_PAIRS = tuple(a + b for a in parcel_code.ALPHABET for b in parcel_code.ALPHABET)


def _rows(batch: Batch) -> pl.DataFrame:
    people, seed = batch.population, batch.population.seed
    woman = batch.draw.people(batch.row // 2)
    holder, certificate = _holders(batch, woman)

    def chance(stream: str) -> Floats:
        return uniform(seed, f"certificate-{stream}", certificate)

    first = np.maximum(people.birth_days(woman) + round(_OF_AGE * 365.25), first_of_year(1994))
    issued = between(first, np.full_like(first, batch.today - 60), chance("issued"))
    new = issued >= first_of_year(_NEW_FORM)
    place = people.communes(woman)
    frame = people.places.frame[place]
    hamlet = pl.Series(1 + whole(seed, "certificate-hamlet", certificate, 12)).cast(pl.String)
    address = "Thôn " + hamlet + ", " + frame["lower"] + ", " + frame["province"]
    area = 40 + 10 ** (1 + 2.6 * chance("area"))
    number = pl.Series(certificate + 1).cast(pl.String)
    return pl.DataFrame(
        {
            "ma_xa": frame["code"],
            "so_to": pl.Series(certificate % _SHEETS + 1).cast(pl.String),
            "so_thua": pl.Series(certificate // _SHEETS + 1).cast(pl.String),
            "ma_thua_dat": _parcel_codes(batch, woman, certificate),
            "dien_tich": pl.Series(np.round(area, 1)).cast(pl.String).str.replace(".", ",", literal=True),
            "loai_dat": chosen(_USES, (chance("use") * len(_USES)).astype(np.int64)),
            "dia_chi_thua": address,
            "so_phat_hanh": _serials(certificate, new),
            "ma_gcn": given_where("DL" + number.str.zfill(10), new),
            "so_vao_so": "CS " + number.str.zfill(5),
            "ngay_cap": written_days(issued),
            "loai_chu": pl.repeat("Cá nhân", batch.row.size, eager=True),
            "ho_ten": people.names(people.kin(holder)),
            "ngay_sinh": written_births(people, holder),
            "gioi_tinh": chosen(SEXES, people.sexes(holder)),
            "so_dinh_danh": people.numbers(holder),
            "dia_chi": address,
            "ngay_cap_nhat": written_days(np.maximum(batch.recent_days(400), issued + 5)),
            PERSON: holder,
        }
    )


def _holders(batch: Batch, woman: Ints) -> tuple[Ints, Ints]:
    """Return the holder of each row, and the row's certificate: two rows are about a woman, her husband or both."""
    husband = batch.population.families.spouse(woman)
    married = husband != NOBODY
    second = batch.row % 2 == 1
    style = uniform(batch.population.seed, "couple", batch.row // 2)
    his = married & (second | (style >= _APART))
    joint = married & second & (style < _JOINT)
    # Someone who has died may stand in the woman's place.
    replaced = batch.person != woman
    holder = np.where(replaced, batch.person, np.where(his, husband, woman))
    return holder, np.where(joint, batch.row - 1, batch.row)


def _parcel_codes(batch: Batch, woman: Ints, certificate: Ints) -> pl.Series:
    cells = batch.population.places.parcel_cells
    code = cells.gather(parts(batch.population.cells.locate(woman)[0])[0])
    for place in range(4):
        code += chosen(_PAIRS, whole(batch.population.seed, f"parcel-{place}", certificate, len(_PAIRS)))
    return code


def _serials(certificate: Ints, new: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pl.Series:
    letters = [first + second for first in "BCD" for second in "ABCDEGHIKLMNOPQRSTUVXY"]
    old = certificate // 1_000_000 % len(letters)
    frame = pl.DataFrame({"n": certificate, "new": new, "letters": pl.Series(letters).gather(old)})
    return frame.select(
        pl.when("new")
        .then("AA " + pl.col("n").cast(pl.String).str.zfill(8))
        .otherwise(pl.col("letters") + " " + (pl.col("n") % 1_000_000).cast(pl.String).str.zfill(6))
    ).to_series()


def _weight(_as_of: date) -> Floats:
    weight = np.zeros((2, AGES))
    weight[1, _OF_AGE:] = 1.0
    return weight


RECIPE = Recipe("land.holder", _weight, _rows, {"so_dinh_danh": PERSON}, rows_a_person=2)
