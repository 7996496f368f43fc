from datetime import date

import pytest
from predicate_rows import judge

from dq.predicates.welfare import AGES, COEFFICIENTS

AT = date(2026, 11, 1)


def born(age):
    """Return the birthday of somebody who is `age` years and some months old at `AT`."""
    return date(AT.year - age, 3, 15)


@pytest.mark.parametrize(
    ("group", "allowed", "refused"),
    [
        ("1", [0, 15], [16, 40]),
        ("2", [16, 22], [15, 23]),
        ("3", [0, 15], [16]),
        ("4", [18, 45, 90], []),
        ("5a", [60, 79, 80, 100], [59]),
        ("5b", [75, 79], [74, 80]),
        ("5c", [80, 100], [79]),
        ("5d", [60, 90], [59]),
        ("6", [0, 30, 90], []),
        ("7", [0, 2], [3]),
        ("8", [16, 70], []),
    ],
)
def test_age_fits_group(group, allowed, refused):
    for age in allowed:
        assert judge("welfare_age_fits_group", group, born(age), born(age), AT) is True, age
    for age in refused:
        assert judge("welfare_age_fits_group", group, born(age), born(age), AT) is False, age


# NĐ 20/2021/NĐ-CP Đ.6(1): every coefficient that occurs in it, tried with every group at the ages where they change.
ALL = {1.0, 1.5, 2.0, 2.5, 3.0}


@pytest.mark.parametrize(
    ("group", "age", "allowed"),
    [
        ("1", 3, {2.5}),
        ("1", 4, {1.5}),
        ("1", 15, {1.5}),
        ("2", 18, {1.5}),
        ("3", 3, {2.5}),
        ("3", 4, {2.0}),
        ("3", 15, {2.0}),
        ("4", 30, {1.0, 2.0, 3.0}),
        ("5a", 60, {1.5}),
        ("5a", 79, {1.5}),
        ("5a", 80, {2.0}),
        ("5b", 76, {1.0}),
        ("5c", 85, {1.0}),
        ("5d", 70, {3.0}),
        ("6", 15, {2.0, 2.5}),
        ("6", 16, {1.5, 2.0}),
        ("6", 59, {1.5, 2.0}),
        ("6", 60, {2.0, 2.5}),
        ("7", 1, {1.5}),
        ("8", 40, {1.5}),
    ],
)
def test_coefficient_fits_group_and_age(group, age, allowed):
    found = {value for value in ALL if judge("welfare_coefficient_fits_group", group, value, born(age), born(age), AT)}
    assert found == allowed


@pytest.mark.parametrize("coefficient", [0.0, 0.5, 1.25, -1.0, float("nan")])
def test_no_group_has_another_coefficient(coefficient):
    for group in AGES:
        verdict = judge("welfare_coefficient_fits_group", group, coefficient, born(40), born(40), AT)
        assert verdict is False, group


def test_a_birth_year_alone_leaves_both_sides_of_a_birthday_open():
    year_of_80 = (date(1946, 1, 1), date(1946, 12, 31))
    assert judge("welfare_age_fits_group", "5c", *year_of_80, AT) is True
    assert judge("welfare_coefficient_fits_group", "5a", 1.5, *year_of_80, AT) is True
    assert judge("welfare_coefficient_fits_group", "5a", 2.0, *year_of_80, AT) is True
    assert judge("welfare_age_fits_group", "5c", date(1947, 1, 1), date(1947, 12, 31), AT) is False


@pytest.mark.parametrize("group", ["9", "5", "5e", "", "1a", None])
def test_an_unknown_group_is_not_judged(group):
    assert judge("welfare_age_fits_group", group, born(40), born(40), AT) is None
    assert judge("welfare_coefficient_fits_group", group, 1.5, born(40), born(40), AT) is None


def test_the_tables_have_the_groups_of_the_decree():
    assert list(AGES) == ["1", "2", "3", "4", "5a", "5b", "5c", "5d", "6", "7", "8"]
    assert {line.group for line in COEFFICIENTS} == set(AGES)
