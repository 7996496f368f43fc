"""The few things that all SQL builders need."""

from collections.abc import Iterable, Mapping


def text_sql(value: str) -> str:
    """Return `value` as a SQL string; only for our own enums, catalog names and paths, never for data."""
    return "'" + str(value).replace("'", "''") + "'"


def one_of_sql(expression: str, values: Iterable[str]) -> str:
    """Return SQL that is true if `expression` is one of `values`."""
    return f"{expression} IN ({', '.join(map(text_sql, values))})"


def case_sql(branches: Mapping[str, str], *, otherwise: str = "NULL") -> str:
    """Return SQL for the value of the first condition that is true; later ones are not evaluated on those rows."""
    whens = " ".join(f"WHEN {condition} THEN {value}" for condition, value in branches.items())
    return f"CASE {whens} ELSE {otherwise} END"
