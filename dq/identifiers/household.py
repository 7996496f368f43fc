"""Mã hộ gia đình: the social insurance's code of a household (NĐ 43/2021/NĐ-CP Đ.6), or the old book's number.

The decree gives no form. That the code has 10 digits and the number of a sổ hộ khẩu 9 is from practice (FACTS §2,
unverified), so zeros that were dropped are not known and do not come back.
"""

import polars as pl

from dq.identifiers.digits import POINT_ZERO, QUOTE, join_digits, letters_to_digits
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "is_valid", "mask", "repair"]

WELL_FORMED = "^[0-9]{9,10}$"
STEPS = (QUOTE, POINT_ZERO, Step("separators", join_digits(12)), Step("letter_for_digit", letters_to_digits(9)))


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is 10 digits, or the 9 of a household book; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` as digits where it is digits and separators, else as it is."""
    return apply_all(value, STEPS)
