from datetime import date

import polars as pl
import pytest

from dq.gazetteer import (
    commune_map,
    commune_names,
    communes,
    provinces,
    reused_province_codes,
)
from dq.identifiers import personal_id

LAST_OLD_DAY = date(2025, 6, 30)
FIRST_NEW_DAY = date(2025, 7, 1)
LAST_DAY_OF_XA = date(2026, 4, 29)
FIRST_DAY_OF_PHUONG = date(2026, 4, 30)


def at(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    return frame.filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= day),
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
    )


def kinds(frame: pl.DataFrame) -> dict[str, int]:
    listed = frame.filter(pl.col("code").is_not_null(), pl.col("alias_of").is_null())
    kind = pl.col("name").str.extract(r"^(Xã|Phường|Thị trấn|Đặc khu) ")
    return dict(listed.group_by(kind).len().iter_rows())


def test_communes_are_typed():
    text = dict.fromkeys(["code", "name", "province_code", "province_name"], pl.String)
    assert communes().schema == {**text, "valid_from": pl.Date, "valid_to": pl.Date, "alias_of": pl.String}


@pytest.mark.parametrize(
    ("day", "n_units"), [(LAST_OLD_DAY, 10_040), (FIRST_NEW_DAY, 3_321 + 1), (FIRST_DAY_OF_PHUONG, 3_321 + 1)]
)
def test_count_of_units_in_force_with_the_five_island_districts_and_one_alias(day, n_units):
    assert at(communes(), day).height == n_units


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (LAST_OLD_DAY, {"Xã": 7_692, "Phường": 1_726, "Thị trấn": 617}),
        (FIRST_NEW_DAY, {"Xã": 2_621, "Phường": 687, "Đặc khu": 13}),
        (LAST_DAY_OF_XA, {"Xã": 2_621, "Phường": 687, "Đặc khu": 13}),
        (FIRST_DAY_OF_PHUONG, {"Xã": 2_611, "Phường": 697, "Đặc khu": 13}),
    ],
)
def test_count_of_communes_by_kind(day, counts):
    assert kinds(at(communes(), day)) == counts


def test_codes_have_five_digits_and_one_name_a_day():
    coded = communes().filter(pl.col("code").is_not_null())
    assert coded["code"].str.contains(r"^\d{5}$").all()
    for day in (LAST_OLD_DAY, FIRST_NEW_DAY, LAST_DAY_OF_XA, FIRST_DAY_OF_PHUONG):
        assert at(coded, day)["code"].is_unique().all()


def test_island_districts_have_no_code_but_a_name():
    islands = communes().filter(pl.col("code").is_null())
    assert islands["name"].to_list() == [
        "Huyện Bạch Long Vĩ",
        "Huyện Cồn Cỏ",
        "Huyện Hoàng Sa",
        "Huyện Lý Sơn",
        "Huyện Côn Đảo",
    ]


def test_names_are_in_composed_form_without_outer_spaces():
    for name in ("name", "province_name"):
        text = communes()[name]
        assert (text == text.str.normalize("NFC").str.strip_chars()).all()


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("00004", LAST_OLD_DAY, "Phường Trúc Bạch"),
        ("00004", FIRST_NEW_DAY, "Phường Ba Đình"),
        ("00001", FIRST_NEW_DAY, "Phường Phúc Xá"),
        ("25270", FIRST_NEW_DAY, "Xã Lộc Ninh"),
        ("25270", LAST_DAY_OF_XA, "Xã Lộc Ninh"),
        ("25270", FIRST_DAY_OF_PHUONG, "Phường Lộc Ninh"),
        ("06970", LAST_OLD_DAY, "Thị trấn Ba Chẽ"),
        ("06970", FIRST_NEW_DAY, "Xã Ba Chẽ"),
        ("06978", LAST_OLD_DAY, "Xã Ba Chẽ"),
        ("06978", FIRST_NEW_DAY, "Xã Ba Chẽ"),
    ],
)
def test_a_code_is_named_as_of_a_day(code, day, name):
    assert commune_names(day)[code] == name


