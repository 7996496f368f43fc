r"""Names of persons: the comparison key, and what the differences between two keys mean, as SQL for DuckDB.

The key (`name_key`) takes away what is the same name legally: encoding form, look-alike letters, apostrophes, spaces,
letter case, and where the tone stands in an open oa, oe, uy (hòa = hoà, thúy = thuý; the new place, as in quý). What
differs beyond the key is a different string in the birth record (Luật Hộ tịch Đ.14(3)) and gets a verdict of its own.

The `*_sql` functions take SQL expressions and return one; null gives null.
"""

import unicodedata

import polars as pl

from dq.text.clean import IS_CLEAN, fix_apostrophes, remove_invisible, squeeze_spaces

_MARK = "\u0001"  # no key holds control characters, so it can stand for "here" between two replacements
_TONE_PLACES = {
    old + _MARK: new
    for pairs in ("òa oà óa oá ỏa oả õa oã ọa oạ", "òe oè óe oé ỏe oẻ õe oẽ ọe oẹ", "ùy uỳ úy uý ủy uỷ ũy uỹ ụy uỵ")
    for old, new in zip(pairs.split()[::2], pairs.split()[1::2], strict=True)
}
_OPEN_SYLLABLE = r"([òóỏõọ][ae]|[ùúủũụ]y)($|[^\p{L}\p{M}\p{N}])"  # a Unicode \b would cost three times as much
_Y_I = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
# Only open syllables vary in i and y: kì/kỳ, mĩ/mỹ, quí/quý; thi/thy, thúi/thúy, Quyên are other names.
_YS = "".join(_Y_I)
_SOLE_Y = rf"( (?:[hklmstv]|qu)[{_YS}]) "
_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_BASES = {letter: unicodedata.normalize("NFD", letter)[0] for letter in _MARKED} | {"đ": "d"}


def name_key(value: pl.Expr) -> pl.Expr:
    """Return the key by which names are compared (DESIGN §5); idempotent, null for null.

    Most names need nothing but small letters: the rest is done to those that need it, the others being null meanwhile,
    which costs less than half of doing it to all.
    """
    untidy = pl.when(~value.str.contains(IS_CLEAN)).then(value)
    spelled = fix_apostrophes(remove_invisible(untidy).str.to_lowercase().str.normalize("NFC"))
    tidied = squeeze_spaces(spelled.str.replace_many({"ð": "đ", "ɖ": "đ"}))
    open_syllable = pl.when(value.str.contains(f"(?i){_OPEN_SYLLABLE}")).then(value).str.to_lowercase()
    return pl.coalesce(_tones_placed(tidied), _tones_placed(open_syllable), value.str.to_lowercase())


def _tones_placed(lower: pl.Expr) -> pl.Expr:
    marked = lower.str.replace_all(_OPEN_SYLLABLE, "${1}" + _MARK + "${2}")
    return marked.str.replace_many(_TONE_PLACES)


def folded_name(key: pl.Expr) -> pl.Expr:
    """Return a name key without marks, with d for đ, and i for y where both are written; null for null.

    What a name keeps in an export that lost its marks or has another i/y writing: the key by which candidates for the
    same person are looked for.
    """
    with_y = _unmarked(pl.when(key.str.contains(f"(?:^| )(?:[hklmstv]|qu)[{_YS}](?: |$)")).then(key))
    # No look-ahead: doubled spaces give each of two neighboring syllables its own.
    spaced = pl.concat_str(pl.lit(" "), with_y.str.replace_all(" ", "  ", literal=True), pl.lit(" "))
    spelled = spaced.str.replace_all(r"( (?:[hklmstv]|qu))y ", "${1}i ").str.replace_all("  ", " ", literal=True)
    return pl.coalesce(spelled, _unmarked(key)).str.strip_chars(" ")


def _unmarked(key: pl.Expr) -> pl.Expr:
    other = pl.when(key.str.contains(f"[^ -~{''.join(_BASES)}]")).then(key)  # letters of no Vietnamese name
    stripped = other.str.normalize("NFD").str.replace_all(r"\p{M}+", "").str.replace_all("đ", "d", literal=True)
    return pl.coalesce(stripped, key.str.replace_many(_BASES))


def marks_folded_sql(key: str) -> str:
    """Return SQL for the key without Vietnamese marks and with d for đ, which DuckDB's `strip_accents` leaves."""
    return f"strip_accents(replace({key}, 'đ', 'd'))"


def spelling_sql(key: str) -> str:
    """Return SQL for the key with i for y where both are written: alone in an open syllable after h k l m s t v qu.

    Two keys that are equal in it differ only in spelling (Mỹ and Mĩ, never Thúy and Thúi).
    """
    # RE2 has no look-ahead: doubled spaces give each of two neighboring syllables its own.
    spaced = f"regexp_replace(' ' || replace({key}, ' ', '  ') || ' ', '{_SOLE_Y}', '\\1' || chr(1) || ' ', 'g')"
    for y, i in _Y_I.items():
        spaced = f"replace({spaced}, '{y}' || chr(1), '{i}')"
    return f"trim(replace({spaced}, '  ', ' '))"


def similar_sql(a: str, b: str) -> str:
    """Return SQL that is true if two mark-folded keys are one slip apart, and false if they are equal.

    A slip is one letter inserted, dropped, changed or swapped with its neighbor inside a word, or one whole word left
    out that is neither the first nor the last. Nothing else: Vietnamese surnames and middle names are shared by
    millions, so a general string distance finds nobody's neighbor (DESIGN §5).
    """
    words_a, words_b = _spaces(a), _spaces(b)
    return (
        f"CASE WHEN {words_a} = {words_b} THEN {_one_letter_sql(a, b)}"
        f" WHEN {words_a} = {words_b} + 1 THEN {_middle_word_left_out_sql(a, b)}"
        f" WHEN {words_a} + 1 = {words_b} THEN {_middle_word_left_out_sql(b, a)}"
        f" WHEN {words_a} <> {words_b} THEN false END"
    )


def _one_letter_sql(a: str, b: str) -> str:
    # With as many words, a letter and no space came or went; spaces at the same places say that none was swapped.
    shape_a, shape_b = (f"regexp_replace({text}, '[^ ]', 'x', 'g')" for text in (a, b))
    # A swap is two plain edits, and the plain distance is several times cheaper: most pairs go no further.
    close = f"abs(length({a}) - length({b})) <= 1 AND levenshtein({a}, {b}) <= 2"
    near = f"{close} AND damerau_levenshtein({a}, {b}) = 1"
    return f"({near} AND (length({a}) <> length({b}) OR {shape_a} = {shape_b}))"


def _middle_word_left_out_sql(long: str, short: str) -> str:
    words = f"string_split({long}, ' ')"
    shorter = f"list_transform(range(2, len({words})), lambda i: {words}[:i - 1] || {words}[i + 1:])"
    return f"list_contains({shorter}, string_split({short}, ' '))"


def _spaces(text: str) -> str:
    return f"(length({text}) - length(replace({text}, ' ', '')))"
