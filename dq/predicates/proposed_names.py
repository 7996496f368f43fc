"""The name, or the names, that a cell of a name seems to mean: without title and note, one for each person.

Only for a person to confirm: which of two persons a record is about, no cell says. What is not surely a name is not
proposed at all.
"""

import polars as pl

from dq.predicates.names import (
    AND,
    NOTE,
    STAND_IN,
    UNCLEAR_NOTE,
    UNMARKED_SURNAMES,
    name_has_no_digit,
    name_has_no_note,
    name_has_no_title,
    name_is_one_person,
    name_letters_only,
    name_not_mojibake,
    name_word_count,
)
from dq.predicates.surnames import CLEAR_SURNAMES, SURNAMES, either

SEPARATOR = " | "
_CUT = "\u0001"  # no canonical text holds it
_BRACKETS = r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>)"
_PERSON_IN_BRACKETS = rf"(?i)[(\[{{<](?:[^()\[\]{{}}<>]*\s)?{SURNAMES}\s+\S"
_BETWEEN = r"\p{L}" + _BRACKETS + r"[\s.,;:–-]*\p{L}"
_REMARK = rf"(?i)[\s.,;:–-]+{NOTE}(?:[\s.,;:–-]+([^\s].*))?$"
_MANY = r"(?i)[,;/&+]|(?:^|\s)(?:và|cùng)\s"
_HOUSEHOLD = either("hộ gia đình", "gia đình", "chủ hộ", "đại diện hộ", "hộ", "gđ")
_TITLE = either(
    *("ông", "bà", "cụ", "anh", "chị", "em", "cô", "chú", "bác", "thầy", "cháu", "bé", "đồng chí"),
    *("mr", "mrs", "ms", "miss", "dr", "ô", "ts", "ths", "gs", "pgs", "bs", "ks"),
)
_LEADING = rf"(?i)^(?:{_HOUSEHOLD}|đ/c|{_TITLE}(?:\s*(?:và|,|&|-|/)?\s*{_TITLE})??)(?:\s*[.:]\s*|\s+)"
_TITLE_AND_WORD = r"(?i)^(?:ông|bà|cụ|anh|chị)\s+\S+$"
_SPOUSE = r"(?i)^(?:vợ|chồng)\s+(?:là\s+|:\s*)?(\S+\s+\S)"
_SPOUSE_FIRST = rf"(?i)^(?:(?:{_HOUSEHOLD}|{_TITLE})[\s.:]+)*(?:vợ|chồng)\s"
_RELATIVE = r"(?i)^(?:các\s+)?(?:con|cháu|vợ|chồng|mẹ|cha|bố|em|gia đình)(?:\s|$)"
_CUTS = (
    (r"\s*[,;/&+|\\]\s*", _CUT),
    (r"(\p{L})\s+[-–—]\s+(\p{L})", "${1}" + _CUT + "${2}"),
    (rf"(?i)(\S\s+\S+)[-–—]({SURNAMES}\s+\S+\s+\S)", "${1}" + _CUT + "${2}"),
    (rf"\s+{AND}\s+", _CUT),  # lower case: never the name Và
    (rf"(?i)\s+{AND}\s+((?:ông|bà|cụ|chị|vợ|chồng|{SURNAMES})\s)", _CUT + "${1}"),
    (rf"(?i)\s+va\s+({UNMARKED_SURNAMES}\s+\S+\s+\S)", _CUT + "${1}"),
    (r"\s+VÀ\s+([HK]['’])", _CUT + "${1}"),
    (rf"(?i)(\S\s+\S+)\s+(?:ông|bà|vợ|chồng)\s+(?:là\s+|:\s*)?({CLEAR_SURNAMES}\s)", "${1}" + _CUT + "${2}"),
)


def proposed_names(name: pl.Expr) -> pl.Expr:
    """Return the names in a cell joined by `SEPARATOR`; null where it is one already or cannot be told.

    `Ông Nguyễn Văn An (đã chết)` gives `Nguyễn Văn An`, `hộ ông Lê Văn An và bà Trần Thị Bình` gives `Lê Văn An | Trần
    Thị Bình`. Nothing is proposed for unnamed persons (`… và vợ`), nor where somebody else is named beside the person
    (`vợ ông An`, `Trần Thị Bình (Lê Văn An)`).
    """
    without_brackets = name.str.replace_all(_BRACKETS, " ").str.replace_all(r"\s+", " ").str.strip_chars(" .,;:-")
    leading = _without_title(without_brackets)
    remark = leading.str.extract(_REMARK, 1).fill_null("").str.contains(_MANY)
    text = leading.str.replace(rf"(?i)(?:{UNCLEAR_NOTE})", "").str.replace(_REMARK, "")
    cut = text
    for pattern, replaced in _CUTS:
        cut = cut.str.replace_all(pattern, replaced)
    cut = pl.when(name_is_one_person(without_brackets)).then(text).otherwise(cut)
    parts = cut.str.split(_CUT).list.eval(_person(pl.element()))
    single = parts.list.len() == 1
    sure = parts.list.eval(_is_name(pl.element())).list.all() & (~single | name_word_count(parts.list.first()))
    proposed = parts.list.join(SEPARATOR)
    return pl.when(sure & ~remark & ~_names_another(name) & (proposed != name)).then(proposed)


def _names_another(name: pl.Expr) -> pl.Expr:
    """Return whether `name` names somebody beside the person whom it is about."""
    between = name.str.contains(_BETWEEN) & ~name.str.contains(_MANY)
    return name.str.contains(_SPOUSE_FIRST) | name.str.contains(_PERSON_IN_BRACKETS) | between


def _without_title(text: pl.Expr) -> pl.Expr:
    """Return `text` without the titles at its start, one after the other: `Ông` alone may be the surname."""
    for _ in range(3):
        entitled = ~name_has_no_title(text) | text.str.contains(rf"(?i)^{_HOUSEHOLD}\s*:|^chủ hộ\s")
        text = pl.when(entitled).then(text.str.replace(_LEADING, "")).otherwise(text)
    return text


def _person(part: pl.Expr) -> pl.Expr:
    text = _without_title(part.str.strip_chars(" .,;:-"))
    alone = pl.when(text.str.contains(_TITLE_AND_WORD)).then(text.str.replace(_LEADING, "")).otherwise(text)
    return alone.str.replace(_SPOUSE, "${1}").str.strip_chars(" .,;:-")


def _is_name(part: pl.Expr) -> pl.Expr:
    checks = (name_has_no_digit, name_has_no_title, name_has_no_note, name_is_one_person, name_letters_only)
    return pl.all_horizontal(
        part != "",
        *(check(part) for check in (*checks, name_not_mojibake)),
        ~part.str.contains(rf"(?i)^(?:{STAND_IN})$"),
        ~part.str.contains(_RELATIVE),
    )
