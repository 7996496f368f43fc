"""Predicates on the name of a person: what a name cell holds that is no name, and what a typist did to it.

They let pass what names of ethnic minorities have: apostrophes (H'Hen Niê), one-letter words (Y Bhăm), names in one
word (K'Brểu), no marks (Rmah Hlut). A name predicate makes a finding only where a person reading it would agree.
"""

import string

import polars as pl

from dq.predicates.surnames import CLEAR_SURNAMES, MINORITY_SURNAMES, SURNAMES, either
from dq.predicates.texts import text_not_mojibake

# \b would be Unicode's, which is tens of times slower on text that is not ASCII.
_START, _END = r"(?:^|[\s.,;–-])", r"(?:$|[\s.,;–-])"
_APOSTROPHES = "'’‘ʼ`´"
_LETTERS_ONLY = rf"^[\p{{Latin}}\p{{M}}\s{_APOSTROPHES}.\-‐‑]*$"

# Before a known surname only: "Ông" is a surname too (Ông Ích Khiêm), and Anh, Em, Bé … occur in names.
_TITLES = either("ông", "anh", "chị", "em", "cô", "chú", "bác", "thầy", "cháu", "bé")
_TITLE = "|".join(
    [
        r"(?:mr|mrs|ms|miss|dr)(?:\.\s*|\s+)\S",
        r"(?:ông|bà|cụ|anh|chị|em|ô|ts|ths|gs|pgs|bs|ks|đ/c|hộ|chủ hộ|gđ)\s*[.:]",
        rf"(?:đ/c|đồng chí|chủ hộ)\s+{SURNAMES}\s+\S",
        r"(?:bà|cụ)\s+\S+\s+\S",  # no surnames
        rf"ba\s+{CLEAR_SURNAMES}\s+\S",
        rf"{_TITLES}\s+{CLEAR_SURNAMES}\s+\S",
        rf"{_TITLES}\s+{SURNAMES}\s+\S+\s+\S",
        rf"{_TITLES}\s+(?:{MINORITY_SURNAMES}\s+\S|[YA]\s+\S+\s+\S|[HK][{_APOSTROPHES}]\S)",
        r"\((?:ông|bà|cụ|anh|chị)\)\s*\S",
        r"(?:ông|bà)\s*(?:và|,|&|-|/)?\s*(?:ông|bà)\s",
        r"(?:hộ|gia đình|hộ gia đình|gđ|chủ hộ)\s+(?:ông|bà|cụ|anh|chị|gia đình)\s",
    ]
)
NOTE = either(
    *("đã chết", "đã mất", "chết năm", "mất năm", "không rõ", "chưa rõ", "tên khác", "tên gọi khác", "tức là"),
    *("con ông", "con bà", "con của", "cháu ông", "cháu bà", "vợ ông", "vợ của", "chồng bà", "chồng của", "mẹ của"),
    *("cha của", "bố của", "quả phụ", "người đại diện", "đại diện cho", "đại diện hộ", "người giám hộ", "chủ hộ"),
    *("người thừa kế", "hộ gia đình", "người được ủy quyền", "người được uỷ quyền", "ủy quyền cho", "uỷ quyền cho"),
    *("sinh năm", "ghi chú", "chuyển đi", "đã chuyển khẩu"),
)
# Mất, Chết, Tức are given names too: notes only after a dash, before a year, in lower case between capitals.
UNCLEAR_NOTE = (
    r"\s[-–—]\s*(?:chết|mất|chet|mat|đã chết|đã mất)[\s.]*$"
    r"|\s(?:chết|mất|sn|s\.n\.?|sinh|chet)\s+(?:ngày\s.*|tháng\s.*)?[0-9/.-]*[0-9]{4}[\s.]*$"
    r"|(?-i:\s+tức\s+(?:là\s+)?\p{Lu}.*$)"
)
_CHILD_OF = rf"^\s*cb[.:]?\s+{SURNAMES}\s"  # “con bà …”: a newborn without a name
UNMARKED_SURNAMES = "(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|truong|dinh|doan)"
AND = "(?:và|cùng|với|hoặc)"
_SECOND_PERSON = "|".join(
    [
        r"\p{L}[\s.)]*[,;/&+|\\]\s*\p{L}",
        rf"(?i:\S\s+\S+[-–—]{SURNAMES}\s+\S+\s+\S)",
        r"\p{L}\s+[-–—]\s+\p{L}",
        rf"\p{{L}}\s+{AND}\s+(?:\p{{Lu}}|vợ|chồng|con|các)",  # lower case between names: never the name "Và"
        # Else only after two words, and before what begins another person.
        rf"(?i:\s\S+\s+{AND}\s+(?:ông|bà|cụ|chị|vợ|chồng|con|các|cháu|mẹ|cha|bố)(?:\s|$))",
        rf"(?i:\s\S+\s+{AND}\s+{SURNAMES}\s+\S)",
        rf"(?i:\s\S+\s+va\s+{UNMARKED_SURNAMES}\s+\S+\s+\S)",
        rf"\s\S+\s+VÀ\s+[HK][{_APOSTROPHES}]",
        rf"(?i:\s\S+\s+(?:ông|bà|vợ|chồng)\s+(?:là\s+|:\s*)?{CLEAR_SURNAMES}\s+\S)",
    ]
)
STAND_IN = "|".join(
    [
        either(
            *(
                "không",
                "không có",
                "không tên",
                "không có tên",
                "không rõ",
                "không rõ tên",
                "không biết",
                "không xác định",
                "không rõ họ tên",
                "không rõ tên tuổi",
                "không ghi",
            ),
            *(
                "chưa có",
                "chưa có tên",
                "chưa đặt tên",
                "chưa rõ",
                "chưa xác định",
                "chưa biết",
                "vô danh",
                "khuyết danh",
                "chưa khai sinh",
                "trẻ chưa đặt tên",
                "trẻ sơ sinh",
                "bé gái",
                "bé trai",
                "con gái",
                "con trai",
                "người dân",
            ),
            *("tên", "họ tên", "họ và tên", "ho ten", "bỏ trống", "để trống", "chủ sử dụng", "người sử dụng đất"),
            *("test", "testing", "thử", "kiểm thử", "demo", "sample", "abc", "abcd", "abcdef", "xyz", "asdf", "qwerty"),
            *("name", "no name", "noname", "unknown", "none", "null", "nan", "n/a"),
        ),
        *(rf"{letter}{{2,}}" for letter in string.ascii_lowercase),
        r"[\W\d_]+",
    ]
)
_PLACEHOLDER = rf"{STAND_IN}|{SURNAMES}\s+{either('văn', 'thị')}\s+[abcdx]"
# Words that such a name is never written with: surnames at its start, Văn and Thị between two words, others anywhere.
# "Phan Lan Anh" has no mark and lacks none, nor does "Siu Thi".
_LACKS_MARKS = "|".join(
    [
        r"^(?:nguyen|tran|le|pham|huynh|vu|vo|dang|bui|do|ngo|duong|truong|dinh|doan|trinh|luong|luu|phung|trieu)\s",
        r"\s(?:thi|van)\s",
        rf"{_START}(?:duc|huu|ngoc|tuan|xuan|phuong|huong|thuy|quoc|viet|thuan|tuyet|nhat|phuc){_END}",
    ]
)
_VIETNAMESE = r"[\p{Latin}&&[^A-Za-z]]|[\u0300-\u036f]"
_LETTERS = [*string.ascii_lowercase, *"àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ"]


