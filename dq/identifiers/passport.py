"""Số hộ chiếu: a capital letter and 7 digits in the form of today (QĐ 4750/QĐ-BYT); other countries have their own."""

import polars as pl

from dq.identifiers.digits import LETTERS, QUOTE
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "is_valid", "mask", "repair"]

WELL_FORMED = "^[A-Z][0-9]{7}$"
_TYPED = r"^[A-Za-z][0-9OolI]{7}$"


def _join(value: pl.Expr) -> pl.Expr:
    joined = value.str.replace_all(r"[\s.\-]", "")
    return pl.when(joined.str.contains(_TYPED)).then(joined).otherwise(value)


def _to_digits(value: pl.Expr) -> pl.Expr:
    typed = value.str.contains(_TYPED) & value.str.contains("[0-9]")
    return pl.when(typed).then(value.str.head(1) + value.str.slice(1).str.replace_many(LETTERS)).otherwise(value)


def _to_upper(value: pl.Expr) -> pl.Expr:
    return pl.when(value.str.contains("^[a-z][0-9]{7}$")).then(value.str.to_uppercase()).otherwise(value)


STEPS = (
    QUOTE,
    Step("separators", _join),
    Step("letter_for_digit", _to_digits),
    Step("letter_case", _to_upper),
)


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` has the form of a Vietnamese passport's number; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` as a capital letter and 7 digits where it is one, else as it is."""
    return apply_all(value, STEPS)
