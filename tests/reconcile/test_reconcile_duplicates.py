"""One number on persons who are not the same person likely."""

import duckdb
import pytest

from dq.model import Outcome
from dq.reconcile import Verdict
from dq.reconcile.duplicates import MAX_VARIANTS, duplicate_sql, repeated_sql
from dq.reconcile.sql import enum_type_sql

ID, CMND = "001085990001", "012345678"
AN = ("Nguyễn Văn An", "1985-03-02")
COLUMNS = """
    role VARCHAR, applicable BOOLEAN, identifier VARCHAR, id_class VARCHAR, name_key VARCHAR,
    birth_tu DATE, birth_den DATE
"""


@pytest.fixture
def duplicates():
    """The (role, identifier) of persons given as (role, identifier, name key, birth date) that are duplicates."""

    def run(persons, *, id_class="personal_id", applicable=True):
        with duckdb.connect() as connection:
            connection.execute(enum_type_sql(Verdict))
            connection.execute(f"CREATE TABLE person ({COLUMNS})")
            for role, identifier, name, birth in persons:
                connection.execute(
                    "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [role, applicable, identifier, id_class, name, birth, birth],
                )
            connection.execute(f"CREATE TABLE repeated AS {repeated_sql('person')}")
            return sorted(connection.execute(duplicate_sql("person", "repeated")).fetchall())

    return run


TWO_PERSONS = [
    (AN, ("Trần Thị Bích", "1990-07-15"), True),
    (AN, ("Trần Thị Bích", None), True),
    (AN, AN, False),
    (AN, ("Nguyễn Văn An", "1990-07-15"), False),  # the same name
    (AN, ("Nguyen Van An", "1990-07-15"), False),
    (AN, ("Nguyễn Văn Anh", "1990-07-15"), False),
    (AN, ("Trần Thị Bích", "1985-03-02"), False),  # the same date
    (AN, (None, "1985-03-02"), False),
    (AN, (None, "1990-07-15"), True),
    (AN, (None, None), False),  # nothing says that it is somebody else
    ((None, "1985-03-02"), (None, "1990-07-15"), True),
    ((None, None), (None, None), False),
]


@pytest.mark.parametrize(("one", "other", "expected"), TWO_PERSONS)
def test_two_persons(duplicates, one, other, expected):
    keys = [(name and name.lower(), birth) for name, birth in (one, other)]
    found = duplicates([("chu_the", ID, *key) for key in keys])
    assert found == ([("chu_the", ID)] if expected else [])
    assert duplicates([("chu_the", ID, *key) for key in reversed(keys)]) == found


def test_one_pair_of_different_persons_makes_the_whole_group_a_duplicate(judge):
    names = ["Nguyễn Văn An", "Nguyễn Văn An", "Trần Thị Bích"]
    judged = judge([{"so_dinh_danh": ID, "ho_ten": name, "ngay_sinh": None} for name in names])
    assert judged.outcomes == [Outcome.DUPLICATE_ID] * 3
    assert judged.held["record_id"].to_list() == [1, 2, 3]


def test_likeness_need_not_be_transitive(duplicates):
    chain = ["lê an", "lê anh", "lê oanh"]  # each one letter from the next, the ends two
    assert duplicates([("chu_the", ID, name, None) for name in chain]) == [("chu_the", ID)]
    assert duplicates([("chu_the", ID, name, None) for name in chain[:2]]) == []


@pytest.mark.parametrize("options", [{"id_class": "cmnd"}, {"id_class": "invalid"}, {"applicable": False}])
def test_only_personal_numbers_of_persons_count(duplicates, options):
    assert duplicates([("chu_the", ID, "lê an", None), ("chu_the", ID, "trần bích", None)], **options) == []


def test_roles_are_apart(duplicates):
    persons = [("me", ID, "lê an", None), ("cha", ID, "trần bích", None), ("cha", ID, "phạm dũng", None)]
    assert duplicates(persons) == [("cha", ID)]


def test_a_card_number_issued_twice_is_no_duplicate(judge):
    people = [
        {"so_dinh_danh": CMND, "ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985"},
        {"so_dinh_danh": CMND, "ho_ten": "Trần Thị Bích", "ngay_sinh": "1990"},
    ]
    assert judge(people).outcomes == [Outcome.NOT_FOUND] * 2


def test_the_register_says_whose_the_duplicate_is(judge):
    people = [
        {"so_dinh_danh": ID, "ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985"},
        {"so_dinh_danh": ID, "ho_ten": "Trần Thị Bích", "ngay_sinh": "1990"},
    ]
    judged = judge(people, [{"so_dinh_danh": ID, "ho_ten": "Trần Thị Bích", "ngay_sinh": "1990", "tinh_trang": "song"}])
    assert judged.outcomes == [Outcome.DUPLICATE_ID] * 2
    assert judged.frame["name"].to_list() == ["different", "equal"]
    assert judged.frame["same_person_likely"].to_list() == [False, True]
    assert judged.frame["fields_differing"].to_list() == [["ho_ten", "ngay_sinh"], []]


def test_a_number_on_a_hundred_thousand_rows_is_not_compared_pair_by_pair():
    with duckdb.connect() as connection:
        connection.execute(enum_type_sql(Verdict))
        connection.execute(f"CREATE TABLE person ({COLUMNS})")
        connection.execute(
            "INSERT INTO person SELECT 'chu_the', true, $id, 'personal_id', 'lê an', DATE '1950-01-01' + i::INT, NULL "
            "FROM range(100_000) t(i)",
            {"id": ID},
        )
        connection.execute("UPDATE person SET name_key = 'trần bích' WHERE birth_tu = DATE '1950-01-01'")
        connection.execute(f"CREATE TABLE repeated AS {repeated_sql('person')}")
        assert connection.execute(duplicate_sql("person", "repeated")).fetchall() == [("chu_the", ID)]


@pytest.mark.parametrize(("variants", "expected"), [(MAX_VARIANTS, []), (MAX_VARIANTS + 1, [("chu_the", ID)])])
def test_too_many_variants_are_a_duplicate_without_comparison(duplicates, variants, expected):
    births = [f"19{50 + index}-01-01" for index in range(variants)]
    persons = [("chu_the", ID, "lê an", birth) for birth in births[1:]]
    assert duplicates([("chu_the", ID, "le an", births[0]), *persons]) == expected
