"""A repair that has a name: a normalizer is a sequence of them, so that the change log can say which ones happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Step:
    """One repair of a text column: `apply` changes what needs it and leaves everything else, null included, alone."""

    code: str
    apply: Callable[[pl.Expr], pl.Expr]


def apply_all(value: pl.Expr, steps: Iterable[Step]) -> pl.Expr:
    """Return `value` after all `steps`, one after the other."""
    for step in steps:
        value = step.apply(value)
    return value
