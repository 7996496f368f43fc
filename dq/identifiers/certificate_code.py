"""Mã Giấy chứng nhận: 12 characters, the first two the issuing authority (`T1`, `T2` …), TT 10/2024/TT-BTNMT.

The bar code of certificates before 1/1/2025 is another thing: digits of commune, year and file, often with dots.
"""

import polars as pl

from dq.identifiers.digits import QUOTE
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "authority", "is_valid", "mask", "repair"]

WELL_FORMED = "^T[0-9][0-9A-Z]{10}$"
_TYPED = "^[Tt][0-9][0-9A-Za-z]{10}$"


def _join(value: pl.Expr) -> pl.Expr:
    joined = value.str.replace_all(r"[\s.\-]", "")
    return pl.when(joined.str.contains(_TYPED)).then(joined).otherwise(value)


def _to_upper(value: pl.Expr) -> pl.Expr:
    return pl.when(value.str.contains(_TYPED)).then(value.str.to_uppercase()).otherwise(value)


STEPS = (QUOTE, Step("separators", _join), Step("letter_case", _to_upper))


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is 12 capital letters and digits that begin with an authority; null for null."""
    return value.str.contains(WELL_FORMED)


def authority(value: pl.Expr) -> pl.Expr:
    """Return the two characters of the issuing authority of a well-formed code, else null."""
    return pl.when(is_valid(value)).then(value.str.head(2))


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` in capitals without separators where it is a code, else as it is."""
    return apply_all(value, STEPS)
