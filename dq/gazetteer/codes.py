"""Commune codes judged as Polars expressions."""

from datetime import date
from functools import lru_cache

import polars as pl

from dq.gazetteer.units import commune_map, communes


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


def present_unit(code: pl.Expr) -> pl.Expr:
    """Return the code of the commune in force today that `code` (String) is, or went into; null if it is not known.

    A code of both lists is taken for the new unit: it mostly is a part of it, and 28 of 3,316 went elsewhere. A commune
    that was divided gives the unit that most of it went into.
    """
    return code.replace_strict(*_present_units(), default=None, return_dtype=pl.String)


def present_province(code: pl.Expr) -> pl.Expr:
    """Return the code of the province in force today of the commune `code` (String), by its present unit."""
    return present_unit(code).replace_strict(*_present_provinces(), default=None, return_dtype=pl.String)


@lru_cache(maxsize=1)
def _present_units() -> tuple[pl.Series, pl.Series]:
    listed = _listed_today().select(pl.col("code").alias("old_code"), pl.coalesce("alias_of", "code").alias("new_code"))
    merged = commune_map().filter(pl.col("is_default") & pl.col("old_code").is_not_null())
    both = pl.concat([listed, merged.select("old_code", "new_code")])
    first = both.unique("old_code", keep="first", maintain_order=True)
    return first["old_code"], first["new_code"]


@lru_cache(maxsize=1)
def _present_provinces() -> tuple[pl.Series, pl.Series]:
    listed = _listed_today()
    return listed["code"], listed["province_code"]


def _listed_today() -> pl.DataFrame:
    return communes().filter(pl.col("code").is_not_null(), pl.col("valid_to").is_null())


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