def name_has_no_digit(name: pl.Expr) -> pl.Expr:
    """Return whether `name` has no digit."""
    return ~name.str.contains(r"\p{Nd}")


def name_has_no_title(name: pl.Expr) -> pl.Expr:
    """Return whether `name` does not begin with a title or form of address (Ông, Bà, Cụ, Hộ ông, Mr …).

    Only the start counts, and only where a name of at least two words follows: `Phan Lan Anh` has no title, and
    `Ông Ích Khiêm` bears the surname Ông.
    """
    return ~name.str.contains(rf"(?i)^\s*(?:{_TITLE})")


def name_has_no_note(name: pl.Expr) -> pl.Expr:
    """Return whether `name` has no brackets and no remark such as “đã chết”, “con ông …”, “chủ hộ”."""
    return ~name.str.contains(rf"(?i)[()\[\]{{}}<>:]|{_START}{NOTE}{_END}|{UNCLEAR_NOTE}|{_CHILD_OF}")


def name_is_one_person(name: pl.Expr) -> pl.Expr:
    """Return whether `name` names one person: no “và” between two names, no comma, semicolon, slash, &, dash.

    A name that has Và as a part (Vừ Và Dính) passes.
    """
    return ~name.str.contains(_SECOND_PERSON)


def name_word_count(name: pl.Expr, *, minimum: int = 2, maximum: int | None = None) -> pl.Expr:
    """Return whether `name` has from `minimum` to `maximum` words; an apostrophe or hyphen divides them (K'Brểu)."""
    words = name.str.count_matches(rf"[^\s{_APOSTROPHES}\-‐‑]+")
    return words >= minimum if maximum is None else words.is_between(minimum, maximum)


