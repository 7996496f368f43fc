"""Commune codes judged as Polars expressions."""

from datetime import date
from functools import lru_cache

import polars as pl

from dq.gazetteer.units import communes


def known(code: pl.Expr) -> pl.Expr:
    """Return whether `code` (String) is a commune of any list, old or new; null for null."""
    return code.is_in(_known())


def in_force(code: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return whether `code` (String) is a commune in force on the day `at` (Date); null where either is null.

    A code that stands in both lists is in force in both periods, whatever unit it names. The old list is the one of
    30 June 2025: a code abolished before 2025 is unknown here even for the time when it was in force.
    """
    listed = [code.is_in(codes) & at.is_between(since, until) for since, until, codes in _periods()]
    return pl.when(code.is_not_null() & at.is_not_null()).then(pl.any_horizontal(listed))


@lru_cache(maxsize=1)
def _known() -> pl.Series:
    return communes()["code"].drop_nulls().unique().sort().implode()


@lru_cache(maxsize=1)
def _periods() -> tuple[tuple[date, date, pl.Series], ...]:
    """Return the periods that the lists know, each with its first and last day and its codes."""
    rows = communes().filter(pl.col("code").is_not_null())
    parts = rows.partition_by("valid_from", "valid_to")
    return tuple(
        (part["valid_from"][0] or date.min, part["valid_to"][0] or date.max, part["code"].implode()) for part in parts
    )
