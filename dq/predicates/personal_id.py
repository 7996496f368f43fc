"""Predicates on the personal number (số định danh cá nhân, 12 digits).

Its inner structure is printed in NĐ 137/2015/NĐ-CP Đ.13 and TT 07/2016/TT-BCA, no longer in the law of 2023, so what
disagrees with it is worth a look, not an error. A number that is not well-formed gives null throughout: it is the
register outcome `invalid_id`.
"""

import polars as pl

from dq.identifiers import personal_id

_RUNS = (*(digit * 6 for digit in "0123456789"), "123456")


def personal_id_province_assigned(number: pl.Expr) -> pl.Expr:
    """Return whether the prefix of `number` is one of the 63 provinces, or may be of a registration abroad.

    TT 07/2016/TT-BCA, appendix 1. Numbers did not change with the merger of 1 July 2025; 003 or 028 was never assigned.
    """
    return personal_id.is_assigned(number)


def personal_id_registered_at_home(number: pl.Expr) -> pl.Expr:
    """Return whether the birth was registered in Việt Nam: the prefix is not that of a foreign country (1 to 3).

    TT 07/2016/TT-BCA, appendix 2. Null for prefixes from 400 on, which are neither.
    """
    at_home = personal_id.province(number).str.starts_with("0")
    return pl.when(at_home | personal_id.is_foreign(number)).then(at_home)


def personal_id_matches_sex(number: pl.Expr, sex: pl.Expr) -> pl.Expr:
    """Return whether the fourth digit of `number` says the same sex as `sex` (`nam` or `nu`, else null).

    NĐ 137/2015/NĐ-CP Đ.13. A number awaiting re-issue may disagree rightly (NĐ 70/2024/NĐ-CP Đ.11(7)).
    """
    return pl.when(sex.is_in(["nam", "nu"])).then(personal_id.sex(number) == sex)


def personal_id_matches_birth_year(number: pl.Expr, birth_lower: pl.Expr, birth_upper: pl.Expr) -> pl.Expr:
    """Return whether digits four to six of `number` name a year within the bounds of the birth date.

    NĐ 137/2015/NĐ-CP Đ.13. A number awaiting re-issue may disagree rightly (NĐ 70/2024/NĐ-CP Đ.11(7)).
    """
    known = birth_lower.is_not_null() & birth_upper.is_not_null()
    within = personal_id.birth_year(number).is_between(birth_lower.dt.year(), birth_upper.dt.year())
    return pl.when(known).then(within)


def personal_id_random_part_plausible(number: pl.Expr) -> pl.Expr:
    """Return whether the last six digits of `number` look random: not all the same, not 123456.

    One true number in about 90,000 looks like that too.
    """
    return ~personal_id.random_part(number).is_in(_RUNS)
