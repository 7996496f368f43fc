"""Dân tộc: the 54 groups by name, never by code.

Two official numberings circulate (QĐ 121-TCTK/PPCĐ of 1979, QĐ 1019/QĐ-TCTK of 2008), and 04 is Hoa in one and Mường in
the other (FACTS §2.1). Names are written as in the newer one; the other writings are the same name spelled otherwise.
Subgroups (Cao Lan, Sán Chỉ) are no writings of a group: what a person is registered as is not for us to widen.
"""

from functools import lru_cache

import polars as pl

from dq.identifiers.tables import read
from dq.text.fold import fold

__all__ = ["canonical", "is_valid", "names"]

_WORD = "^dan toc "


def names() -> tuple[str, ...]:
    """Return the names of the 54 groups."""
    return tuple(row["name"] for row in read("ethnic_groups"))


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is the canonical name of a group; null for null."""
    return value.is_in(names())


def canonical(value: pl.Expr) -> pl.Expr:
    """Return the canonical name of the group that `value` is a writing of, else `value`."""
    found = fold(value).str.replace(_WORD, "").replace_strict(_writings(), default=None, return_dtype=pl.String)
    return pl.coalesce(found, value)


@lru_cache(maxsize=1)
def _writings() -> dict[str, str]:
    return {writing: row["name"] for row in read("ethnic_groups") for writing in row["writings"].split(";")}
