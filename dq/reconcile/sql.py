"""The few things that all SQL builders need.

Verdicts and outcomes are SQL enums while they are computed: a byte each in the tables and in the sort, where text would
take sixteen. They are written as text.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


def text_sql(value: str) -> str:
    """Return `value` as a SQL string; only for our own enums, catalog names and paths, never for data."""
    return "'" + str(value).replace("'", "''") + "'"


def enum_type_sql(kind: type[StrEnum]) -> str:
    """Return the statement that makes the SQL type of an enum known to a connection, for as long as it is open."""
    return f"CREATE TEMP TYPE {kind.__name__.lower()} AS ENUM ({', '.join(map(text_sql, kind))})"


def enum_sql(value: StrEnum) -> str:
    """Return `value` as a constant of its SQL type."""
    return f"{text_sql(value)}::{type(value).__name__.lower()}"


def one_of_sql(expression: str, constants: Iterable[str]) -> str:
    """Return SQL that is true if `expression` is one of `constants`, which are SQL themselves."""
    return f"{expression} IN ({', '.join(constants)})"


def case_sql(branches: Mapping[str, str], *, otherwise: str = "NULL") -> str:
    """Return SQL for the value of the first condition that is true; later ones are not evaluated on those rows."""
    whens = " ".join(f"WHEN {condition} THEN {value}" for condition, value in branches.items())
    return f"CASE {whens} ELSE {otherwise} END"
