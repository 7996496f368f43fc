"""Mã định danh thửa đất: the geohash of 12 characters of a point in the parcel (TT 19/2026/TT-BNNMT Đ.11(3), PL I)."""

from functools import lru_cache

import polars as pl

from dq.identifiers.digits import QUOTE
from dq.identifiers.mask import mask
from dq.text.steps import Step, apply_all

__all__ = ["STEPS", "decode", "is_in_vietnam", "is_valid", "mask", "repair"]

ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
WELL_FORMED = "^w[0-9b-hjkmnp-z]{11}$"
SOUTH, NORTH, WEST, EAST = 6.5, 23.5, 102.0, 117.5  # mainland, Phú Quốc, Hoàng Sa, Trường Sa, with a margin
_CELL = 4  # characters of the cells that the country is covered by: 0.35° by 0.18°
_CODE = r"^[wW][\s\-.]*(?:[0-9A-Za-z][\s\-.]*){11}$"


def _join(value: pl.Expr) -> pl.Expr:
    return pl.when(value.str.contains(_CODE)).then(value.str.replace_all(r"[\s\-.]", "")).otherwise(value)


def _to_lower(value: pl.Expr) -> pl.Expr:
    return pl.when(value.str.contains("^[wW][0-9A-Za-z]{11}$")).then(value.str.to_lowercase()).otherwise(value)


def _to_digits(value: pl.Expr) -> pl.Expr:
    # The alphabet has no i, l, o: they can only be 1, 1, 0.
    is_code = value.str.contains("^w[0-9b-z]{11}$")
    return pl.when(is_code).then(value.str.replace_many({"o": "0", "l": "1", "i": "1"})).otherwise(value)


STEPS = (
    QUOTE,
    Step("separators", _join),
    Step("letter_case", _to_lower),
    Step("letter_for_digit", _to_digits),
)


def is_valid(value: pl.Expr) -> pl.Expr:
    """Return whether `value` is a geohash of 12 characters of a point in Việt Nam (by its box); null for null."""
    return value.str.contains(WELL_FORMED) & is_in_vietnam(value)


def is_in_vietnam(value: pl.Expr) -> pl.Expr:
    """Return whether the cell of the first four characters touches the box around Việt Nam; null for null."""
    return value.str.head(_CELL).is_in(_cells())


def repair(value: pl.Expr) -> pl.Expr:
    """Return `value` in small letters without separators where it has 12 characters, else as it is."""
    return apply_all(value, STEPS)


def decode(code: str) -> tuple[float, float] | None:
    """Return latitude and longitude (WGS 84, degrees) of the middle of a geohash cell, None for any other text."""
    if not code or not set(code) <= set(ALPHABET):
        return None
    south, north, west, east = _bounds(code)
    return (south + north) / 2, (west + east) / 2


def _bounds(code: str) -> tuple[float, float, float, float]:
    latitude, longitude = (-90.0, 90.0), (-180.0, 180.0)
    along = True  # the bits alternate between longitude and latitude, longitude first
    for letter in code:
        for bit in f"{ALPHABET.index(letter):05b}":
            if along:
                longitude = _half(longitude, bit)
            else:
                latitude = _half(latitude, bit)
            along = not along
    return *latitude, *longitude


def _half(span: tuple[float, float], bit: str) -> tuple[float, float]:
    middle = (span[0] + span[1]) / 2
    return (middle, span[1]) if bit == "1" else (span[0], middle)


@lru_cache(maxsize=1)
def _cells() -> tuple[str, ...]:
    cells = [""]
    for _ in range(_CELL):
        cells = [cell + letter for cell in cells for letter in ALPHABET if _touches(cell + letter)]
    return tuple(cells)


def _touches(cell: str) -> bool:
    south, north, west, east = _bounds(cell)
    return south < NORTH and north > SOUTH and west < EAST and east > WEST
