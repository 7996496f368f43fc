"""Mã thẻ bảo hiểm y tế: 15 characters `LL B PP NNNNNNNNNN`, the 10 digits of newer cards, or the personal number.

Two letters of the group, the digit of the benefit level (1 to 5), two digits of the province (the codes of the old list
and a few of the armed forces), the social-insurance number (QĐ 1351/QĐ-BHXH, CV 3340/BHXH-ST 2017). A child without a
birth certificate has `TE1` and a medical number in its place, an organ donor `HG4` (TT 30/2020/TT-BYT Đ.10). Newer
cards print the social-insurance number alone, and since 1/8/2025 the personal number serves (FACTS §2).
"""

import polars as pl

from dq.identifiers import personal_id
from dq.identifiers.digits import LETTERS, POINT_ZERO, QUOTE, restore_zeros
from dq.identifiers.mask import mask
from dq.identifiers.tables import read
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "benefit", "group", "is_known_group", "is_known_province", "is_valid", "mask", "number", "province"]
__all__ += ["repair"]

CARD = "^[A-Z]{2}[1-5][0-9]{12}$"
WELL_FORMED = f"{CARD}|^[0-9]{{10}}$|{personal_id.WELL_FORMED}"
_SEPARATORS = r"[\s.,\-\x{2010}-\x{2015}_/]"
_TYPED = r"^(?:[A-Za-z]{2}[0-9OolI]{13}|[0-9OolI]{9,12})$"
ARMED_FORCES = ("97", "98")  # army and police, unverified (FACTS §2)


def _join(value: pl.Expr) -> pl.Expr:
    joined = value.str.replace_all(_SEPARATORS, "")
    return pl.when(joined.str.contains(_TYPED)).then(joined).otherwise(value)


def _to_upper(value: pl.Expr) -> pl.Expr:
    is_card = value.str.contains(r"^[A-Za-z]{2}[0-9OolI]{13}$")
    return pl.when(is_card).then(value.str.head(2).str.to_uppercase() + value.str.slice(2)).otherwise(value)


def _to_digits(value: pl.Expr) -> pl.Expr:
    letters = pl.when(value.str.contains("^[A-Z]{2}")).then(2).otherwise(0)
    digits = value.str.slice(letters).str.replace_many(LETTERS)
    typed = value.str.contains(_TYPED) & value.str.contains("[0-9]")
    return pl.when(typed).then(value.str.head(letters) + digits).otherwise(value)


STEPS = (
    QUOTE,
    POINT_ZERO,
    Step("separators", _join),
    Step("letter_case", _to_upper),
    Step("letter_for_digit", _to_digits),
    Step("leading_zeros", restore_zeros("^[12468][0-9]{8}$", 10)),  # as in social-insurance numbers
    Step("leading_zeros", restore_zeros("^[1-9][0-9]{10}$", 12)),
)


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` has the form of a card of any period; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` without separators and with capital letters where it is a card, else as it is."""
    return apply_all(value, STEPS)


def group(value: pl.Expr) -> pl.Expr:
    """Return the two letters of the group of insured of a card of 15 characters, else null."""
    return _part(value, value.str.head(2))


def benefit(value: pl.Expr) -> pl.Expr:
    """Return the digit of the benefit level of a card of 15 characters, else null."""
    return _part(value, value.str.slice(2, 1))


def province(value: pl.Expr) -> pl.Expr:
    """Return the two digits of the province of a card of 15 characters, else null."""
    return _part(value, value.str.slice(3, 2))


def number(value: pl.Expr) -> pl.Expr:
    """Return the social-insurance number of a card of 15 characters or 10 digits, else null."""
    return pl.when(value.str.contains(f"{CARD}|^[0-9]{{10}}$")).then(value.str.tail(10))


def is_known_group(value: pl.Expr) -> pl.Expr:
    """Return whether the group of a card of 15 characters stands in the table, which is not complete; else null."""
    return group(value).is_in([row["group"] for row in read("health_card_groups")])


def is_known_province(value: pl.Expr) -> pl.Expr:
    """Return whether the province of a card of 15 characters is one of the old 63, or the armed forces; else null."""
    return province(value).is_in([*(row["prefix"][1:] for row in read("personal_id_provinces")), *ARMED_FORCES])


def _part(value: pl.Expr, part: pl.Expr) -> pl.Expr:
    return pl.when(value.str.contains(CARD)).then(part)
