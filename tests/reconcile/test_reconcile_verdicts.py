"""Two persons compared field by field."""

import duckdb
import pytest
from register_rows import bounds

from dq.reconcile.sql import enum_sql, enum_type_sql
from dq.reconcile.verdicts import (
    Verdict,
    birth_verdict_sql,
    compared_sql,
    differs_sql,
    same_person_sql,
    sex_verdict_sql,
)

NAMES = [
    ("nguyễn văn an", "nguyễn văn an", "equal"),
    ("lê thị mỹ", "lê thị mĩ", "spelling"),
    ("lý mỹ", "lí mĩ", "spelling"),
    ("lê thị thuý", "lê thị thúi", "similar"),
    ("nguyen van an", "nguyễn văn an", "marks_missing"),
    ("lê hùng", "lê hưng", "marks_missing"),
    ("đỗ đức", "do duc", "marks_missing"),
    ("nguyễn văn an", "nguyễn văn anh", "similar"),
    ("nguyễn văn an", "nguyễn văn na", "similar"),
    ("nguyễn văn an", "nguyễn văn ân", "marks_missing"),
    ("nguyễn thị mai lan", "nguyễn thị lan", "similar"),
    ("nguyễn văn an", "trần văn an", "different"),
    ("nguyễn văn an", "nguyễn văn bình", "different"),
    (None, "nguyễn văn an", "absent"),
    ("nguyễn văn an", None, "absent"),
    (None, None, "absent"),
]
BIRTHS = [
    ("1985-03-02", "1985-03-02", "equal"),
    ("1985", "1985", "equal"),
    ("1985-03", "1985-03", "equal"),
    ("1950-01-01", "1950", "compatible"),
    ("1950-07-01", "1950", "compatible"),
    ("1950-03", "1950", "compatible"),
    ("1950-03", "1950-03-31", "compatible"),
    ("1950-01-01", "1950-03", "different"),
    ("1985-03-02", "1985-02-03", "day_month_swapped"),
    ("1985-03-02", "1986-02-03", "different"),
    ("1985-03-02", "1985-03-03", "different"),
    ("1985-03-13", "1985-03-14", "different"),
    ("1985", "1986", "different"),
    (None, "1985", "absent"),
    ("1985-03-02", None, "absent"),
]


def verdicts(left, right):
    """The verdicts of (name, birth date, sex) on both sides."""
    columns = (
        "p_name VARCHAR, p_tu DATE, p_den DATE, p_sex VARCHAR, r_name VARCHAR, r_tu DATE, r_den DATE, r_sex VARCHAR"
    )
    with duckdb.connect() as connection:
        connection.execute(enum_type_sql(Verdict))
        connection.execute(f"CREATE TABLE pair ({columns})")
        values = [part for name, birth, sex in (left, right) for part in (name, *bounds(birth), sex)]
        connection.execute("INSERT INTO pair VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        return connection.execute(
            f"SELECT name, birth_date, sex, same_person_likely FROM ({compared_sql('pair')})"
        ).fetchone()


@pytest.mark.parametrize(("left", "right", "verdict"), NAMES)
def test_names(left, right, verdict):
    assert verdicts((left, None, None), (right, None, None))[0] == verdict
    assert verdicts((right, None, None), (left, None, None))[0] == verdict


@pytest.mark.parametrize(("left", "right", "verdict"), BIRTHS)
def test_birth_dates(left, right, verdict):
    assert verdicts((None, left, None), (None, right, None))[1] == verdict
    assert verdicts((None, right, None), (None, left, None))[1] == verdict


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [("nam", "nam", "equal"), ("nam", "nu", "different"), (None, "nam", "absent"), ("nu", None, "absent")],
)
def test_sexes(left, right, verdict):
    assert verdicts((None, None, left), (None, None, right))[2] == verdict


@pytest.mark.parametrize(
    ("left", "right", "likely"),
    [
        (("nguyen van an", "1950"), ("nguyễn văn an", "1985"), True),
        (("lê mỹ", "1950"), ("lê mĩ", "1985"), True),
        (("nguyễn văn an", "1950"), ("nguyễn văn anh", "1985"), True),
        (("nguyễn văn an", "1985-03-02"), ("trần thị bích", "1985-03-02"), True),
        (("nguyễn văn an", "1985-03-02"), ("trần thị bích", "1985"), True),
        (("nguyễn văn an", "1985-03-02"), ("trần thị bích", "1985-02-03"), False),
        (("nguyễn văn an", None), ("trần thị bích", "1985"), False),  # no date speaks for nobody
        ((None, "1950"), ("nguyễn văn an", "1985"), False),
        ((None, "1950"), (None, "1950"), True),
        ((None, None), ("nguyễn văn an", "1985"), None),  # nothing was compared
        (("nguyễn văn an", None), (None, "1985"), None),
    ],
)
def test_same_person_likely(left, right, likely):
    assert verdicts((*left, "nam"), (*right, "nam"))[3] is likely
    assert verdicts((*right, "nam"), (*left, "nam"))[3] is likely


@pytest.mark.parametrize(
    ("verdict", "differs"),
    [
        ("equal", False),
        ("spelling", False),
        ("compatible", False),
        ("absent", False),
        ("marks_missing", True),
        ("similar", True),
        ("day_month_swapped", True),
        ("different", True),
    ],
)
def test_which_verdicts_agree(verdict, differs):
    with duckdb.connect() as connection:
        connection.execute(enum_type_sql(Verdict))
        assert connection.execute(f"SELECT {differs_sql(enum_sql(Verdict(verdict)))}").fetchone() == (differs,)


def test_builders_return_expressions_of_what_they_are_given():
    select = birth_verdict_sql(("a.first", "a.last"), ("b.first", "b.last"))
    with duckdb.connect() as connection:
        connection.execute(enum_type_sql(Verdict))
        connection.execute("CREATE TABLE a AS SELECT DATE '1950-01-01' AS first, DATE '1950-12-31' AS last")
        connection.execute("CREATE TABLE b AS SELECT DATE '1950-03-01' AS first, DATE '1950-03-31' AS last")
        assert connection.execute(f"SELECT {select} FROM a, b").fetchone() == ("compatible",)
        sexes = sex_verdict_sql("$left", "$right")
        assert connection.execute(f"SELECT {sexes}", {"left": "nu", "right": "nu"}).fetchone() == ("equal",)
        likely = same_person_sql(enum_sql(Verdict.SIMILAR), enum_sql(Verdict.ABSENT))
        assert connection.execute(f"SELECT {likely}").fetchone() == (True,)
