"""Predicates on monthly social assistance: NĐ 20/2021/NĐ-CP Đ.5 (who) and Đ.6 (which coefficient), as data.

A group is written by its clause in Đ.5: `1` to `8`, with the points of clause 5 as `5a` to `5d`. A province may set
higher levels (Đ.4(3)), so what fits no line here is worth a look, not an error by law.
"""

from dataclasses import dataclass

import polars as pl

from dq.predicates.dates import age_between


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


def welfare_age_fits_group(group: pl.Expr, birth_lower: pl.Expr, birth_upper: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return whether a person of `group` can have an age that NĐ 20/2021 Đ.5 allows on the day `at`.

    Null for a group that the decree does not have. Violated only if no birth date within the bounds fits.
    """
    fits = [(group == name) & _fits(ages, birth_lower, birth_upper, at) for name, ages in AGES.items()]
    return _judged(group, pl.any_horizontal(fits), birth_lower, birth_upper, at)


def welfare_coefficient_fits_group(
    group: pl.Expr, coefficient: pl.Expr, birth_lower: pl.Expr, birth_upper: pl.Expr, at: pl.Expr
) -> pl.Expr:
    """Return whether NĐ 20/2021 Đ.6(1) has this coefficient for `group` at an age possible on the day `at`.

    For `4` (a single parent) any whole number from 1 fits, 1.0 a child. Null for a group that the decree does not
    have. Violated only if no birth date within the bounds fits.
    """
    rounded = coefficient.round(4)
    fits = []
    for line in COEFFICIENTS:
        right = (rounded >= line.value) & (rounded % line.value == 0) if line.per_child else rounded == line.value
        fits.append((group == line.group) & right & _fits(line.ages, birth_lower, birth_upper, at))
    return _judged(group, pl.any_horizontal(fits), coefficient, birth_lower, birth_upper, at)


def _fits(ages: AgeRange, birth_lower: pl.Expr, birth_upper: pl.Expr, at: pl.Expr) -> pl.Expr:
    return age_between(birth_lower, birth_upper, at, minimum=ages.minimum, maximum=ages.maximum)


def _judged(group: pl.Expr, verdict: pl.Expr, *needed: pl.Expr) -> pl.Expr:
    known = group.is_in(list(AGES))
    for value in needed:
        known &= value.is_not_null()
    return pl.when(known).then(verdict)
