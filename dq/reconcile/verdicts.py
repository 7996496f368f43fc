"""Two persons compared field by field: a verdict each, and whether they are the same person likely.

The functions take SQL expressions and return one; a verdict is of the SQL type `verdict` (`sql.enum_type_sql`). Names
are the keys of `dq.text.names.name_key`; a birth date is its first and last possible day; sex is `nam` or `nu`. Null is
not held.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from dq.reconcile.sql import case_sql, enum_sql, one_of_sql
from dq.text import dates
from dq.text.names import marks_folded_sql, similar_sql, spelling_sql


class Verdict(StrEnum):
    """How a field of a person compares with the register's."""

    EQUAL = "equal"
    SPELLING = "spelling"  # names: nothing but i or y
    COMPATIBLE = "compatible"  # birth dates: one is the other at a coarser precision
    ABSENT = "absent"  # one side does not hold it, so nothing is compared
    MARKS_MISSING = "marks_missing"  # names: the same letters, other marks
    SIMILAR = "similar"  # names: one letter, or one middle word
    DAY_MONTH_SWAPPED = "day_month_swapped"
    DIFFERENT = "different"


AGREEING = (Verdict.EQUAL, Verdict.SPELLING, Verdict.COMPATIBLE, Verdict.ABSENT)
SAME_NAME = (Verdict.EQUAL, Verdict.SPELLING, Verdict.MARKS_MISSING, Verdict.SIMILAR)
_SAME_BIRTH = (Verdict.EQUAL, Verdict.COMPATIBLE)


def name_verdict_sql(*, left: str, right: str, spelled: tuple[str, str], folded: tuple[str, str], similar: str) -> str:
    """Return SQL for the verdict of two name keys.

    Args:
        left: A name key.
        right: Another.
        spelled: Both keys with i for y (`dq.text.names.spelling_sql`).
        folded: Both keys without marks (`dq.text.names.marks_folded_sql`).
        similar: SQL that says whether the folded keys are similar (`dq.text.names.similar_sql`).

    The branches after `equal` are evaluated on names that differ only: folding costs many times a comparison.
    """
    return case_sql(
        {
            f"{left} IS NULL OR {right} IS NULL": enum_sql(Verdict.ABSENT),
            f"{left} = {right}": enum_sql(Verdict.EQUAL),
            f"{spelled[0]} = {spelled[1]}": enum_sql(Verdict.SPELLING),
            f"{folded[0]} = {folded[1]}": enum_sql(Verdict.MARKS_MISSING),
            similar: enum_sql(Verdict.SIMILAR),
        },
        otherwise=enum_sql(Verdict.DIFFERENT),
    )


def birth_verdict_sql(left: tuple[str, str], right: tuple[str, str]) -> str:
    """Return SQL for the verdict of two birth dates, each as (first day, last day).

    Dates of unequal precision are compared at the coarser one: 01/01/1950 and 1950 are compatible (NĐ 135/2020 Đ.3(3)
    writes a year as its first of January). Day and month can be swapped only where both dates are whole.
    """
    return case_sql(
        {
            " OR ".join(f"{day} IS NULL" for day in (*left, *right)): enum_sql(Verdict.ABSENT),
            dates.equal_sql(left, right): enum_sql(Verdict.EQUAL),
            dates.compatible_sql(left, right): enum_sql(Verdict.COMPATIBLE),
            dates.day_month_swapped_sql(left, right): enum_sql(Verdict.DAY_MONTH_SWAPPED),
        },
        otherwise=enum_sql(Verdict.DIFFERENT),
    )


def sex_verdict_sql(left: str, right: str) -> str:
    """Return SQL for the verdict of two sexes."""
    return case_sql(
        {
            f"{left} IS NULL OR {right} IS NULL": enum_sql(Verdict.ABSENT),
            f"{left} = {right}": enum_sql(Verdict.EQUAL),
        },
        otherwise=enum_sql(Verdict.DIFFERENT),
    )


def same_person_sql(name: str, birth_date: str) -> str:
    """Return SQL for `same_person_likely` from two verdicts: the names are equal or similar, or the birth dates agree.

    Something must speak for it: a date that one side does not hold does not. Null where neither name nor birth date is
    held by both, so that nothing can be said.
    """
    same_name = one_of_sql(name, map(enum_sql, SAME_NAME))
    same_birth = one_of_sql(birth_date, map(enum_sql, _SAME_BIRTH))
    absent = enum_sql(Verdict.ABSENT)
    return case_sql(
        {f"{same_name} OR {same_birth}": "true", f"NOT ({name} = {absent} AND {birth_date} = {absent})": "false"}
    )


def differs_sql(verdict: str) -> str:
    """Return SQL that is true if a field was compared and does not agree."""
    return f"{verdict} NOT IN ({', '.join(map(enum_sql, AGREEING))})"


def compared_sql(pairs: str) -> str:
    """Return a SELECT of all columns of `pairs` and the verdicts `name`, `birth_date`, `sex`, `same_person_likely`.

    Args:
        pairs: A table with `p_name`, `p_tu`, `p_den`, `p_sex` of one person and `r_name`, `r_tu`, `r_den`, `r_sex` of
            the one to compare with.
    """
    unequal = "p_name <> r_name"
    same_length = f"{unequal} AND length(p_name) = length(r_name)"  # as i for y leaves it
    keys = {
        "p_spelled": case_sql({same_length: spelling_sql("p_name")}),
        "r_spelled": case_sql({same_length: spelling_sql("r_name")}),
        "p_folded": case_sql({unequal: marks_folded_sql("p_name")}),
        "r_folded": case_sql({unequal: marks_folded_sql("r_name")}),
    }
    name = name_verdict_sql(
        left="p_name",
        right="r_name",
        spelled=("p_spelled", "r_spelled"),
        folded=("p_folded", "r_folded"),
        similar=similar_sql("p_folded", "r_folded"),
    )
    verdicts = {
        "name": name,
        "birth_date": birth_verdict_sql(("p_tu", "p_den"), ("r_tu", "r_den")),
        "sex": sex_verdict_sql("p_sex", "r_sex"),
    }
    keyed = f"(SELECT *, {', '.join(f'{sql} AS {key}' for key, sql in keys.items())} FROM {pairs})"
    return with_verdicts_sql(keyed, verdicts, without=tuple(keys))


def with_verdicts_sql(pairs: str, verdicts: Mapping[str, str], *, without: Sequence[str] = ()) -> str:
    """Return a SELECT of all columns of `pairs` and of `verdicts` (`name`, `birth_date`, `sex`), `same_person_likely`.

    Args:
        pairs: A table.
        verdicts: SQL of each over its columns.
        without: Columns of `pairs` that are left out.
    """
    kept = f"* EXCLUDE ({', '.join(without)})" if without else "*"
    return f"""
        SELECT *, {same_person_sql("name", "birth_date")} AS same_person_likely
        FROM (SELECT {kept}, {", ".join(f"{sql} AS {name}" for name, sql in verdicts.items())} FROM {pairs})
    """
