"""Số tài khoản: 6 to 19 digits by the bank's own rule, no national check digit; may begin with 0 (FACTS §2).

Zeros that were dropped cannot be known, and from 16 digits on a spreadsheet's number has lost its last ones.
"""

import polars as pl

from dq.identifiers.digits import POINT_ZERO, QUOTE, join_digits
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "is_valid", "mask", "repair"]

WELL_FORMED = "^[0-9]{6,19}$"
STEPS = (QUOTE, POINT_ZERO, Step("separators", join_digits(19)))


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is 6 to 19 digits; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` as digits where it is digits and separators, else as it is."""
    return apply_all(value, STEPS)
