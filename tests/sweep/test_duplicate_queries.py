"""The duplicate rules are written as windows or joins of few rows, so that they stay linear.

What they mean is a statement about pairs of rows; here each is compared with that statement, row by row.
"""

import unicodedata
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.catalog import load_catalog

CATALOG = load_catalog()
DATASETS = ("civil_registry.birth", "civil_registry.death", "welfare.beneficiary", "health_insurance.participant")
COLUMNS = {
    "record_id": "INTEGER",
    "so_dinh_danh": "VARCHAR",
    "nhom_doi_tuong": "VARCHAR",
    "ho_ten": "VARCHAR",
    "ngay_sinh": "VARCHAR",
    "ngay_sinh_tu": "DATE",
    "ngay_sinh_den": "DATE",
    "ma_xa": "VARCHAR",
    "ngay_chet": "VARCHAR",
    "so_bhxh": "VARCHAR",
    "so_the": "VARCHAR",
    "tu_ngay": "DATE",
    "den_ngay": "DATE",
}
TERMS = [
    (date(2026, 1, 1), date(2026, 12, 31)),
    (date(2026, 6, 1), date(2027, 5, 31)),
    (date(2027, 1, 1), date(2027, 12, 31)),
    (date(2026, 3, 1), None),
]
BIRTHS = [
    (None, None, None),
    ("1941", date(1941, 1, 1), date(1941, 12, 31)),
    ("1942", date(1942, 1, 1), date(1942, 12, 31)),
    ("1941-08", date(1941, 8, 1), date(1941, 8, 31)),
    ("1941-01-01", date(1941, 1, 1), date(1941, 1, 1)),
    ("1941-08-15", date(1941, 8, 15), date(1941, 8, 15)),
]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "so_dinh_danh": st.sampled_from(["001141990123", "271990123", None]),
            "nhom_doi_tuong": st.sampled_from(["1", "4", "5c", "6"]),
            "ho_ten": st.sampled_from(["Trần Lan", "Trân Lan", "TRẦN LAN", "TRAN LAN", "Đỗ An", "Do An"]),
            "birth": st.sampled_from(BIRTHS),
            "ma_xa": st.sampled_from(["00004", "00008"]),
            "ngay_chet": st.sampled_from(["2024-03-02", "2024-03-03", "2024"]),
            "so_bhxh": st.sampled_from(["0123990123", "0123990456", "001141990123"]),
            "so_the": st.sampled_from(["GD4010123990123", "DN4010123990123", None]),
            "term": st.sampled_from(TERMS),
        }
    ),
    min_size=2,
    max_size=7,
)


def folded(name):
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def same_name(a, b):
    return folded(a["ho_ten"]) == folded(b["ho_ten"])


def same_birth(a, b):
    (_, a_from, a_to), (_, b_from, b_to) = a["birth"], b["birth"]
    return a_from is not None and b_from is not None and b_from <= a_to and a_from <= b_to


def same_number(a, b, digits):
    return a["so_dinh_danh"] == b["so_dinh_danh"] and len(a["so_dinh_danh"] or "") == digits


def two_births(a, b):
    return same_number(a, b, 12) and (same_name(a, b) or same_birth(a, b))


def two_deaths(a, b):
    return same_number(a, b, 12) and (same_name(a, b) or a["ngay_chet"] == b["ngay_chet"])


def one_death_twice(a, b):
    same_day = a["ngay_chet"] == b["ngay_chet"] and len(a["ngay_chet"]) == 10
    return same_day and a["ma_xa"] == b["ma_xa"] and a["ho_ten"].lower() == b["ho_ten"].lower() and same_birth(a, b)


def one_beneficiary(a, b):
    return two_births(a, b) or (same_number(a, b, 9) and same_name(a, b) and same_birth(a, b))


def one_benefit_twice(a, b):
    return one_beneficiary(a, b) and a["nhom_doi_tuong"] == b["nhom_doi_tuong"] != "4"


def two_benefits(a, b):
    groups = {a["nhom_doi_tuong"], b["nhom_doi_tuong"]}
    lawful = "4" in groups and groups & {"5c", "6"}
    return one_beneficiary(a, b) and len(groups) == 2 and not lawful


def same_card_twice(a, b):
    return a["so_the"] is not None and a["so_the"] == b["so_the"] and a["term"] == b["term"] and likely_one(a, b)


def likely_one(a, b):
    return same_name(a, b) or same_birth(a, b)


def two_numbers(a, b):
    both_old = len(a["so_bhxh"]) == len(b["so_bhxh"]) == 10
    return two_births(a, b) and both_old and a["so_bhxh"] != b["so_bhxh"]


def overlapping_terms(a, b):
    if not (same_number(a, b, 12) and same_name(a, b) and a["so_the"] and b["so_the"]):
        return False
    (a_from, a_to), (b_from, b_to) = a["term"], b["term"]
    return a["so_the"] != b["so_the"] and None not in (a_to, b_to) and a_from <= b_to and b_from <= a_to


@pytest.fixture(scope="module")
def database():
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        for dataset in DATASETS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {dataset.split('.')[0]}")
            connection.execute(f"CREATE TABLE {dataset} ({columns})")
        yield connection


@pytest.mark.parametrize(
    ("rule_id", "pair"),
    [
        ("CIVIL-BIRTH-201", two_births),
        ("CIVIL-DEATH-201", two_deaths),
        ("CIVIL-DEATH-202", one_death_twice),
        ("WELFARE-BENEFICIARY-201", one_benefit_twice),
        ("WELFARE-BENEFICIARY-202", two_benefits),
        ("HEALTH-PARTICIPANT-202", two_numbers),
        ("HEALTH-PARTICIPANT-204", same_card_twice),
        ("HEALTH-PARTICIPANT-205", overlapping_terms),
    ],
)
@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_every_member_of_a_pair_is_found_and_nobody_else(database, rule_id, pair, rows):
    rule = CATALOG.rule(rule_id)
    database.execute(f"DELETE FROM {rule.dataset}")
    for number, row in enumerate(rows):
        values = [number, row["so_dinh_danh"], row["nhom_doi_tuong"], row["ho_ten"], *row["birth"]]
        marks = ", ".join("?" * len(COLUMNS))
        values += [row["ma_xa"], row["ngay_chet"], row["so_bhxh"], row["so_the"], *row["term"]]
        database.execute(f"INSERT INTO {rule.dataset} VALUES ({marks})", values)
    found = database.execute(rule.body.sql, dict(rule.body.parameters)).fetchall()
    numbered = list(enumerate(rows))
    expected = {i for i, a in numbered for j, b in numbered if i != j and pair(a, b)}
    assert {record_id for record_id, _ in found} == expected
