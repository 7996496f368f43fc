"""welfare.beneficiary: monthly social assistance by the groups of NĐ 20/2021/NĐ-CP, Đ.5 and their coefficients, Đ.6."""

from datetime import date

import numpy as np
import polars as pl

from dq.sample.counter import Ints
from dq.sample.recipes.recipe import PERSON, Batch, Recipe, by_age, first_of_year, person_cells
from dq.sample.texts import ages_at, at_precision, between, chosen, day_number, given_where, written_days

STANDARD = 500_000  # đồng a month (NĐ 76/2024/NĐ-CP, since 1/7/2024)
_END_OF_5C = date(2025, 7, 1)  # from then on it is the social pension (NĐ 176/2025/NĐ-CP)
_GROUPS = ("1", "2", "3", "4", "5a", "5b", "5c", "5d", "6", "7", "8")
_BANKS = ("Agribank", "Vietcombank", "BIDV", "VietinBank", "LPBank")
_FROM_AGE = np.array([0, 16, 0, 18, 60, 75, 80, 60, 0, 0, 18])
# By age band: groups with the share up to which each reaches.
_BANDS: tuple[tuple[int, tuple[tuple[str, float], ...]], ...] = (
    (0, (("7", 0.5), ("1", 1.0))),
    (3, (("1", 0.6), ("3", 0.7), ("6", 1.0))),
    (16, (("2", 0.4), ("6", 1.0))),
    (23, (("6", 0.75), ("4", 0.9), ("8", 1.0))),
    (60, (("5a", 0.45), ("5d", 0.55), ("6", 1.0))),
    (75, (("5a", 0.3), ("5b", 0.6), ("6", 1.0))),
    (80, (("5a", 0.85), ("6", 1.0))),
)


def _weight(_as_of: date) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return by_age((0, 0.6), (16, 0.4), (23, 0.3), (60, 2.0), (75, 8.0), (80, 60.0))


def _rows(batch: Batch) -> pl.DataFrame:
    people, person = batch.population, batch.person
    birth = people.birth_days(person)
    age = ages_at(birth, batch.as_of)
    group = _group(batch, birth, age)
    coefficient = _coefficient(batch, group, age)
    started = _started(batch, group, birth)
    decided = np.maximum(started - 5 - batch.pick("decided", 20), birth)
    child = age < 16  # noqa: PLR2004 - Luật Trẻ em, Đ.1
    account = batch.chance("account") < 0.75  # noqa: PLR2004
    collector = np.where(child, 1.0, np.where(account, 0.0, 0.3)) > batch.chance("collector")
    place = people.communes(person)
    _, mother = people.parent_names(batch.kin)
    return pl.DataFrame(
        {
            "ma_xa": people.places.frame["code"].gather(place),
            **person_cells(batch),
            "dan_toc": people.groups(batch.kin),
            "nhom_doi_tuong": chosen(_GROUPS, group),
            "he_so": pl.Series(coefficient / 10).cast(pl.String).str.replace(".", ",", literal=True),
            "muc_huong": pl.Series(coefficient * (STANDARD // 10)).cast(pl.String),
            "so_quyet_dinh": pl.Series(1 + batch.pick("decision", 3000)).cast(pl.String) + "/QĐ-UBND",
            "ngay_quyet_dinh": written_days(decided),
            "ngay_huong": at_precision(written_days(started), np.where(batch.chance("month") < 0.3, 7, 10)),  # noqa: PLR2004
            "ngay_thoi_huong": pl.repeat("", batch.row.size, eager=True),
            "nguoi_nhan_thay": given_where(mother, collector),
            "so_tai_khoan": given_where("5299" + pl.Series(batch.row).cast(pl.String).str.zfill(9), account),
            "ngan_hang": given_where(chosen(_BANKS, batch.pick("bank", len(_BANKS))), account),
            "dien_thoai": given_where(
                "0999" + pl.Series(batch.pick("phone", 1_000_000)).cast(pl.String).str.zfill(6),
                batch.chance("has-phone") < 0.5,  # noqa: PLR2004
            ),
            "ngay_cap_nhat": written_days(np.maximum(batch.recent_days(300), decided)),
            PERSON: person,
        }
    )


def _group(batch: Batch, birth: Ints, age: Ints) -> Ints:
    chance = batch.chance("group")
    group = np.zeros(age.shape, np.int64)
    for first, shares in _BANDS:
        for name, share in reversed(shares):
            group = np.where((age >= first) & (chance < share), _GROUPS.index(name), group)
    old_in_time = ages_at(birth, _END_OF_5C) >= 80  # noqa: PLR2004 - khoản 5 điểm c
    return np.where(old_in_time & (chance < 0.7), _GROUPS.index("5c"), group)  # noqa: PLR2004


def _coefficient(batch: Batch, group: Ints, age: Ints) -> Ints:
    """Return tenths of the coefficient."""
    severe = np.where(batch.chance("severe") < 0.5, 0, 5)  # noqa: PLR2004
    adult = (age >= 16) & (age < 60)  # noqa: PLR2004
    by_group = {
        "1": np.where(age < 4, 25, 15),  # noqa: PLR2004
        "2": np.full_like(age, 15),
        "3": np.where(age < 4, 25, 20),  # noqa: PLR2004
        "4": np.where(severe == 0, 10, 20),
        "5a": np.where(age < 80, 15, 20),  # noqa: PLR2004
        "5b": np.full_like(age, 10),
        "5c": np.full_like(age, 10),
        "5d": np.full_like(age, 30),
        "6": np.where(adult, 15, 20) + severe,
        "7": np.full_like(age, 15),
        "8": np.full_like(age, 15),
    }
    return np.choose(group, [by_group[name] for name in _GROUPS])


def _started(batch: Batch, group: Ints, birth: Ints) -> Ints:
    last = np.where(group == _GROUPS.index("5c"), day_number(_END_OF_5C) - 20, batch.today - 45)
    first = birth + np.ceil(_FROM_AGE[group] * 365.25).astype(np.int64) + 25
    return between(np.maximum(first, first_of_year(2014)), last, batch.chance("started"))


RECIPE = Recipe("welfare.beneficiary", _weight, _rows, {"so_dinh_danh": PERSON})
