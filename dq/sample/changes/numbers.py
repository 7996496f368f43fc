"""Changes of identifiers and amounts: what a spreadsheet drops, a slip, somebody else."""

import numpy as np
import polars as pl

from dq.sample.changes.change import Change, Planted, filled


def lost_zero(_planted: Planted, column: str, _text: str) -> Change:
    """Without the zeros at its left, as a spreadsheet shows a number."""
    return Change({column: pl.col(column).str.replace("^0+", "")}, pl.col(column).str.starts_with("0"))


def grouped(_planted: Planted, column: str, _text: str) -> Change:
    """In groups with spaces."""
    number = pl.col(column)
    grouped = number.str.head(3) + " " + number.str.slice(3, 3) + " " + number.str.slice(6)
    return Change({column: grouped}, filled(column))


def letter_o(_planted: Planted, column: str, _text: str) -> Change:
    """With a letter O for a zero."""
    return Change({column: pl.col(column).str.replace("0", "O", literal=True)}, pl.col(column).str.contains("0"))


def truncated(_planted: Planted, column: str, _text: str) -> Change:
    """Without the last digit."""
    return Change({column: pl.col(column).str.head(pl.col(column).str.len_chars() - 1)}, filled(column))


def scientific(_planted: Planted, column: str, _text: str) -> Change:
    """In scientific notation: digits are lost."""
    digits = pl.col(column).str.strip_chars_start("0")
    short = digits.str.head(1) + "." + digits.str.slice(1, 4) + "E+" + (digits.str.len_chars() - 1).cast(pl.String)
    return Change({column: short}, filled(column))


def wrong_century(_planted: Planted, column: str, _text: str) -> Change:
    """With a century that nobody alive has."""
    return Change({column: pl.col(column).str.head(3) + "6" + pl.col(column).str.slice(4)}, filled(column))


def unassigned_province(_planted: Planted, column: str, _text: str) -> Change:
    """With a prefix that no province has."""
    return Change({column: "003" + pl.col(column).str.slice(3)}, filled(column))


def unknown_number(planted: Planted, column: str, _text: str) -> Change:
    """A well-formed number that nobody has."""
    number = planted.people.unknown(planted.person)
    return Change({column: number}, pl.Series(number.is_not_null()) & planted.frame[column].ne(""))


def cancelled_number(planted: Planted, column: str, _text: str) -> Change:
    """The number that was cancelled."""
    number = planted.people.cancelled(planted.person)
    return Change({column: number}, number.is_not_null())


def card_number(planted: Planted, column: str, _text: str) -> Change:
    """The number of the old card."""
    number = planted.people.cards(planted.person)
    return Change({column: number}, number.is_not_null())


def unknown_card(planted: Planted, column: str, _text: str) -> Change:
    """A card number with a prefix that no police had."""
    number = "4699" + pl.Series(planted.row % 100_000).cast(pl.String).str.zfill(5)
    return Change({column: number}, filled(column))


def somebody_else(planted: Planted, column: str, _text: str) -> Change:
    """The number of another person who is not in the file, of the same sex, year and province."""
    other = planted.draw.others(planted.row)
    number = planted.people.numbers(other)
    names = planted.people.names(planted.people.kin(np.maximum(other, 0)))
    return Change(
        {column: number}, number.is_not_null() & names.ne(planted.frame[column.replace("so_dinh_danh", "ho_ten")])
    )


def departed(planted: Planted, _column: str, _text: str) -> Change:
    """Another person in the row, who has died; the cells come with the row (see `rows.made`)."""
    return Change({}, pl.Series(planted.people.is_dead(planted.person)))


def times(_planted: Planted, column: str, text: str) -> Change:
    """A multiple of the amount."""
    amount = pl.col(column).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False) * float(text)
    whole = amount.round(0).cast(pl.Int64).cast(pl.String)
    return Change({column: whole}, pl.col(column).str.contains("^[0-9]"))
