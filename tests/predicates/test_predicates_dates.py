from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from predicate_rows import judge

from dq.predicates.registry import PREDICATES

AT = date(2026, 11, 1)


def years_old(birth, at):
    return at.year - birth.year - ((at.month, at.day) < (birth.month, birth.day))


@pytest.mark.parametrize(
    ("lower", "upper", "minimum", "maximum", "verdict"),
    [
        (date(2010, 11, 1), date(2010, 11, 1), 16, None, True),  # sixteen today
        (date(2010, 11, 2), date(2010, 11, 2), 16, None, False),  # tomorrow
        (date(2010, 11, 1), date(2010, 11, 1), None, 15, False),
        (date(2010, 11, 2), date(2010, 11, 2), None, 15, True),
        (date(2010, 1, 1), date(2010, 12, 31), None, 15, True),  # by the year alone either is possible
        (date(2010, 1, 1), date(2010, 12, 31), 16, None, True),
        (date(2009, 1, 1), date(2009, 12, 31), None, 15, False),
        (date(2011, 1, 1), date(2011, 12, 31), 16, None, False),
        (date(1946, 1, 1), date(1946, 12, 31), 80, 80, True),
        (date(1945, 1, 1), date(1945, 12, 31), 80, 80, True),  # eighty until the end of the year
        (date(1944, 1, 1), date(1944, 12, 31), 80, 80, False),
        (date(1902, 1, 1), date(1902, 12, 31), None, 110, False),
        (date(2027, 1, 1), date(2027, 1, 1), 0, None, False),  # not born yet
        (date(1950, 1, 1), date(1950, 1, 1), None, None, True),
        (None, date(1950, 1, 1), 1, 2, None),
        (date(1950, 1, 1), None, 1, 2, None),
    ],
)
def test_age_between(lower, upper, minimum, maximum, verdict):
    assert judge("age_between", lower, upper, AT, minimum=minimum, maximum=maximum) is verdict


def test_age_needs_the_day():
    assert judge("age_between", date(1950, 1, 1), date(1950, 1, 1), None, minimum=1) is None


@pytest.mark.parametrize(("at", "verdict"), [(date(2021, 2, 28), False), (date(2021, 3, 1), True)])
def test_born_on_the_leap_day(at, verdict):
    born = date(2004, 2, 29)
    assert judge("age_between", born, born, at, minimum=17) is verdict


@settings(deadline=None, max_examples=200)
@given(
    lower=st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    span=st.integers(0, 400),
    at=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    minimum=st.none() | st.integers(0, 120),
    more=st.none() | st.integers(0, 20),
)
@example(lower=date(2004, 2, 29), span=0, at=date(2021, 2, 28), minimum=17, more=0)
def test_age_is_violated_only_if_no_birth_date_fits(lower, span, at, minimum, more):
    maximum = None if more is None else (minimum or 0) + more
    births = [lower + timedelta(days=n) for n in range(span + 1)]
    ages = [years_old(birth, at) for birth in births]
    fits = any((minimum is None or age >= minimum) and (maximum is None or age <= maximum) for age in ages)
    assert judge("age_between", lower, births[-1], at, minimum=minimum, maximum=maximum) is fits


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        (date(2026, 10, 1), date(2026, 10, 1), True),
        (date(2026, 10, 1), date(2026, 10, 16), True),
        (date(2026, 10, 1), date(2026, 10, 17), False),
        (date(2026, 10, 1), date(2026, 9, 30), False),
        (None, date(2026, 9, 30), None),
        (date(2026, 10, 1), None, None),
    ],
)
def test_within_days(start, end, verdict):
    assert judge("within_days", start, end, days=15) is verdict


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2026, 10, 2), True), (date(2026, 10, 1), False), (date(2027, 1, 1), True), (None, None)],
)
def test_not_older_than_days(day, verdict):
    assert judge("not_older_than_days", day, AT, days=30) is verdict


@pytest.mark.parametrize(
    ("day", "verdict"), [(AT, True), (date(2026, 10, 31), True), (date(2026, 11, 2), False), (None, None)]
)
def test_not_in_future(day, verdict):
    assert judge("not_in_future", day, AT) is verdict


def test_limits_are_keyword_arguments_only():
    with pytest.raises(TypeError):
        PREDICATES["age_between"](1, 2, 3, 4)
