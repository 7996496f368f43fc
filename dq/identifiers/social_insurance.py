"""Mã số bảo hiểm xã hội: 10 digits, no published check digit; the personal number of 12 digits takes its place.

The personal number replaces it since 1/8/2025 (công văn 1804/BHXH-QLT), so both forms are in circulation. That the
first two digits are the province that issued the number is from practice (FACTS §2), hence only the zeros that such a
province can have lost come back.
"""

import polars as pl

from dq.identifiers import personal_id
from dq.identifiers.digits import POINT_ZERO, QUOTE, join_digits, letters_to_digits, restore_zeros
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "is_personal_number", "is_valid", "mask", "repair"]

NUMBER = "^[0-9]{10}$"
WELL_FORMED = f"{NUMBER}|{personal_id.WELL_FORMED}"

STEPS = (
    QUOTE,
    POINT_ZERO,
    Step("separators", join_digits(12)),
    Step("letter_for_digit", letters_to_digits(9)),
    # Codes of one digit that provinces had: 01, 02, 04, 06, 08. A number of 9 digits that begins otherwise is a CMND.
    Step("leading_zeros", restore_zeros("^[12468][0-9]{8}$", 10)),
    Step("leading_zeros", restore_zeros("^[1-9][0-9]{10}$", 12)),
)


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is 10 digits or a well-formed personal number; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` as 10 (or 12) digits where nothing has to be guessed, else as it is."""
    return apply_all(value, STEPS)


def is_personal_number(value: pl.Expr) -> pl.Expr:
    """Return whether a valid number is a personal number instead of one of social insurance, else null."""
    return pl.when(is_valid(value)).then(value.str.len_bytes() > len("0123456789"))
