"""Changes of dates: their layout, their precision, another day."""

from datetime import timedelta

import polars as pl

from dq.sample.changes.change import WHOLE, Change, Planted, day_of, filled


def after_check(planted: Planted, column: str, text: str) -> Change:
    """A day so many days after the check."""
    return Change({column: pl.lit((planted.people.as_of + timedelta(days=int(text))).strftime("%d/%m/%Y"))})


def swapped(planted: Planted, column: str, _text: str) -> Change:
    """Day and month in each other's place."""
    day, month = pl.col(column).str.head(2), pl.col(column).str.slice(3, 2)
    # This year's dates might come to lie in the future.
    past = pl.col(column).str.tail(4) < str(planted.people.as_of.year)
    fits = pl.col(column).str.contains(WHOLE) & (day <= "12") & (day != month) & past
    return Change({column: month + "/" + day + pl.col(column).str.slice(5)}, fits)


def year_only(_planted: Planted, column: str, _text: str) -> Change:
    """The year alone."""
    return Change({column: pl.col(column).str.tail(4)}, pl.col(column).str.contains(WHOLE))


def first_of_year(_planted: Planted, column: str, _text: str) -> Change:
    """1 January for a year alone."""
    return Change({column: "01/01/" + pl.col(column)}, pl.col(column).str.contains(r"^\d{4}$"))


def years_later(_planted: Planted, column: str, text: str) -> Change:
    """Other years in all the columns named."""
    names = column.split()
    cells = {
        name: pl.col(name).str.head(pl.col(name).str.len_chars() - 4)
        + (pl.col(name).str.tail(4).cast(pl.Int64, strict=False) + int(text)).cast(pl.String)
        for name in names
    }
    fits = pl.all_horizontal([filled(name) & ~pl.col(name).str.starts_with("29/02") for name in names])
    return Change(cells, fits)


def dotted(_planted: Planted, column: str, _text: str) -> Change:
    """Dots between day, month and year."""
    return Change({column: pl.col(column).str.replace_all("/", ".", literal=True)}, pl.col(column).str.contains(WHOLE))


def iso(_planted: Planted, column: str, _text: str) -> Change:
    """The year first, as systems write it."""
    return Change({column: day_of(column).dt.to_string("%Y-%m-%d")}, pl.col(column).str.contains(WHOLE))


def in_words(_planted: Planted, column: str, _text: str) -> Change:
    """In words: day, month and year each by its name."""
    day, month, year = (pl.col(column).str.slice(*part) for part in ((0, 2), (3, 2), (6, 4)))
    return Change({column: pl.format("ngày {} tháng {} năm {}", day, month, year)}, pl.col(column).str.contains(WHOLE))


def two_digit_year(_planted: Planted, column: str, _text: str) -> Change:
    """The last two digits of the year."""
    year = pl.col(column).str.tail(4).cast(pl.Int64, strict=False)
    fits = pl.col(column).str.contains(WHOLE) & year.is_between(1930, 2029)
    return Change({column: pl.col(column).str.head(6) + pl.col(column).str.tail(2)}, fits)


def serial(_planted: Planted, column: str, _text: str) -> Change:
    """The number that a spreadsheet counts days by."""
    days = (day_of(column) - pl.date(1899, 12, 30)).dt.total_days()
    year = pl.col(column).str.tail(4).cast(pl.Int64, strict=False)
    fits = pl.col(column).str.contains(WHOLE) & (year >= 1910)  # noqa: PLR2004 - smaller numbers may be years
    return Change({column: days.cast(pl.String)}, fits)


def days_later(_planted: Planted, column: str, text: str) -> Change:
    """So many days later."""
    moved = (day_of(column) + pl.duration(days=int(text))).dt.to_string("%d/%m/%Y")
    return Change({column: moved}, pl.col(column).str.contains(WHOLE))
