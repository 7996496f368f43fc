"""Telephone numbers: 10 digits for mobiles, `02` and 8 or 9 more for landlines.

Mobile numbers had 11 digits until 15/9/2018; each old prefix has one new prefix, so they are rewritten (FACTS §2).
"""

import polars as pl

from dq.identifiers.digits import POINT_ZERO, QUOTE, join_digits, restore_zeros
from dq.identifiers.mask import mask
from dq.identifiers.tables import read
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "is_assigned", "is_valid", "mask", "repair"]

WELL_FORMED = "^0(?:[35789][0-9]{8}|2[0-9]{8,9})$"


def _to_national(value: pl.Expr) -> pl.Expr:
    # 84 without a plus is the country only before a whole number: 84 also begins mobiles of 9 digits that lost their 0.
    return value.str.replace(r"^(?:(?:\+|00)84|84)0?([1-9][0-9]{8,9})$", "0${1}")


def _to_ten_digits(value: pl.Expr) -> pl.Expr:
    new = {row["old_prefix"]: row["new_prefix"] for row in read("phone_prefixes_2018")}
    prefix = value.str.head(4).replace_strict(new, default=None)
    moved = value.str.contains("^01[0-9]{9}$") & prefix.is_not_null()
    return pl.when(moved).then(prefix + value.str.slice(4)).otherwise(value)


STEPS = (
    QUOTE,
    POINT_ZERO,
    Step("separators", join_digits(14, also="()")),
    Step("country_code", _to_national),
    Step("leading_zeros", restore_zeros("^(?:[35789][0-9]{8})$", 10)),
    Step("leading_zeros", restore_zeros("^(?:1[2689][0-9]{8}|2[0-9]{9})$", 11)),
    Step("mobile_prefix_2018", _to_ten_digits),
)


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is a mobile or landline number of today in national form; null for null."""
    return value.str.contains(WELL_FORMED)


def is_assigned(value: pl.Expr) -> pl.Expr:
    """Return whether a well-formed number has a prefix that is assigned to a carrier or a landline; else null."""
    mobile = value.str.head(3).is_in([row["prefix"] for row in read("phone_prefixes")])
    return pl.when(is_valid(value)).then(mobile | value.str.starts_with("02"))


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` in national form with today's prefix where it is a telephone number, else as it is."""
    return apply_all(value, STEPS)
