"""What became of a commune on 1 July 2025: a whole merger proposes the new code, a division only suggests it."""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from dq.gazetteer.codes import in_force
from dq.gazetteer.units import commune_map


@dataclass(frozen=True, slots=True)
class Successor:
    """A new commune that an old one went into; `is_default` where most of a divided one is (the list's choice)."""

    code: str
    name: str
    is_default: bool


def proposed_commune(code: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Return the new code of a commune that is not in force on the day `at` and went into one commune as a whole.

    Null for a code in force, an unknown one, and one that was divided: there the address decides (`successors`). A
    proposal for a person to confirm, never a repair.
    """
    proposed = code.replace_strict(_whole(), default=None, return_dtype=pl.String)
    return pl.when(~in_force(code, at)).then(proposed)


def successors(code: str) -> tuple[Successor, ...]:
    """Return the new communes that the old commune `code` went into, the default first; none if it is no old one."""
    found = commune_map().filter(pl.col("old_code") == code).sort("is_default", descending=True, maintain_order=True)
    return tuple(Successor(*row) for row in found.select("new_code", "new_name", "is_default").iter_rows())


@lru_cache(maxsize=1)
def _whole() -> dict[str, str]:
    whole = commune_map().filter(pl.col("old_code").is_not_null(), pl.col("kind") == "whole")
    return dict(whole.select("old_code", "new_code").iter_rows())
