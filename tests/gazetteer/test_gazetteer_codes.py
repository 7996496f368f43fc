from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.gazetteer import communes, in_force, known, present_province, present_unit

OLD_DAY, NEW_DAY = date(2025, 6, 30), date(2025, 7, 1)


def judge(code, at=None):
    frame = pl.DataFrame({"code": [code], "at": [at]}, schema={"code": pl.String, "at": pl.Date})
    return frame.select(known=known(pl.col("code")), in_force=in_force(pl.col("code"), pl.col("at"))).row(0)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [("00001", True), ("00004", True), ("06970", True), ("06978", True), ("99999", False), ("1", False), (None, None)],
)
def test_known(code, verdict):
    assert judge(code)[0] is verdict


@pytest.mark.parametrize(
    ("code", "at", "verdict"),
    [
        ("00001", OLD_DAY, True),  # merged into another
        ("00001", NEW_DAY, False),
        ("00004", OLD_DAY, True),  # stands in both lists
        ("00004", NEW_DAY, True),
        ("06970", OLD_DAY, True),  # Ba Chẽ, by the code of the statistics office
        ("06970", NEW_DAY, True),
        ("06978", OLD_DAY, False),  # Ba Chẽ, by the code of the list
        ("06978", NEW_DAY, True),
        ("25270", date(2026, 4, 29), True),  # renamed on the next day
        ("25270", date(2026, 4, 30), True),
        ("00001", date(1900, 1, 1), True),
        ("00004", date(2999, 1, 1), True),
        ("99999", NEW_DAY, False),
        (None, NEW_DAY, None),
        ("00004", None, None),
        ("99999", None, None),
    ],
)
def test_in_force(code, at, verdict):
    assert judge(code, at)[1] is verdict


def test_in_force_agrees_with_the_list_of_each_day():
    codes = communes().select("code").unique().drop_nulls()
    for day in (OLD_DAY, NEW_DAY, date(2026, 4, 29), date(2026, 4, 30)):
        from_list = communes().filter(
            pl.col("valid_from").is_null() | (pl.col("valid_from") <= day),
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
        )
        found = codes.filter(in_force(pl.col("code"), pl.lit(day)))
        assert set(found["code"]) == set(from_list["code"].drop_nulls())


@settings(deadline=None)  # the first call reads the lists
@given(st.text())
def test_total_on_any_text(text):
    assert judge(text, NEW_DAY) in {(True, True), (True, False), (False, False)}


@pytest.mark.parametrize(
    ("code", "unit", "province"),
    [
        ("00001", "00097", "01"),  # Phúc Xá went into Hồng Hà
        ("00004", "00004", "01"),  # of both lists: the unit in force
        ("99999", None, None),
        (None, None, None),
    ],
)
def test_an_old_commune_is_the_unit_that_it_went_into(code, unit, province):
    codes = pl.DataFrame({"code": [code]}, schema={"code": pl.String})
    made = codes.select(unit=present_unit(pl.col("code")), province=present_province(pl.col("code")))

    assert made.row(0) == (unit, province)


def test_every_code_of_both_lists_has_a_present_unit_that_is_in_force():
    codes = communes().filter(pl.col("code").is_not_null()).select("code").unique()
    made = codes.with_columns(unit=present_unit(pl.col("code")), province=present_province(pl.col("code")))

    assert made["unit"].null_count() == made["province"].null_count() == 0
    assert made.filter(pl.col("code") == pl.col("unit")).height == made["unit"].n_unique()
