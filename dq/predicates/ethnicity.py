"""Predicates on ethnic groups."""

import polars as pl

from dq.identifiers import ethnic_group


def ethnicity_known(group: pl.Expr) -> pl.Expr:
    """Return whether `group` is the canonical name of one of the 54 groups (QĐ 1019/QĐ-TCTK of 2008)."""
    return ethnic_group.is_valid(group)
