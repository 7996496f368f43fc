"""How values are written in an export: dates day first, amounts and measures as people write them."""

from datetime import date

import numpy as np
import polars as pl

from dq.sample.counter import Floats, Ints

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return the days since 1970."""
    return (day - EPOCH).days


def written_days(days: Ints) -> pl.Series:
    """Return days as dd/mm/yyyy."""
    return pl.Series(days).cast(pl.Int32).cast(pl.Date).dt.to_string("%d/%m/%Y")


def at_precision(written: pl.Series, known: Ints) -> pl.Series:
    """Return written days at their precision: 10 characters of them, 7 (mm/yyyy) or 4 (the year)."""
    frame = pl.DataFrame({"day": written, "known": known})
    return frame.select(pl.col("day").str.tail(pl.col("known"))).to_series()


def chosen(values: tuple[str, ...] | pl.Series, place: Ints) -> pl.Series:
    """Return the values at places of a list."""
    return pl.Series(values).gather(place)


def between(first: Ints, last: Ints, chance: Floats) -> Ints:
    """Return a day from `first` to `last`, by chance; `last` where it is the earlier one."""
    return np.asarray(np.minimum(first + (chance * np.maximum(last - first, 1)).astype(np.int64), last))


def ages_at(birth: Ints, day: date) -> Ints:
    """Return whole years of age on a day."""
    born = birth.astype("datetime64[D]")
    years = born.astype("datetime64[Y]")
    months = born.astype("datetime64[M]")
    month = (months - years.astype("datetime64[M]")).astype(np.int64) + 1
    monthday = (born - months.astype("datetime64[D]")).astype(np.int64) + 1
    year = years.astype(np.int64) + EPOCH.year
    reached = (month * 100 + monthday) <= (day.month * 100 + day.day)
    return np.asarray(day.year - year - np.where(reached, 0, 1), dtype=np.int64)


def given_where(values: pl.Series, given: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pl.Series:
    """Return the values where they are given, else empty cells."""
    return pl.DataFrame({"v": values, "g": given}).select(pl.when("g").then("v").otherwise(pl.lit(""))).to_series()
