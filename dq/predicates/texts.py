"""Predicates on free text: addresses, reasons, places."""

import polars as pl

# What the bytes 80–BF become when UTF-8 is read as Windows-1252 or 1258: signs that no Vietnamese word has …
_SIGNS = "\u0080-\u009f¡-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ"
# … and punctuation that may well follow a capital Ã or Â, unless a letter comes next.
_PUNCTUATION = "‘’“”–—…"
_MOJIBAKE = "|".join(
    [
        "\ufffd",
        rf"[ÃÂĂÄÅÆ][{_SIGNS}]",
        rf"[ÃÂĂÄÅÆ][{_PUNCTUATION}]\p{{L}}",
        # A second byte that was cleaned away as a control character or space leaves a capital amid small letters.
        r"\p{Ll}[ÃÄÅÆ]|\p{Ll}Ă\s|\p{Lu}[ÃÄ]\p{Ll}",
        r"[áÁ]º",  # the first two of three bytes of ạ ả ấ …; á» may also be the end of a quotation
        rf"[áÁ]»[{_SIGNS}{_PUNCTUATION}\p{{L}}]",
        # TCVN3 (ABC) letters read as Latin-1: ¨ ă, © â, ª ê, « ô, ¬ ơ, ® đ, µ à, ¶ ả, · ã, ¸ á, ¹ ạ, » ằ, ¼ ẳ, ½ ẵ, ¾ ắ
        r"\p{L}[¨ª¬µ¶¸¼½¾]|[¨¬®µ¶¸¼¾]\p{L}",
        r"\p{L}[©«·¹»]\p{L}",
    ]
)
# Needs no word boundaries: the three stand inside no longer word. (Unicode's \b would be tens of times slower.)
_DISTRICT = r"(?i)(?:quận|huyện|thị\s+xã)\s+[\p{L}\d]"
# Roads and people that have the word: đường huyện 12, huyện lộ 5, Bà Huyện Thanh Quan, Huyện Sĩ, Huyện Toại.
_NO_DISTRICT = r"(?i)huyện\s+(?:\d|lộ|đội|ủy|uỷ|thanh\s+quan|sĩ|sỹ|toại)"
_ABBREVIATED = r"[ ,](?:Q\.\s?[\p{L}1-9]|TX\.\s?\p{L}|H\.\s?\p{Lu}\p{L})"


def text_not_mojibake(text: pl.Expr) -> pl.Expr:
    """Return whether `text` has no trace of a wrong encoding.

    Found are UTF-8 read as Windows-1252 or 1258 (`Nguyá»…n`), U+FFFD, and TCVN3 letters inside words (`V¨n`).
    """
    return ~text.str.contains(_MOJIBAKE)


def text_minimum_length(text: pl.Expr, *, length: int) -> pl.Expr:
    """Return whether `text` has at least `length` characters without outer spaces."""
    return text.str.strip_chars().str.len_chars() >= length


def text_mentions_no_district(text: pl.Expr) -> pl.Expr:
    """Return whether an address names no quận, huyện or thị xã; districts were abolished on 1 July 2025.

    QĐ 19/2025/QĐ-TTg. Names of roads that have the word (Bà Huyện Thanh Quan, đường huyện 12) do not count.
    """
    words = text.str.count_matches(_DISTRICT)
    excused = text.str.count_matches(_NO_DISTRICT)
    return (words <= excused) & ~text.str.contains(_ABBREVIATED)
