"""Who was married twice: the queries compared with what they mean, a statement about pairs of rows."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.catalog import load_catalog

CATALOG = load_catalog()
HUSBANDS = [("001090990123", "tran van nam"), ("001090990123", "le van binh"), ("001088990777", "pham van hai")]
WIVES = [("001192990456", "le thi lan"), ("001191990888", "ngo thi mai"), (None, "le thi lan")]
DAYS = [date(2015, 5, 20), date(2019, 5, 20), date(2024, 5, 20)]
ENDS = [None, date(2016, 1, 1), date(2019, 5, 20), date(2025, 1, 1)]
ROWS = st.lists(
    st.tuples(st.sampled_from(HUSBANDS), st.sampled_from(WIVES), st.sampled_from(DAYS), st.sampled_from(ENDS)),
    min_size=2,
    max_size=6,
)
# In this world a number's persons are told apart by their names: births say nothing.
TABLE = """
    record_id INTEGER, so_dinh_danh_chong VARCHAR, ho_ten_chong VARCHAR, so_dinh_danh_vo VARCHAR, ho_ten_vo VARCHAR,
    ngay_dang_ky DATE, ngay_cham_dut_tu DATE, ngay_sinh_chong_tu DATE, ngay_sinh_chong_den DATE, ngay_sinh_vo_tu DATE,
    ngay_sinh_vo_den DATE, ngay_sinh_chong VARCHAR, ngay_sinh_vo VARCHAR
"""


@pytest.fixture(scope="module")
def database():
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA civil_registry")
        connection.execute(f"CREATE TABLE civil_registry.marriage ({TABLE})")
        yield connection


def found(database, rule_id, rows):
    database.execute("DELETE FROM civil_registry.marriage")
    for number, (husband, wife, day, end) in enumerate(rows):
        values = [number, *husband, *wife, day, end]
        database.execute(
            f"INSERT INTO civil_registry.marriage VALUES ({'?, ' * 7} NULL, NULL, NULL, NULL, NULL, NULL)", values
        )
    body = CATALOG.rule(rule_id).body
    return set(database.execute(body.sql, dict(body.parameters)).fetchall())


def goes_on(earlier, later):
    _, _, first, end = earlier
    return first <= later[2] and (end is None or end > later[2])


@settings(max_examples=80, deadline=None)
@given(rows=ROWS)
def test_a_second_marriage_before_the_end_of_the_first(database, rows):
    expected = set()
    for spouse, other, column in ((0, 1, "so_dinh_danh_chong"), (1, 0, "so_dinh_danh_vo")):
        for i, a in enumerate(rows):
            for j, b in enumerate(rows):
                one_person = a[spouse][0] is not None and a[spouse] == b[spouse] and a[other][1] != b[other][1]
                if i != j and one_person and goes_on(a, b):
                    expected |= {(i, column), (j, column)}
    assert found(database, "CIVIL-MARRIAGE-203", rows) == expected


@settings(max_examples=80, deadline=None)
@given(rows=ROWS)
def test_one_couple_on_one_day(database, rows):
    numbers = [(husband[0], wife[0], day) for husband, wife, day, _ in rows]
    expected = {i for i, key in enumerate(numbers) if None not in key and numbers.count(key) > 1}
    assert {record_id for record_id, _ in found(database, "CIVIL-MARRIAGE-201", rows)} == expected
