"""Predicates on commune codes."""

import polars as pl

from dq import gazetteer


def commune_known(code: pl.Expr) -> pl.Expr:
    """Return whether `code` is a commune of the old list (to 30 June 2025) or the new one (QĐ 19/2025/QĐ-TTg)."""
    return gazetteer.known(code)


def commune_in_force(code: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return whether `code` is in the list in force on the day `at`: today's, or that of the record's date.

    QĐ 124/2004/QĐ-TTg to 30 June 2025, QĐ 19/2025/QĐ-TTg from 1 July 2025. A code that both lists have is in force in
    both periods, though it names another area.
    """
    return gazetteer.in_force(code, at)


def commune_name_matches(code: pl.Expr, name: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return whether `name` is that of the commune `code` on the day `at`, whatever its marks, case and kind.

    Null where the code was not in force on that day: another rule says so.
    """
    return gazetteer.name_matches(code, name, at)


def place_names_commune(place: pl.Expr, code: pl.Expr) -> pl.Expr:
    """Return whether the commune that `place` names in words is the commune `code`, under any name it ever had.

    Names of communes that went into it, or that it went into, count too. Null where the place names no commune.
    """
    return gazetteer.names_commune(place, code)
