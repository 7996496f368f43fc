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
    today, lower, upper = _as_number(at), _as_number(birth_lower), _as_number(birth_upper)
    holds = lower.is_not_null() & upper.is_not_null() & today.is_not_null()
    fits = pl.lit(value=True)
    if minimum is not None:
        fits &= lower <= today - minimum * _YEAR
    if maximum is not None:
        fits &= upper > today - (maximum + 1) * _YEAR
    return pl.when(holds).then(fits)


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
    """Return a day as yyyymmdd: subtracting whole years is then arithmetic that never meets an invalid date."""
    return day.dt.year().cast(pl.Int64) * _YEAR + day.dt.month().cast(pl.Int64) * 100 + day.dt.day().cast(pl.Int64)
