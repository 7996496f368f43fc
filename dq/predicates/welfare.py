"""Predicates on monthly social assistance: NĐ 20/2021/NĐ-CP Đ.5 (who) and Đ.6 (which coefficient), as data.

A group is written by its clause in Đ.5: `1` to `8`, with the points of clause 5 as `5a` to `5d`. A province may set
higher levels (Đ.4(3)), so what fits no line here is worth a look, not an error by law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dq.predicates.dates import age


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Whole years from `minimum` to `maximum`, both inclusive, None where open."""

    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient that Đ.6(1) gives to a group at an age; `per_child`: times the number of children."""

    group: str
    value: float
    ages: AgeRange = AgeRange()
    per_child: bool = False


# A child is under 16 (Luật Trẻ em 2016 Đ.1), an elderly person 60 or more (Luật Người cao tuổi 2009 Đ.2).
_CHILD, _ADULT, _ELDERLY = AgeRange(maximum=15), AgeRange(16, 59), AgeRange(minimum=60)
_UNDER_4, _FROM_4 = AgeRange(maximum=3), AgeRange(minimum=4)
_UNDER_80, _FROM_80 = AgeRange(maximum=79), AgeRange(minimum=80)

AGES: dict[str, AgeRange] = {
    "1": _CHILD,
    "2": AgeRange(16, 22),
    "3": _CHILD,
    "4": AgeRange(),
    "5a": _ELDERLY,
    "5b": AgeRange(75, 79),  # from 80 on point c applies
    "5c": _FROM_80,
    "5d": _ELDERLY,
    "6": AgeRange(),
    "7": AgeRange(maximum=2),
    "8": AgeRange(),  # the clause names no age; children in poor households are in clause 3
}

# Ages only where the coefficient depends on them: that the age fits the group is the other predicate's business.
COEFFICIENTS: tuple[Coefficient, ...] = (
    Coefficient("1", 2.5, _UNDER_4),
    Coefficient("1", 1.5, _FROM_4),
    Coefficient("2", 1.5),
    Coefficient("3", 2.5, _UNDER_4),
    Coefficient("3", 2.0, _FROM_4),
    Coefficient("4", 1.0, per_child=True),
    Coefficient("5a", 1.5, _UNDER_80),
    Coefficient("5a", 2.0, _FROM_80),
    Coefficient("5b", 1.0),
    Coefficient("5c", 1.0),
    Coefficient("5d", 3.0),
    Coefficient("6", 2.0, _CHILD),  # severe
    Coefficient("6", 2.5, _CHILD),  # extremely severe
    Coefficient("6", 1.5, _ADULT),
    Coefficient("6", 2.0, _ADULT),
    Coefficient("6", 2.0, _ELDERLY),
    Coefficient("6", 2.5, _ELDERLY),
    Coefficient("7", 1.5),
    Coefficient("8", 1.5),
)


_OPEN = 1_000  # an age that nobody has, where a range is open
_OLDEST = 150
_MOST_CHILDREN = 20


def welfare_age_fits_group(group: pl.Expr, birth_lower: pl.Expr, birth_upper: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return whether a person of `group` can have an age that NĐ 20/2021 Đ.5 allows on the day `at`.

    Null for a group that the decree does not have. Violated only if no birth date within the bounds fits.
    """
    minimum = {name: -_OPEN if ages.minimum is None else ages.minimum for name, ages in AGES.items()}
    maximum = {name: _OPEN if ages.maximum is None else ages.maximum for name, ages in AGES.items()}
    old_enough = age(birth_lower, at) >= _look_up(group, minimum)
    young_enough = age(birth_upper, at) <= _look_up(group, maximum)
    return _judged(group, old_enough & young_enough, birth_lower, birth_upper, at)


def welfare_coefficient_fits_group(
    group: pl.Expr, coefficient: pl.Expr, birth_lower: pl.Expr, birth_upper: pl.Expr, at: pl.Expr
) -> pl.Expr:
    """Return whether NĐ 20/2021 Đ.6(1) has this coefficient for `group` at an age possible on the day `at`.

    For `4` (a single parent) any whole number from 1 fits, 1.0 a child. Null for a group that the decree does not
    have. Violated only if no birth date within the bounds fits.
    """
    # Ages as sets of bands, one bit each: the bands up to the highest possible age that begin from the lowest one.
    up_to = {years: _bands(AgeRange(maximum=years)) for years in range(_OLDEST + 1)}
    since = {years: _bands(AgeRange(minimum=years)) for years in range(_OLDEST + 1)}
    oldest, youngest = age(birth_lower, at).clip(0, _OLDEST), age(birth_upper, at).clip(0, _OLDEST)
    possible = _look_up(oldest, up_to) & _look_up(youngest, since)
    number = {name: place * 10_000 for place, name in enumerate(AGES)}
    hundredths = (coefficient.clip(0, 99) * 100).round().cast(pl.Int32, strict=False)
    allowed = _look_up(_look_up(group, number) + hundredths, _allowed_bands(number)).fill_null(0)
    return _judged(group, (possible & allowed) != 0, coefficient, birth_lower, birth_upper, at)


_BANDS = (AgeRange(maximum=3), AgeRange(4, 15), AgeRange(16, 59), AgeRange(60, 79), AgeRange(minimum=80))
"""Between the ages at which a coefficient changes."""


def _bands(ages: AgeRange) -> int:
    """Return the set of bands that `ages` overlaps."""
    lowest = -_OPEN if ages.minimum is None else ages.minimum
    highest = _OPEN if ages.maximum is None else ages.maximum
    return sum(
        1 << place
        for place, band in enumerate(_BANDS)
        if lowest <= (_OPEN if band.maximum is None else band.maximum) and highest >= (band.minimum or 0)
    )


def _allowed_bands(number: Mapping[str, int]) -> dict[int, int]:
    """Return the bands that the decree allows by the group's `number` plus the coefficient in hundredths."""
    allowed: dict[int, int] = {}
    for line in COEFFICIENTS:
        for times in range(1, _MOST_CHILDREN + 1 if line.per_child else 2):
            key = number[line.group] + round(line.value * times * 100)
            allowed[key] = allowed.get(key, 0) | _bands(line.ages)
    return allowed


def _look_up(value: pl.Expr, table: Mapping[Any, int]) -> pl.Expr:
    return value.replace_strict(table, default=None, return_dtype=pl.Int32)


def _judged(group: pl.Expr, verdict: pl.Expr, *needed: pl.Expr) -> pl.Expr:
    known = group.is_in(list(AGES))
    for value in needed:
        known &= value.is_not_null()
    return pl.when(known).then(verdict)
