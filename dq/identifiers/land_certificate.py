"""Số phát hành (serial) of a land-use certificate; its canonical form is `AB 123456`.

Two letters and 8 digits since 1/1/2025 (TT 10/2024/TT-BTNMT Đ.29), two letters and 6 digits before, one or two letters
and 6 or 7 digits on the red books of 1993 to 2004, with Đ among the letters (FACTS §2, the old forms unverified).
"""

from datetime import date

import polars as pl

from dq.identifiers.digits import QUOTE
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "digits", "is_valid", "letters", "mask", "matches_date", "repair"]

NEW_FORM_SINCE = date(2025, 1, 1)
_NEW = "^[A-Z]{2} [0-9]{8}$"
_OLD = "^[A-ZĐ]{1,2} [0-9]{6,7}$"
WELL_FORMED = "^(?:[A-Z]{2} [0-9]{8}|[A-ZĐ]{1,2} [0-9]{6,7})$"
_SERIAL = r"^([A-Za-zĐđ])[\s.]?([A-Za-zĐđ]?)[\s.:\-/]*([0-9][0-9\s.]{4,11}[0-9])$"


def _to_upper(value: pl.Expr) -> pl.Expr:
    return pl.when(value.str.contains(_SERIAL)).then(value.str.to_uppercase()).otherwise(value)


def _space(value: pl.Expr) -> pl.Expr:
    letters = value.str.extract(_SERIAL, 1) + value.str.extract(_SERIAL, 2)
    number = value.str.extract(_SERIAL, 3).str.replace_all(r"[\s.]", "")
    return pl.coalesce(letters + " " + number, value)


STEPS = (QUOTE, Step("letter_case", _to_upper), Step("separators", _space))


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` has the form of a serial of any period; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` in capitals with one space between letters and digits where it is a serial, else as it is."""
    return apply_all(value, STEPS)


def letters(value: pl.Expr) -> pl.Expr:
    """Return the letters of a well-formed serial, else null."""
    return pl.when(is_valid(value)).then(value.str.extract("^([A-ZĐ]+)"))


def digits(value: pl.Expr) -> pl.Expr:
    """Return the digits of a well-formed serial, else null."""
    return pl.when(is_valid(value)).then(value.str.extract("([0-9]+)$"))


def matches_date(value: pl.Expr, issued: pl.Expr) -> pl.Expr:
    """Return whether a well-formed serial has the form in use on the day `issued` (Date); else null."""
    expected = pl.when(issued >= NEW_FORM_SINCE).then(value.str.contains(_NEW)).otherwise(value.str.contains(_OLD))
    return pl.when(is_valid(value) & issued.is_not_null()).then(expected)
