"""Two partial dates compared, as SQL for DuckDB: each is its first and last possible day, `1950` all days of 1950.

The functions take pairs of SQL expressions and return one; null gives null.
"""

Bounds = tuple[str, str]


def equal_sql(left: Bounds, right: Bounds) -> str:
    """Return SQL that is true if both dates are the same at the same precision."""
    (a, b), (c, d) = left, right
    return f"{a} = {c} AND {b} = {d}"


def compatible_sql(left: Bounds, right: Bounds) -> str:
    """Return SQL that is true if one date is the other at a coarser precision, or both are the same."""
    (a, b), (c, d) = left, right
    return f"({a} <= {c} AND {d} <= {b}) OR ({c} <= {a} AND {b} <= {d})"


def whole_sql(left: Bounds, right: Bounds) -> str:
    """Return SQL that is true if both dates have a day."""
    (a, b), (c, d) = left, right
    return f"{a} = {b} AND {c} = {d}"


def day_month_swapped_sql(left: Bounds, right: Bounds) -> str:
    """Return SQL that is true if both dates have a day, and one's day is the other's month, in the same year."""
    a, c = left[0], right[0]
    swapped = f"year({a}) = year({c}) AND month({a}) = day({c}) AND day({a}) = month({c})"
    return f"{whole_sql(left, right)} AND {swapped}"


def one_digit_sql(left: Bounds, right: Bounds) -> str:
    """Return SQL that is true if both dates have a day and their eight digits are one slip apart.

    A slip is one digit changed, or two neighbors swapped.
    """
    a, c = (f"strftime({day}, '%Y%m%d')" for day in (left[0], right[0]))
    return f"{whole_sql(left, right)} AND damerau_levenshtein({a}, {c}) = 1"


def year_for_date_sql(left: Bounds, right: Bounds) -> str:
    """Return SQL that is true if one of two whole dates is the first of January of the other's year.

    A year is entered as its first of January where a form wants a day (NĐ 135/2020/NĐ-CP Đ.3(3)).
    """
    a, c = left[0], right[0]
    new_year = f"(month({a}) = 1 AND day({a}) = 1) OR (month({c}) = 1 AND day({c}) = 1)"
    return f"year({a}) = year({c}) AND ({new_year})"


def years_apart_sql(left: Bounds, right: Bounds, most: int) -> str:
    """Return SQL that is true if the years of two dates differ by `most` at most."""
    return f"abs(year({left[0]}) - year({right[0]})) <= {most}"
