"""A birth date at its own precision: the same day, the same year, a slip of the pen."""

import polars as pl

from dq.canonical import date_bounds
from dq.catalog.schemas import DatasetSchema
from dq.link.kinds import Kind, Level
from dq.model import LOWER, UPPER
from dq.text import dates


def _columns(frame: pl.DataFrame, schema: DatasetSchema, column: str) -> pl.DataFrame:
    lower, upper = date_bounds(schema, column)
    return frame.select(lower.alias(LOWER), upper.alias(UPPER))


def _levels(name: str) -> tuple[Level, ...]:
    left, right = ((f"{name}{LOWER}_{side}", f"{name}{UPPER}_{side}") for side in "lr")
    first = f"{name}{LOWER}"
    return (
        Level("equal", f"{dates.equal_sql(left, right)} AND {dates.whole_sql(left, right)}", frequency=first),
        # A year on one side at least: all that can be said is that the year is right.
        Level("year", f"({dates.compatible_sql(left, right)}) OR ({dates.year_for_date_sql(left, right)})"),
        Level("swapped", dates.day_month_swapped_sql(left, right)),
        Level("one_digit", dates.one_digit_sql(left, right)),
        Level("near_year", dates.years_apart_sql(left, right, 1)),
    )


def _whole(name: str) -> str:
    return f"CASE WHEN {name}{LOWER} = {name}{UPPER} THEN {name}{LOWER} END"


def _year(name: str) -> str:
    return f"CASE WHEN year({name}{LOWER}) = year({name}{UPPER}) THEN year({name}{LOWER}) END"


def _day_month(name: str) -> str:
    return f"CASE WHEN {name}{LOWER} = {name}{UPPER} THEN month({name}{LOWER}) * 100 + day({name}{LOWER}) END"


BIRTH_DATE = Kind(
    types={LOWER: pl.Date, UPPER: pl.Date},
    columns=_columns,
    held=LOWER,
    levels=_levels,
    parts={"": _whole, "year": _year, "day_month": _day_month},
)
