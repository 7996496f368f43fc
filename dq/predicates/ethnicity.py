"""Predicates on ethnic groups."""

import polars as pl

from dq.identifiers import ethnic_group
from dq.text.fold import fold

_VIETNAM = "Việt Nam"
_ALSO_COUNTRIES = ("Lào", "Thái")


def ethnicity_known(group: pl.Expr) -> pl.Expr:
    """Return whether `group` is the canonical name of one of the 54 groups (QĐ 1019/QĐ-TCTK of 2008)."""
    return ethnic_group.is_valid(group)


def nationality_clear(nationality: pl.Expr) -> pl.Expr:
    """Return whether `nationality` is `Việt Nam`, or surely another: no other writing of it, and none of its peoples.

    Who is foreign needs no number (Luật Hộ tịch 60/2014/QH13 Đ.36), so what is not understood must not count as that.
    """
    peoples = [name for name in ethnic_group.names() if name not in _ALSO_COUNTRIES]
    folded = fold(nationality)
    unclear = folded.str.contains(r"viet ?nam|chxhcn|\bvn\b") | ~folded.str.contains(r"\p{L}\p{L}")
    return (nationality == _VIETNAM) | ~(unclear | nationality.is_in(peoples))
