"""A person's name, compared as a name of Vietnam is written: by key, marks, i/y, a slip, first and last word."""

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.link.kinds import Kind, Level, both, equal_sql
from dq.text.names import folded_name, name_key, similar_sql, spelling_sql


def _columns(frame: pl.DataFrame, _schema: DatasetSchema, column: str) -> pl.DataFrame:
    """Names repeat, and each step costs more than a look-up: so only distinct names are worked on, step by step."""
    distinct = frame.select(pl.col(column).alias("name")).unique().with_columns(name_key(pl.col("name")).alias(""))
    distinct = distinct.with_columns(folded_name(pl.col("")).alias("_folded"))
    distinct = distinct.filter(pl.col("_folded") != "").with_columns(pl.col("_folded").str.split(" ").alias("words"))
    words = pl.col("words").list
    ends = pl.concat_str(words.first(), pl.lit(" "), words.last())
    keyed = distinct.select("name", "", "_folded", ends.alias("_ends"), words.last().alias("_given"))
    names = frame.select(pl.col(column).alias("name"))
    return names.join(keyed, on="name", how="left", maintain_order="left").drop("name")


def _levels(name: str) -> tuple[Level, ...]:
    folded, ends, given = f"{name}_folded", f"{name}_ends", f"{name}_given"
    left, right = both(name)
    spelled = f"length({left}) = length({right}) AND {spelling_sql(left)} = {spelling_sql(right)}"
    return (
        Level("equal", equal_sql(name), frequency=folded),
        Level("spelling", f"{equal_sql(folded)} AND {spelled}", frequency=folded),
        Level("marks", equal_sql(folded), frequency=folded),
        # How many people have a name one slip away goes by how many share its surname and given name.
        Level("similar", similar_sql(*both(folded)), frequency=ends, like="ends"),
        Level("ends", equal_sql(ends), frequency=ends),
        Level("given", equal_sql(given), frequency=given),
    )


PERSON_NAME = Kind(
    types={"": pl.String, "_folded": pl.String, "_ends": pl.String, "_given": pl.String},
    columns=_columns,
    held="_folded",
    levels=_levels,
    parts={"": lambda name: f"{name}_folded", "given": lambda name: f"{name}_given"},
)
