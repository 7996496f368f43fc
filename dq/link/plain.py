"""Fields that need no knowledge of Vietnam: sex, free text, codes; and the commune, which needs the gazetteer."""

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.gazetteer import present_province, present_unit
from dq.link.kinds import Kind, Level, both, equal_sql
from dq.text.fold import fold

_SEXES = ("nam", "nu")  # anything else in the column says nothing that could be compared
_CLOSE, _NEAR = 0.92, 0.8  # Jaro-Winkler similarities, as Splink's own comparisons of names use them
_START = 3


def _sex_columns(frame: pl.DataFrame, _schema: DatasetSchema, column: str) -> pl.DataFrame:
    sex = pl.col(column)
    return frame.select(pl.when(sex.is_in(_SEXES)).then(sex).alias(""))


def _text_columns(frame: pl.DataFrame, _schema: DatasetSchema, column: str) -> pl.DataFrame:
    folded = frame.select(fold(pl.col(column).cast(pl.String)).alias(""))
    return folded.select(pl.when(pl.col("") != "").then(pl.col("")))


def _text_levels(name: str) -> tuple[Level, ...]:
    left, right = both(name)
    return (
        Level("equal", equal_sql(name), frequency=name),
        Level("similar", f"jaro_winkler_similarity({left}, {right}) >= {_CLOSE}"),
        Level("near", f"jaro_winkler_similarity({left}, {right}) >= {_NEAR}"),
    )


def _code_columns(frame: pl.DataFrame, _schema: DatasetSchema, column: str) -> pl.DataFrame:
    return frame.select(pl.col(column).cast(pl.String).alias(""))


def _code_levels(name: str) -> tuple[Level, ...]:
    left, right = both(name)
    return (
        Level("equal", equal_sql(name), frequency=name),
        Level("one_digit", f"damerau_levenshtein({left}, {right}) = 1"),
    )


def _commune_columns(frame: pl.DataFrame, _schema: DatasetSchema, column: str) -> pl.DataFrame:
    code = pl.col(column)
    return frame.select(code.alias("_code"), present_unit(code).alias(""), present_province(code).alias("_province"))


def _commune_levels(name: str) -> tuple[Level, ...]:
    return (
        Level("equal", equal_sql(f"{name}_code"), frequency=name),
        Level("merged", equal_sql(name), frequency=name),
        Level("province", equal_sql(f"{name}_province"), frequency=f"{name}_province"),
    )


SEX = Kind(
    types={"": pl.String},
    columns=_sex_columns,
    held="",
    levels=lambda name: (Level("equal", equal_sql(name)),),
    parts={"": str},
)
TEXT = Kind(
    types={"": pl.String},
    columns=_text_columns,
    held="",
    levels=_text_levels,
    parts={"": str, "start": lambda name: f"left({name}, {_START})"},
)
CODE = Kind(types={"": pl.String}, columns=_code_columns, held="", levels=_code_levels, parts={"": str})
COMMUNE = Kind(
    types={"_code": pl.String, "": pl.String, "_province": pl.String},
    columns=_commune_columns,
    held="",
    levels=_commune_levels,
    parts={"": str, "province": lambda name: f"{name}_province"},
)
