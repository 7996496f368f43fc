"""SQL that is the same in every engine."""

from collections.abc import Sequence


def quoted(name: str) -> str:
    """Return a name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def table_sql(table: str) -> str:
    """Return `schema.table` with both parts quoted."""
    return ".".join(map(quoted, table.split(".")))


def texts_sql(relation: str, columns: Sequence[tuple[str, str]], order: Sequence[str]) -> str:
    """Return the SELECT of `columns`, pairs of an expression and a name, as text, in the order of `order`."""
    texts = ", ".join(f"CAST({expression} AS text) AS {quoted(name)}" for expression, name in columns)
    return f"SELECT {texts} FROM {relation}" + (f" ORDER BY {', '.join(order)}" if order else "")
