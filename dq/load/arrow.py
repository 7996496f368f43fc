"""Columns of Arrow as Polars series: what Polars cannot hold, and what is damaged, is refused by the column's name.

Polars takes what a file says of its values on trust: it panics, or writes parts that nobody can read again.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from dq.errors import LoadError

_DAY = 86_400
# The days that Polars can write, without the first and the last one: a time zone may reach over them.
_FIRST, _LAST = -96_465_291, 95_026_235
_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def to_series(array: Any, name: str, *, file: str, header: str) -> pl.Series:
    """Return the values of a column as a series of that name.

    Raises:
        LoadError: They are of a type that is not read, or are not what the file says of them; names `header`.
    """
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    try:
        array.validate(full=True)
        damaged = not all(map(_has_known_days, _leaves(array)))
        series = None if damaged else pl.Series(name, array)
    except pa.ArrowInvalid:
        series = None
    except (pa.ArrowException, pl.exceptions.PolarsError, TypeError):
        raise LoadError("load.column_type", file=file, column=header, type=str(array.type)) from None
    if series is None:
        raise LoadError("load.column_damaged", file=file, column=header)
    return series


def _leaves(array: Any) -> Iterator[Any]:
    """Yield the arrays of single values that an array of lists, structs, maps or repeated values is made of.

    Raises:
        TypeError: Polars panics at values of that type.
    """
    kind = array.type
    if pa.types.is_decimal256(kind):
        raise TypeError
    if pa.types.is_dictionary(kind):
        yield from _leaves(array.dictionary)
    elif pa.types.is_map(kind):
        yield from _leaves(array.keys)
        yield from _leaves(array.items)
    elif pa.types.is_struct(kind):
        for child in array.flatten():
            yield from _leaves(child)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        yield from _leaves(array.flatten())
    else:
        yield array


def _has_known_days(array: Any) -> bool:
    """Whether the dates and moments of an array are of years that can be written; so are other values."""
    kind = array.type
    if pa.types.is_date32(kind):
        numbers, per_day = array.view(pa.int32()), 1
    elif pa.types.is_date64(kind):
        numbers, per_day = array.view(pa.int64()), _DAY * _PER_SECOND["ms"]
    elif pa.types.is_timestamp(kind):
        numbers, per_day = array.view(pa.int64()), _DAY * _PER_SECOND[kind.unit]
    else:
        return True
    ends: Any = pc.min_max(numbers).as_py()
    return ends["min"] is None or (_FIRST * per_day <= ends["min"] and ends["max"] <= _LAST * per_day)
