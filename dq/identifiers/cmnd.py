"""Giấy chứng minh nhân dân: the card of 9 digits that the personal number replaced, out of force since 31/12/2024.

The first two or three digits are the police that *issued* it, not the place of birth. It is neither a stable nor a
unique key: who moved to another province got a new number, and a block of 50,000 was issued twice (FACTS §1.5).
"""

from dataclasses import dataclass

import polars as pl

from dq.identifiers.digits import POINT_ZERO, QUOTE, join_digits, letters_to_digits, restore_zeros
from dq.identifiers.mask import mask
from dq.identifiers.tables import read
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "Cmnd", "decode", "is_valid", "mask", "prefix", "repair"]

WELL_FORMED = "^[0-9]{9}$"
_TWICE = range(271_450_001, 271_500_001)  # issued by both Bà Rịa - Vũng Tàu and Đồng Nai

STEPS = (
    QUOTE,
    POINT_ZERO,
    Step("separators", join_digits(12)),
    Step("letter_for_digit", letters_to_digits(8)),
    Step("leading_zeros", restore_zeros("^[1-9][0-9]{7}$", 9)),
)


@dataclass(frozen=True, slots=True)
class Cmnd:
    """What a card number says of itself.

    `provinces` may have issued it (none for an unknown prefix); `verified` says whether a public source confirms all of
    them; `notes` are message keys.
    """

    number: str
    prefix: str
    provinces: tuple[str, ...]
    verified: bool
    notes: tuple[str, ...]


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is 9 digits; null for null."""
    return value.str.contains(WELL_FORMED)


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` as 9 digits where nothing has to be guessed, else as it is (a number of 12 digits stays one)."""
    return apply_all(value, STEPS)


def prefix(value: pl.Expr) -> pl.Expr:
    """Return the two digits of the issuing police of a well-formed number, else null."""
    return pl.when(is_valid(value)).then(value.str.head(2))


def decode(text: str) -> Cmnd | None:
    """Return what a number of 9 digits says, None for any other text (`repair` it first)."""
    if len(text) != 9 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004 - the length of a number
        return None
    notes = ["id.note.cmnd_out_of_force"]
    if int(text) in _TWICE:
        notes.append("id.note.cmnd_issued_twice")
    issuers = {row["prefix"]: row for row in read("cmnd_prefixes")}
    for known in (text[:3], text[:2]):
        if known in issuers:
            row = issuers[known]
            verified = row["status"] == "verified"
            if not verified:
                notes.append("id.note.cmnd_prefix_unverified")
            return Cmnd(text, known, tuple(row["provinces"].split(";")), verified, tuple(notes))
    return Cmnd(text, text[:2], (), verified=False, notes=(*notes, "id.note.unassigned_prefix"))
