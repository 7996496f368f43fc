"""Expectations of uniqueness as one query each.

The SQL of Great Expectations counts every value's rows in a window, or joins the table with its own groups, and does so
two or three times. Whether any value repeats costs one grouping of hashes, which are half as large as what they stand
for and never differ for equal values; only rows whose hash repeats are then compared by value.
"""

from dq.expect.session import View
from dq.model import Expectation

HASH = "hash"
_COLUMN, _COMPOUND = "expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique"
_ARGUMENTS = {_COLUMN: {"column"}, _COMPOUND: {"column_list", "ignore_row_if"}}


def repeated_sql(body: Expectation, view: View) -> str | None:
    """Return a SELECT that gives a row if values that `body` expects to be unique repeat, and none if they do not.

    As in the SQL of Great Expectations a row with an absent value repeats no other. None where `body` is no expectation
    of uniqueness, or lets a share of the rows repeat (`mostly`): that share is for Great Expectations to judge.
    """
    if not set(body.arguments) <= _ARGUMENTS.get(body.name, set()):
        return None
    names = [body.arguments["column"]] if body.name == _COLUMN else body.arguments["column_list"]
    columns = ", ".join(map(_quote, names))
    present = " AND ".join(f"{_quote(name)} IS NOT NULL" for name in names)
    return f"""
        WITH hashed AS (SELECT {HASH}({columns}) AS h FROM {view.name} WHERE {present}),
        suspect AS MATERIALIZED (SELECT h FROM hashed GROUP BY h HAVING count(*) > 1)
        SELECT 1 FROM {view.name} SEMI JOIN suspect ON {HASH}({columns}) = h
        WHERE {present}
        GROUP BY {columns}
        HAVING count(*) > 1
        LIMIT 1
    """


def _quote(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
