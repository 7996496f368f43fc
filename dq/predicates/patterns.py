"""Predicates behind the schema constraints `pattern` and `enum`."""

from collections.abc import Sequence

import polars as pl


def matches_pattern(value: pl.Expr, *, pattern: str) -> pl.Expr:
    """Return whether the whole of `value` (String) matches the regular expression `pattern` (Rust syntax)."""
    return value.str.contains(f"^(?:{pattern})$")


def is_one_of(value: pl.Expr, *, values: Sequence[str | float]) -> pl.Expr:
    """Return whether `value` is one of `values`, which have the type of the column."""
    return value.is_in(list(values))
