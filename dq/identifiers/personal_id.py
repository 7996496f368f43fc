"""Số định danh cá nhân: 12 digits, no check digit (Luật Căn cước 26/2023/QH15 Đ.12; NĐ 137/2015/NĐ-CP Đ.13).

`PPP C YY NNNNNN`: province (or country) of birth registration, century and sex, year of birth, random part. The law of
2023 no longer prints this structure, so only 12 digits with a century that someone alive can have make a number
well-formed; province, sex and year are consistency, never proof (FACTS §1). Numbers keep the 63 provinces of their
time of issue, whatever was merged since.
"""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from dq.identifiers.digits import POINT_ZERO, QUOTE, join_digits, letters_to_digits, restore_zeros
from dq.identifiers.mask import mask
from dq.identifiers.tables import read
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "PersonalId", "Province", "birth_year", "decode", "is_assigned", "is_foreign", "is_valid", "mask"]
__all__ += ["province", "random_part", "repair", "sex"]

WELL_FORMED = r"^[0-9]{3}[0-3][0-9]{8}$"
_FOREIGN = r"^[1-3]"

# A number typed with a missing digit starts with 0; one whose zeros a spreadsheet dropped never does (DESIGN §4).
STEPS = (
    QUOTE,
    POINT_ZERO,
    Step("separators", join_digits(12)),
    Step("letter_for_digit", letters_to_digits(8)),
    Step("leading_zeros", restore_zeros("^[1-9][0-9]{9,10}$", 12)),
    Step("leading_zeros", restore_zeros("^[1-9][0-9]{7}$", 9)),
)


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its prefix in personal numbers, with the name it had and the one it belongs to since 1/7/2025."""

    prefix: str
    name: str
    name_now: str


@dataclass(frozen=True, slots=True)
class PersonalId:
    """What a number of 12 digits says of itself.

    `province` is None for a foreign registration and for a prefix that is not assigned; `notes` are message keys.
    """

    number: str
    valid: bool
    province: Province | None
    foreign: bool
    sex: str
    birth_year: int
    notes: tuple[str, ...]


@lru_cache(maxsize=1)
def provinces() -> dict[str, Province]:
    """Return the 63 provinces by prefix (TT 07/2016/TT-BCA, phụ lục 1)."""
    rows = read("personal_id_provinces")
    return {row["prefix"]: Province(row["prefix"], row["province"], row["province_now"]) for row in rows}


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is 12 digits with a century digit 0 to 3; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` as 12 (or, an old card number, 9) digits where nothing has to be guessed, else as it is.

    Scientific notation has lost its digits and stays.
    """
    return apply_all(value, STEPS)


def province(value: pl.Expr) -> pl.Expr:
    """Return the three digits of province or country of a well-formed number, else null."""
    return _part(value, value.str.head(3))


def random_part(value: pl.Expr) -> pl.Expr:
    """Return the last six digits of a well-formed number, else null."""
    return _part(value, value.str.tail(6))


def is_foreign(value: pl.Expr) -> pl.Expr:
    """Return whether a well-formed number may be of a birth registered abroad: country codes begin with 1 to 3."""
    return _part(value, value.str.contains(_FOREIGN))


def is_assigned(value: pl.Expr) -> pl.Expr:
    """Return whether a well-formed number has the prefix of one of the 63 provinces, or may be foreign; else null."""
    return is_foreign(value) | province(value).is_in(list(provinces()))


def sex(value: pl.Expr) -> pl.Expr:
    """Return `nam` or `nu` by the fourth digit of a well-formed number, else null."""
    return _part(
        value, value.str.slice(3, 1).replace_strict({"0": "nam", "1": "nu", "2": "nam", "3": "nu"}, default=None)
    )


def birth_year(value: pl.Expr) -> pl.Expr:
    """Return the year of birth (Int32) by digits four to six of a well-formed number, else null."""
    century = value.str.slice(3, 1).cast(pl.Int32, strict=False) // 2
    return _part(value, 1900 + century * 100 + value.str.slice(4, 2).cast(pl.Int32, strict=False))


def decode(text: str) -> PersonalId | None:
    """Return what a number of 12 digits says, None for any other text (`repair` it first)."""
    if len(text) != 12 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004 - the length of a number
        return None
    century = int(text[3])
    found = provinces().get(text[:3])
    foreign = found is None and text[0] in "123"
    notes = []
    if century > 3:  # noqa: PLR2004 - 22nd century and later
        notes.append("id.note.future_century")
    if foreign:
        notes.append("id.note.foreign")
    elif found is None:
        notes.append("id.note.unassigned_prefix")
    elif found.name != found.name_now:
        notes.append("id.note.province_merged")
    if len(set(text[6:])) == 1 or text[6:] == "123456":
        notes.append("id.note.placeholder")
    year = 1900 + century // 2 * 100 + int(text[4:6])
    return PersonalId(text, century <= 3, found, foreign, "nu" if century % 2 else "nam", year, tuple(notes))  # noqa: PLR2004


def _part(value: pl.Expr, part: pl.Expr) -> pl.Expr:
    return pl.when(is_valid(value)).then(part)