def test_every_code_can_be_named():
    assert set(commune_names(FIRST_NEW_DAY)) == set(communes()["code"].drop_nulls())
    assert len(commune_names(FIRST_NEW_DAY)) == 10_035 + 6


@pytest.mark.parametrize(("day", "n"), [(LAST_OLD_DAY, 63), (FIRST_NEW_DAY, 34), (FIRST_DAY_OF_PHUONG, 34)])
def test_count_of_provinces(day, n):
    frame = at(provinces(), day)
    assert frame.height == n
    assert frame["code"].is_unique().all()


@pytest.mark.parametrize(("day", "n_cities"), [(FIRST_NEW_DAY, 6), (LAST_DAY_OF_XA, 6), (FIRST_DAY_OF_PHUONG, 7)])
def test_dong_nai_becomes_a_city(day, n_cities):
    assert at(provinces(), day)["name"].str.starts_with("Thành phố").sum() == n_cities
    of_dong_nai = at(communes(), day).filter(pl.col("province_code") == "75")
    assert of_dong_nai.height == 95
    assert of_dong_nai["province_name"].unique().to_list() == [
        "Thành phố Đồng Nai" if n_cities == 7 else "Tỉnh Đồng Nai"
    ]


def test_provinces_of_communes_are_the_provinces_of_that_day():
    for day in (LAST_OLD_DAY, FIRST_NEW_DAY, FIRST_DAY_OF_PHUONG):
        of_communes = at(communes(), day).select("province_code", "province_name").unique().sort("province_code")
        assert of_communes.rows() == at(provinces(), day).select("code", "name").sort("code").rows()


def test_the_seven_reused_codes_are_all_cases_of_one_code_with_two_names():
    old = at(provinces(), LAST_OLD_DAY).select("code", before="short_name")
    new = at(provinces(), FIRST_NEW_DAY).select("code", after="short_name")
    folded = (
        pl.col("before", "after").str.replace("oà", "òa").str.replace("oá", "óa")
    )  # one name in two spellings is no new owner
    both = old.join(new, on="code").with_columns(folded).filter(pl.col("before") != pl.col("after"))
    assert {code: (before, after) for code, before, after in both.iter_rows()} == reused_province_codes()
    assert reused_province_codes() == {
        "15": ("Yên Bái", "Lào Cai"),
        "24": ("Bắc Giang", "Bắc Ninh"),
        "44": ("Quảng Bình", "Quảng Trị"),
        "52": ("Bình Định", "Gia Lai"),
        "80": ("Long An", "Tây Ninh"),
        "82": ("Tiền Giang", "Đồng Tháp"),
        "91": ("Kiên Giang", "An Giang"),
    }


def test_prefixes_of_personal_numbers_are_the_codes_of_the_old_provinces():
    old = at(provinces(), LAST_OLD_DAY)
    assert set("0" + old["code"]) == set(personal_id.provinces())


def test_map_counts():
    frame = commune_map()
    assert frame.height == 10_602
    assert frame.filter(pl.col("kind") == "whole").height == 9_569
    split = frame.filter(pl.col("kind") == "split")
    assert (split.height, split["old_code"].n_unique()) == (1_033, 471)
    assert frame["new_code"].n_unique() == 3_321


def test_map_has_one_default_target_of_each_old_unit():
    unit = pl.coalesce("old_code", "old_name")
    defaults = commune_map().group_by(unit).agg(pl.col("is_default").sum(), pl.len(), pl.col("n_targets").first())
    assert defaults.height == 10_040
    assert (defaults["is_default"] == 1).all()
    assert (defaults["len"] == defaults["n_targets"]).all()


def test_map_leads_from_units_of_the_old_list_to_units_of_the_new_one():
    listed = communes().filter(pl.col("alias_of").is_null())
    assert set(commune_map()["old_code"]) == set(at(listed, LAST_OLD_DAY)["code"])
    assert set(commune_map()["new_code"]) == set(at(listed, FIRST_NEW_DAY)["code"])
