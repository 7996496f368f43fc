"""Predicates on numbers and books of the civil registry."""

import polars as pl

from dq.identifiers import civil_status


def civil_status_number_format(number: pl.Expr) -> pl.Expr:
    """Return whether `number` is digits, or digits and the year (`12/2023`), with a suffix or without."""
    return civil_status.is_valid(number)


def civil_status_book_format(book: pl.Expr) -> pl.Expr:
    """Return whether `book` is the number of a book, with the year or without (`01/2023`)."""
    return civil_status.is_valid_book(book)


def civil_status_year_matches(number_or_book: pl.Expr, registered: pl.Expr) -> pl.Expr:
    """Return whether the year in `number_or_book` is that of the registration; null where it names none.

    One book a kind of event and year (Luật Hộ tịch 60/2014/QH13 Đ.58).
    """
    return civil_status.year(number_or_book) == registered.dt.year()
