"""Changes of names and sexes: how they come out of a hand or a program."""

import unicodedata

import polars as pl

from dq.sample.changes.change import ALWAYS, Change, Planted, filled
from dq.text.fold import fold_marks

SPELLINGS = {"Mỹ": "Mĩ", "Quý": "Quí", "Lý": "Lí", "Kỳ": "Kì", "My": "Mi", "Ly": "Li", "Vy": "Vi"}
_TITLES = {"Nam": "Ông", "Nữ": "Bà"}


def upper(_planted: Planted, column: str, _text: str) -> Change:
    """In capitals."""
    return Change({column: pl.col(column).str.to_uppercase()})


def without_marks(planted: Planted, column: str, _text: str) -> Change:
    """In capitals without marks, as machines of old wrote it."""
    plain = fold_marks(pl.col(column)).str.to_uppercase()
    kinh = pl.col("dan_toc") == "Kinh" if "dan_toc" in planted.frame.columns else ALWAYS
    named = kinh & pl.col(column).str.contains(r"^(?:Nguyễn|Trần|Phạm|Huỳnh|Đặng|Đỗ|Võ|Vũ|Bùi|Ngô) ")
    return Change({column: plain}, named & ~pl.col(column).str.contains("'"))


def decomposed(_planted: Planted, column: str, _text: str) -> Change:
    """With marks as characters of their own (NFD)."""
    nfd = pl.col(column).str.normalize("NFD")
    return Change({column: nfd}, nfd != pl.col(column))


def spaced(_planted: Planted, column: str, _text: str) -> Change:
    """With a space too many inside, before and after."""
    return Change({column: pl.format(" {} ", pl.col(column).str.replace(" ", "  ", literal=True))}, filled(column))


def mojibake(planted: Planted, column: str, _text: str) -> Change:
    """UTF-8 that was read as Windows-1252, of a Nguyễn."""
    broken = [_read_as_1252(name) for name in planted.frame[column]]
    return Change({column: pl.Series(broken, dtype=pl.String)}, pl.col(column).str.starts_with("Nguyễn "))


def _read_as_1252(name: str) -> str:
    return unicodedata.normalize("NFC", name).encode().decode("cp1252", errors="replace").replace("\ufffd", "")


def spelled(_planted: Planted, column: str, _text: str) -> Change:
    """With i for y, which is another writing of the name."""
    spaced = (pl.lit(" ") + pl.col(column) + " ").str.replace_many({f" {y} ": f" {i} " for y, i in SPELLINGS.items()})
    changed = spaced.str.slice(1, spaced.str.len_chars() - 2)
    return Change({column: changed}, changed != pl.col(column))


def mistyped(_planted: Planted, column: str, _text: str) -> Change:
    """One letter too many in the last word."""
    return Change({column: pl.col(column) + "h"}, ~pl.col(column).str.contains(r"[hH]$"))


def marks_changed(_planted: Planted, column: str, _text: str) -> Change:
    """Nguyên for Nguyễn: another letter by its marks."""
    swap = {"Nguyễn": "Nguyên", "Trần": "Trân", "Phạm": "Phàm", "Lê ": "Lễ ", "Hoàng": "Hoãng", "Huỳnh": "Huynh"}
    changed = pl.col(column).str.replace_many(swap)
    return Change({column: changed}, changed != pl.col(column))


def middle_left_out(_planted: Planted, column: str, _text: str) -> Change:
    """Without the one word in the middle."""
    words = pl.col(column).str.split(" ")
    short = words.list.first() + " " + words.list.last()
    return Change({column: short}, words.list.len() == 3)  # noqa: PLR2004 - one word in the middle


def titled(_planted: Planted, column: str, _text: str) -> Change:
    """With Ông or Bà before it."""
    title = pl.col("gioi_tinh").replace_strict(_TITLES, default="")
    known = r"^(?:Nguyễn|Trần|Lê|Phạm|Huỳnh|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Phan|Trương|Đinh) \S+ \S"
    return Change({column: title + " " + pl.col(column)}, (title != "") & pl.col(column).str.contains(known))


def other_sex(_planted: Planted, column: str, _text: str) -> Change:
    """The other sex."""
    return Change({column: pl.col(column).replace_strict({"Nam": "Nữ", "Nữ": "Nam"}, default="")}, filled(column))
