"""An expression function asked about texts."""

import polars as pl


def ask(function, values, **others):
    """The values that `function` gives for texts and further columns."""
    frame = pl.DataFrame({"text": pl.Series(values, dtype=pl.String), **others})
    return frame.select(function(pl.col("text"), *map(pl.col, others))).to_series().to_list()
