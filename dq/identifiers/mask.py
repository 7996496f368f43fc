"""What of an identifier may be shown: its last four characters (NĐ 252/2026/NĐ-CP Đ.4)."""

import polars as pl

SHOWN = 4


def mask(value: pl.Expr) -> pl.Expr:
    """Return `value` with a star for every character but the last four; one of four or fewer is covered whole."""
    hidden = value.str.replace_all(r"(?s).", "*")
    covered = hidden.str.head(-SHOWN) + value.str.tail(SHOWN)
    return pl.when(value.str.len_chars() > SHOWN).then(covered).otherwise(hidden)
