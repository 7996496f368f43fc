"""Mã số thuế: `NNNNNNNNNN`, a branch's `NNNNNNNNNN-NNN`, and since 1/7/2025 a person's 12-digit personal number.

The tenth digit checks the nine before it, digits 3 to 9 count from 0000001 and branches from 001 (TT 105/2020/TT-BTC,
phụ lục 1). A person's tax code is the personal number since 1/7/2025 (TT 86/2024/TT-BTC; NĐ 252/2026/NĐ-CP Đ.7), which
has no check digit.
"""

import polars as pl

from dq.identifiers import personal_id
from dq.identifiers.digits import LETTERS, POINT_ZERO, QUOTE, join_digits
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "branch", "has_check_digit", "is_personal_number", "is_valid", "mask", "repair"]

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_CODE = "^[0-9]{10}(?:-[0-9]{3})?$"
_UNASSIGNED = "^[0-9]{2}0{7}|-000$"
_BRANCH = "^([0-9OolI]{10})([0-9OolI]{3})$"
_LOST_ZERO_BRANCH = r"^[^\-\x{2010}-\x{2015}]*[\-\x{2010}-\x{2015}]\s*[0-9OolI]{3}$"
WELL_FORMED = f"{_CODE}|{personal_id.WELL_FORMED}"


def has_check_digit(value: pl.Expr) -> pl.Expr:
    """Return whether a code of 10 digits, with a branch or without, ends its ten in the right check digit; else null.

    10 − (weighted sum of the nine digits before it mod 11); a sum divisible by 11 belongs to no code.
    """
    digits = [value.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(10)]
    total = sum((digit * weight for digit, weight in zip(digits, WEIGHTS, strict=False)), start=pl.lit(0))
    return pl.when(value.str.contains(_CODE)).then(digits[-1] == 10 - total % 11)


def _join(value: pl.Expr) -> pl.Expr:
    # A single hyphen before the last three digits sets a branch off; nine digits before it have lost their zero.
    joined = join_digits(13)(value)
    of_branch = value.str.contains(_LOST_ZERO_BRANCH) & joined.str.contains("^[1-9][0-9OolI]{11}$")
    set_off = joined.str.replace("^(.{9})(...)$", "${1}-${2}")
    return pl.when(of_branch).then(set_off).otherwise(joined.str.replace(_BRANCH, "${1}-${2}"))


def _to_digits(value: pl.Expr) -> pl.Expr:
    typed = value.str.contains("^[0-9OolI]{9,12}(?:-[0-9OolI]{3})?$") & value.str.contains("[0-9]")
    return pl.when(typed).then(value.str.replace_many(LETTERS)).otherwise(value)


def _restore_zeros(value: pl.Expr) -> pl.Expr:
    # Nine digits can be a CMND too, so the check digit has to confirm that a zero was dropped.
    code = "0" + value
    of_code = value.str.contains("^[1-9][0-9]{8}(?:-[0-9]{3})?$")
    confirmed = of_code & has_check_digit(code).fill_null(value=False)
    of_person = value.str.contains("^[1-9][0-9]{10}$")
    return pl.when(confirmed | of_person).then(code).otherwise(value)


STEPS = (
    QUOTE,
    POINT_ZERO,
    Step("separators", _join),
    Step("letter_for_digit", _to_digits),
    Step("leading_zeros", _restore_zeros),
)


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is a code with the right check digit, or a well-formed personal number; null for null."""
    code = has_check_digit(value).fill_null(value=False) & ~value.str.contains(_UNASSIGNED)
    return pl.when(value.is_not_null()).then(code | value.str.contains(personal_id.WELL_FORMED))


def is_personal_number(value: pl.Expr) -> pl.Expr:
    """Return whether a well-formed code is a personal number, else null."""
    well_formed = value.str.contains(WELL_FORMED)
    return pl.when(well_formed).then(value.str.contains(personal_id.WELL_FORMED))


def branch(value: pl.Expr) -> pl.Expr:
    """Return the three digits of the branch of a valid code that has them, else null."""
    return pl.when(is_valid(value)).then(value.str.extract("-([0-9]{3})$"))


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` as `NNNNNNNNNN`, `NNNNNNNNNN-NNN` or 12 digits where nothing has to be guessed, else as it is."""
    return apply_all(value, STEPS)
