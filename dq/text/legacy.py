"""Text in TCVN3 (ABC), VNI or VIQR that was taken for Latin letters: how its cells look.

The first two were fonts: the letters of Windows-1252 drawn otherwise, so `Nguyễn Văn` is stored as `NguyÔn V¨n` or
`Nguyeãn Vaên`. No cell alone tells (`Hoàng` is also VNI for `Hồng`, `Lê` is TCVN3 for `Lấ`), a column does: legacy text
has none of the letters that Unicode alone has (ơ, ư, đ, ạ …).
"""

from enum import StrEnum

import polars as pl

UNICODE = r"[ăđĩũơưĂĐĨŨƠƯ\x{1EA0}-\x{1EF9}\x{300}-\x{303}\x{309}\x{323}]"
TCVN3 = (
    r"[a-zA-Z][\x{A8}-\x{AE}\x{B5}-\x{B9}\x{BB}-\x{BE}]|[\x{A8}-\x{AE}\x{B5}-\x{B9}\x{BB}-\x{BE}][a-zA-Z]"
    r"|[a-z][\x{C6}-\x{D6}\x{D8}\x{DC}-\x{DE}]|[a-zA-Z]\x{F7}"
)
# Without oà, oá, oã and alike, which Vietnamese has too.
VNI = (
    r"[aeouyôöAEOUYÔÖ][øûïØÛÏ]|[aeAE][âåÂÅ]|[aA][êéèëúüàáãäÊÉÈËÚÜÀÁÃÄ]|[eE][àáãäÀÁÃÄ]|[oO][âåäÂÅÄ]|[eouyEOUYôöÔÖ][ùõÙÕ]"
)
VIQR = r"[aeoAEO]\^['`?~.]?[a-zA-Z \-]|[aeoAEO]\^['`?~.]?$|[uUoO]\+['`?~.]?[a-zA-Z]"


class Encoding(StrEnum):
    """A Vietnamese encoding of before Unicode, whose text was taken for something else."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VIQR = "viqr"


def has(value: pl.Expr, trace: str) -> pl.Expr:
    """Return whether `value` has the `trace`, one of this module's; null for null."""
    return value.str.contains(trace)


_VIQR_MARKS = (
    (r"([aeoAEO])\^", "${1}\u0302"),
    (r"([aA])\(", "${1}\u0306"),
    (r"([uoUO])\+", "${1}\u031b"),
    (r"([aeiouyAEIOUY][\u{302}\u{306}\u{31b}]?)'", "${1}\u0301"),
    (r"([aeiouyAEIOUY][\u{302}\u{306}\u{31b}]?)`", "${1}\u0300"),
    (r"([aeiouyAEIOUY][\u{302}\u{306}\u{31b}]?)\?", "${1}\u0309"),
    (r"([aeiouyAEIOUY][\u{302}\u{306}\u{31b}]?)~", "${1}\u0303"),
    (r"([aeiouyAEIOUY][\u{302}\u{306}\u{31b}]?)\.", "${1}\u0323"),
    ("dd", "đ"),
    ("D[dD]", "Đ"),
)


def from_viqr(value: pl.Expr) -> pl.Expr:
    """Return VIQR (RFC 1456) as Unicode: signs after a letter are its marks, `dd` is đ; a backslash keeps a sign."""
    kept = value.str.replace_all(r"\\([\^(+'`?~.])", "\u0001${1}")
    for typed, mark in _VIQR_MARKS:
        kept = kept.str.replace_all(typed, mark)
    return kept.str.replace_all("\u0001", "", literal=True).str.normalize("NFC")
