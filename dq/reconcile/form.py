"""What both sides of the comparison hold of a person: the values themselves, or keyed hashes of them.

The tests, their order, and what follows from them are the same in either form; only the columns differ, and how a
verdict is read from them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dq.pseudonyms import STATUSES
from dq.reconcile.sql import case_sql, enum_sql, text_sql
from dq.reconcile.verdicts import Verdict, compared_sql, name_verdict_sql, sex_verdict_sql, with_verdicts_sql
from dq.text.names import spelling_sql


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    Attributes:
        number: The column of a person that is equal to the register's `so_dinh_danh` or `old_number`.
        person: The columns of a person by the names that they have in a pair.
        registered: The same of the register.
        spelled: SQL for the name with i for y, over `person` and over the register's own columns.
        status: SQL for the register's status, over the columns of a pair.
        compared: From a table of pairs to a SELECT with the verdicts (`verdicts.compared_sql`).
        tells_numbers: Whether the register's numbers are numbers, so that one can be proposed.
    """

    number: str
    person: Mapping[str, str]
    registered: Mapping[str, str]
    spelled: tuple[str, str]
    status: str
    compared: Callable[[str], str]
    tells_numbers: bool


def columns_sql(columns: Mapping[str, str], *, of: str) -> str:
    """Return the columns of the table `of` under the names that they have in a pair."""
    return ", ".join(f"{of}.{column} AS {name}" for name, column in columns.items())


def _birth_verdict_sql() -> str:
    """Return SQL for the verdict of two birth dates that are hashes of year, month, and day.

    A date without a day, or without a month, is coarser; `verdicts.birth_verdict_sql` says the same of dates.
    """
    parts = ("year", "month", "day")
    same = " AND ".join(f"p_{part} IS NOT DISTINCT FROM r_{part}" for part in parts)
    agree = " AND ".join(f"coalesce(p_{part} = r_{part}, true)" for part in parts)
    return case_sql(
        {
            "p_year IS NULL OR r_year IS NULL": enum_sql(Verdict.ABSENT),
            same: enum_sql(Verdict.EQUAL),
            agree: enum_sql(Verdict.COMPATIBLE),
            "p_swapped = r_day": enum_sql(Verdict.DAY_MONTH_SWAPPED),
        },
        otherwise=enum_sql(Verdict.DIFFERENT),
    )


def _compared_pseudonyms_sql(pairs: str) -> str:
    name = name_verdict_sql(
        left="p_name",
        right="r_name",
        spelled=("p_spelled", "r_spelled"),
        folded=("p_folded", "r_folded"),
        similar="list_has_any(r_near, p_near)",
    )
    verdicts = {"name": name, "birth_date": _birth_verdict_sql(), "sex": sex_verdict_sql("p_sex", "r_sex")}
    return with_verdicts_sql(pairs, verdicts)


def _named(side: str, columns: tuple[str, ...]) -> Mapping[str, str]:
    return {f"{side}_{column}": f"h_{column}" for column in columns}


_HASHED = ("name", "spelled", "folded", "near", "year", "month", "day", "sex")

PLAIN = Form(
    number="identifier",
    person={"p_name": "name_key", "p_tu": "birth_tu", "p_den": "birth_den", "p_sex": "sex"},
    registered={
        "r_name": "name_key",
        "r_tu": "ngay_sinh_tu",
        "r_den": "ngay_sinh_den",
        "r_sex": "gioi_tinh",
        "r_status": "tinh_trang",
    },
    spelled=(spelling_sql("p_name"), spelling_sql("name_key")),
    status="r_status",
    compared=compared_sql,
    tells_numbers=True,
)
PSEUDONYMOUS = Form(
    number="h_number",
    person=_named("p", (*_HASHED, "swapped", *STATUSES)),
    registered=_named("r", (*_HASHED, "status")),
    spelled=("p_spelled", "h_spelled"),
    status=case_sql({f"r_status = p_{status}": text_sql(status) for status in STATUSES}),
    compared=_compared_pseudonyms_sql,
    tells_numbers=False,
)