def name_letters_only(name: pl.Expr) -> pl.Expr:
    """Return whether `name` has only Latin letters, spaces, apostrophes, hyphens and dots.

    A Cyrillic or Greek letter that looks like a Latin one is violated too: such a name is found by no search.
    """
    return name.str.contains(_LETTERS_ONLY)


def name_has_marks(name: pl.Expr) -> pl.Expr:
    """Return whether the marks of `name` were not left out (NGUYEN VAN AN).

    Violated where the whole name has no mark and one of its words is never written without (Nguyen …, … Thi …, Duc);
    `Phan Lan Anh` and `Rmah Hlut` pass.
    """
    return name.str.contains(_VIETNAMESE) | ~name.str.contains(f"(?i){_LACKS_MARKS}")


def name_not_all_caps(name: pl.Expr) -> pl.Expr:
    """Return whether `name` is not in capitals throughout; words of one letter say nothing."""
    return name.str.contains(r"\p{Ll}") | ~name.str.contains(r"\p{Lu}\p{M}*\p{Lu}")


def name_not_mojibake(name: pl.Expr) -> pl.Expr:
    """Return whether `name` has no trace of a wrong encoding: those of texts, and a `?` inside a word (`Nguy?n`).

    Found too are tones as letters of their own, as in VNI (`Nguyeãn Vaên`), and capitals amid small letters, as TCVN3
    gives (`NguyÔn`).
    """
    vni = r"[aA][øûåäâêùØÛÅÄÂÊÙ]|[eE][âåäãøûÂÅÄÃØÛ]|[oO][âåäøûÂÅÄØÛ]|[uU][øûØÛ]"
    tcvn3 = r"[a-z][ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖÝØÜÞ]"
    return text_not_mojibake(name) & ~name.str.contains(rf"á»|\p{{L}}\?|{vni}|{tcvn3}")


def name_not_placeholder(name: pl.Expr) -> pl.Expr:
    """Return whether `name` is not a stand-in for one, such as không tên, chưa có, test, abc, Nguyễn Văn A, xxx."""
    return ~name.str.contains(rf"(?i)^\s*(?:{_PLACEHOLDER})[\s.]*$")


def name_no_repeated_letters(name: pl.Expr) -> pl.Expr:
    """Return whether `name` has no letter three times in a row, as from a key held down."""
    return ~name.str.contains("(?i)" + "|".join(f"{letter}{{3}}" for letter in _LETTERS))
