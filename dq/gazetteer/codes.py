"""Commune codes judged as Polars expressions."""

from datetime import date
from functools import lru_cache

import polars as pl

from dq.gazetteer.units import communes


def known(code: pl.Expr) -> pl.Expr:
    """Return whether `code` (String) is a commune of any list, old or new; null for null."""
    return code.is_in(_periods()["code"].implode())


def in_force(code: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return whether `code` (String) is a commune in force on the day `at` (Date); null where either is null.

    A code that stands in both lists is in force in both periods, whatever unit it names. The old list is the one of
    30 June 2025: a code abolished before 2025 is unknown here even for the time when it was in force.
    """
    periods = _periods()
    since = code.replace_strict(periods["code"], periods["since"], default=None, return_dtype=pl.Date)
    until = code.replace_strict(periods["code"], periods["until"], default=None, return_dtype=pl.Date)
    holds = ((at >= since) & (at <= until)).fill_null(value=False)
    return pl.when(code.is_not_null() & at.is_not_null()).then(holds)


@lru_cache(maxsize=1)
def _periods() -> pl.DataFrame:
    """Return `code`, `since`, `until`: the period of each code. No code has a gap between its periods (tested)."""
    return (
        communes()
        .filter(pl.col("code").is_not_null())
        .group_by("code")
        .agg(
            since=pl.col("valid_from").fill_null(date.min).min(),
            until=pl.col("valid_to").fill_null(date.max).max(),
        )
        .sort("code")
    )
