"""Folding for comparison with lists: headers, fillers, words of a choice. Never for what is stored.

Scalar and expression give the same (tested on any text): the scalar serves the few texts of a catalog or a header row.
"""

import re
import unicodedata
from functools import lru_cache

import polars as pl

from dq.text.clean import APOSTROPHES, remove_invisible, squeeze_spaces

_STROKES = {"đ": "d", "ð": "d", "ɖ": "d"}
_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # White_Space; Python's \s has more
_ZERO_WIDTH = "\u200b"
_SCALAR = str.maketrans(_STROKES | APOSTROPHES)


def fold_marks(value: pl.Expr) -> pl.Expr:
    """Return `value` in lower case without marks, đ as d, single spaces; punctuation stays."""
    plain = remove_invisible(value).str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}+", "")
    return squeeze_spaces(plain.str.to_lowercase().str.replace_many(_STROKES | APOSTROPHES))


def fold(value: pl.Expr) -> pl.Expr:
    """Return `value` in lower case, only letters and digits without marks, single spaces where anything else stood."""
    return fold_marks(value).str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" ")


def fold_marks_text(text: str) -> str:
    """Return what `fold_marks` gives for one text."""
    decomposed = unicodedata.normalize("NFKD", _remove_invisible(text).lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.category(letter).startswith("M"))
    return re.sub(f"[{_SPACE}]+", " ", plain.lower().translate(_SCALAR)).strip(" ")


@lru_cache(maxsize=4096)  # headers and choices come again and again; of a column of values, `fold` is the way
def fold_text(text: str) -> str:
    """Return what `fold` gives for one text."""
    letters = (letter if unicodedata.category(letter)[0] in "LN" else " " for letter in fold_marks_text(text))
    return " ".join("".join(letters).split())


def _remove_invisible(text: str) -> str:
    text = re.sub(f"{_ZERO_WIDTH}+", _ZERO_WIDTH, text)
    kept = []
    for place, letter in enumerate(text):
        if letter == _ZERO_WIDTH and _stands_for_space(text, place):
            kept.append(" ")
        elif re.match(f"[{_SPACE}]", letter) or unicodedata.category(letter) not in {"Cf", "Cc"}:
            kept.append(letter)
    return "".join(kept)


def _stands_for_space(text: str, place: int) -> bool:
    kinds = [unicodedata.category(letter) for letter in text[: place + 2]]
    bases = [kind for kind in kinds[:place] if not kind.startswith("M")]
    return bases[-1:] == ["Ll"] and kinds[place + 1 :] == ["Lu"]
