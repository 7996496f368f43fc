"""Named repairs that numbers of all kinds share: what a spreadsheet or a hand adds to digits, and what it drops.

Each touches only a text that is a number but for that one thing, so that words in a column of numbers stay readable.
"""

from collections.abc import Callable

import polars as pl

from dq.text.steps import Step

LETTERS = {"O": "0", "o": "0", "l": "1", "I": "1"}
_SEPARATOR = r"\s.,\-\x{2010}-\x{2015}_"


def strip_excel_quote(value: pl.Expr) -> pl.Expr:
    """Return `value` without the apostrophe that marks a cell as text in a spreadsheet, if it begins with one."""
    return value.str.replace(r"^[' ]*'[' ]*", "")


def strip_point_zero(value: pl.Expr) -> pl.Expr:
    """Return `value` without the `.0` that digits get when a column was read as floating point.

    Grouped digits count too (`79,203,001,234.00`, `79.203.001.234,00`). Before `.00` digits that begin with 0 do not:
    a floating-point number has no such zero, so the point there is a separator.
    """
    one = value.str.replace(r"^(?:([0-9](?:[0-9 ,]*[0-9])?)\.|([0-9](?:[0-9 .]*[0-9])?),)0$", "${1}${2}")
    return one.str.replace(r"^(?:([1-9](?:[0-9 ,]*[0-9])?)\.|([1-9](?:[0-9 .]*[0-9])?),)00$", "${1}${2}")


def join_digits(longest: int, *, also: str = "") -> Callable[[pl.Expr], pl.Expr]:
    """Return a repair that removes spaces, dots, commas and hyphens from a text of at most `longest` digits.

    A longer one may be two numbers and stays as it is. Letters typed for digits pass. `also` are further separators,
    as they stand in a regular expression's class.
    """
    separator = f"[{also}{_SEPARATOR}]"
    number = rf"^\+?[0-9OolI]{{1,{longest}}}$"

    def remove(value: pl.Expr) -> pl.Expr:
        joined = value.str.replace_all(separator, "")
        return pl.when(joined.str.contains(number) & joined.str.contains("[0-9]")).then(joined).otherwise(value)

    return remove


def letters_to_digits(shortest: int) -> Callable[[pl.Expr], pl.Expr]:
    """Return a repair of O and o for 0, l and I for 1, in a text of digits at least `shortest` long."""
    number = rf"^[0-9OolI]{{{shortest},}}$"

    def replace(value: pl.Expr) -> pl.Expr:
        is_number = value.str.contains(number) & value.str.contains("[0-9]")
        return pl.when(is_number).then(value.str.replace_many(LETTERS)).otherwise(value)

    return replace


def restore_zeros(lost: str, length: int) -> Callable[[pl.Expr], pl.Expr]:
    """Return a repair that fills a text matching the regular expression `lost` with zeros at its left to `length`."""

    def pad(value: pl.Expr) -> pl.Expr:
        return pl.when(value.str.contains(lost)).then(value.str.pad_start(length, "0")).otherwise(value)

    return pad


QUOTE = Step("excel_quote", strip_excel_quote)
POINT_ZERO = Step("trailing_point_zero", strip_point_zero)
