"""Predicates on days and ages. Birth dates come as bounds, because for many only the year or month is known."""

import polars as pl

_YEAR = 10_000  # of a day written as the number yyyymmdd


def age_between(
    birth_lower: pl.Expr, birth_upper: pl.Expr, at: pl.Expr, *, minimum: int | None = None, maximum: int | None = None
) -> pl.Expr:
    """Return whether a person can have an age from `minimum` to `maximum` whole years on the day `at`.

    Both limits are inclusive and optional: `maximum=15` is the law's "dưới 16 tuổi". Violated only if no birth date
    from `birth_lower` to `birth_upper` fits, so a birth year alone never makes a finding out of an age that is
    possible. A person born on 29 February is a year older on 1 March of other years.
    """
    fits = pl.lit(value=True)
    if minimum is not None:
        fits &= age(birth_lower, at) >= minimum
    if maximum is not None:
        fits &= age(birth_upper, at) <= maximum
    return pl.when(birth_lower.is_not_null() & birth_upper.is_not_null() & at.is_not_null()).then(fits)


def age(birth: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return the age in whole years on the day `at`, negative before birth; no predicate itself."""
    return (_as_number(at) - _as_number(birth)).floordiv(_YEAR)


def within_days(start: pl.Expr, end: pl.Expr, *, days: int) -> pl.Expr:
    """Return whether `end` is on the day `start` or at most `days` days after it (dates)."""
    return (end - start).dt.total_days().is_between(0, days)


def not_older_than_days(day: pl.Expr, as_of: pl.Expr, *, days: int) -> pl.Expr:
    """Return whether `day` is at most `days` days before `as_of`; a later day holds."""
    return (as_of - day).dt.total_days() <= days


def not_in_future(day: pl.Expr, as_of: pl.Expr) -> pl.Expr:
    """Return whether `day` is not after `as_of`."""
    return day <= as_of


def _as_number(day: pl.Expr) -> pl.Expr:
    """Return a day as yyyymmdd: the difference of two has the whole years, and meets no invalid date."""
    return day.dt.year() * _YEAR + day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
