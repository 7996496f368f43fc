"""Number and book of a civil-status registration: `12`, `12/2023`, `12/2023-BS`; book `01/2023`, `01-2005`.

One book a kind of event and year, its numbers begin again at 1 (Luật Hộ tịch 60/2014/QH13 Đ.58); the written forms are
from practice (FACTS §2, unverified).
"""

import polars as pl

from dq.identifiers.digits import POINT_ZERO, QUOTE
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "is_valid", "is_valid_book", "mask", "repair", "sequence", "year"]

_YEAR = "(?:1[89]|20)[0-9]{2}"
_SUFFIX = r"(?:[-/ .]?\p{L}[\p{L}0-9./-]{0,11})?"
NUMBER = rf"^[0-9]{{1,6}}(?:/{_YEAR})?{_SUFFIX}$"
BOOK = rf"^(?:\p{{L}}[\p{{L}}/-]{{0,7}}[-/ .])?[0-9]{{1,4}}(?:[/-]{_YEAR})?{_SUFFIX}$"


def _tighten(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(r"\s*([/-])\s*", "${1}")


STEPS = (QUOTE, POINT_ZERO, Step("separators", _tighten))


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is a number, with the year and a suffix or without; null for null."""
    return value.str.contains(NUMBER)


def is_valid_book(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is a book, with the year and a suffix or without; null for null."""
    return value.str.contains(BOOK)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` without spaces around `/` and `-`, and without a spreadsheet's `.0`."""
    return apply_all(value, STEPS)


def sequence(value: pl.Expr) -> pl.Expr:
    """Return the number within the book (Int64) of a well-formed number, else null."""
    return pl.when(is_valid(value)).then(value.str.extract("^([0-9]+)").cast(pl.Int64, strict=False))


def year(value: pl.Expr) -> pl.Expr:
    """Return the year (Int32) that a number or book names after `/` or `-`, null where it names none."""
    return value.str.extract(rf"[/-]({_YEAR})(?:$|[^0-9])").cast(pl.Int32, strict=False)
