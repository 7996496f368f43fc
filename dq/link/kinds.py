"""What a kind of field is to linking: the columns compared, the levels of agreement, the parts for blocking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from dq.catalog.schemas import DatasetSchema

DIFFERENT = "different"
"""The last level of every comparison: none of the others holds."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two values can agree; the first of a comparison that holds is the pair's.

    Attributes:
        code: Its name, in weights, in `candidates.parquet` and in the report.
        sql: The condition, over the columns of both sides, which end in `_l` and `_r`.
        frequency: The column whose frequency in the reference says how much the agreement is worth: of two people
            called Nguyễn less than of two called Xồng. None: worth the same for every value.
        like: The level whose agreement the frequency is of, where it is another one: this one is worth more or less by
            as much as that one is.
    """

    code: str
    sql: str
    frequency: str | None = None
    like: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field.

    Attributes:
        types: The columns that it is compared by, as suffixes of the comparison's name, with their types.
        columns: From (canonical rows, their schema, a column there) to those columns, named by their suffixes.
        held: The suffix of the column that is null where a side does not hold the field.
        levels: From the comparison's name to its levels, the best first, without `DIFFERENT`.
        parts: From a part's name to SQL for it, given the comparison's name; null where the field does not have it.
    """

    types: Mapping[str, type[pl.DataType]]
    columns: Callable[[pl.DataFrame, DatasetSchema, str], pl.DataFrame]
    held: str
    levels: Callable[[str], tuple[Level, ...]]
    parts: Mapping[str, Callable[[str], str]]


def both(column: str) -> tuple[str, str]:
    """Return the names of `column` on the two sides of a pair."""
    return f"{column}_l", f"{column}_r"


def equal_sql(column: str) -> str:
    """Return SQL that is true if both sides have the same in `column`."""
    left, right = both(column)
    return f"{left} = {right}"
