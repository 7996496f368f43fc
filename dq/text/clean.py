"""What no text means to say: encoding form, invisible characters, look-alike letters and marks, odd spaces.

`CLEAN` is the sequence for any cell; a text that `IS_CLEAN` matches is not changed by it, which spares most cells of
most files the work.
"""

import polars as pl

from dq.text.steps import Step

# Ð and ð are Icelandic (U+00D0, U+00F0), Ɖ and ɖ African letters: in Vietnamese text they are Đ and đ typed wrongly.
STROKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
# ’ ‘ ʼ ʻ ` ´ ′ are all typed for the apostrophe of H'Mông, Ea H'Leo, K'Brểu.
APOSTROPHES = dict.fromkeys("\u2019\u2018\u02bc\u02bb`\u00b4\u2032", "'")
# Letters of Latin scripts in composed form, printable ASCII without the backtick, no Ð ð ´.
SAFE = r"!-_a-~\u{C0}-\u{CF}\u{D1}-\u{EF}\u{F1}-\u{188}\u{18A}-\u{24F}\u{1E00}-\u{1EFF}"
IS_CLEAN = rf"^[{SAFE}]+(?: [{SAFE}]+)*$"
HAS_ODD_SPACES = rf"^[ \u{{A0}}{SAFE}]*$"  # at most: of `CLEAN` only the last step changes such a text


def remove_invisible(value: pl.Expr) -> pl.Expr:
    r"""Return `value` without zero-width, directional and control characters.

    A zero-width space between a small and a capital letter stood for a space (`Nguyễn\u200bVăn`).
    """
    spaced = value.str.replace_all(r"(\p{Ll}\p{M}*)\u{200B}+(\p{Lu})", "${1} ${2}")
    return spaced.str.replace_all(r"[[\p{Cf}\p{Cc}]--\s]+", "")


def compose(value: pl.Expr) -> pl.Expr:
    """Return `value` in Unicode normalization form C."""
    return value.str.normalize("NFC")


def fix_strokes(value: pl.Expr) -> pl.Expr:
    """Return `value` with Đ and đ where look-alike letters stand."""
    return value.str.replace_many(STROKES)


def fix_apostrophes(value: pl.Expr) -> pl.Expr:
    """Return `value` with one kind of apostrophe."""
    return value.str.replace_many(APOSTROPHES)


def squeeze_spaces(value: pl.Expr) -> pl.Expr:
    """Return `value` with single ordinary spaces and none at its ends."""
    # Matches no single ordinary space, of which a name has three: that is three times as fast.
    return value.str.replace_all(r"\s{2,}|[\s--\x20]", " ").str.strip_chars(" ")


SPACES = (Step("spaces", squeeze_spaces),)
CLEAN = (
    Step("invisible", remove_invisible),
    Step("nfc", compose),
    Step("dstroke", fix_strokes),
    Step("apostrophe", fix_apostrophes),
    *SPACES,
)
