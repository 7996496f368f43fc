"""Whether the values of a code list may be those of persons: names, accounts, initials, addresses, numbers.

It cannot be told of everything: bare initials (`NVA`) look like codes (`CLN`), a rare given name looks like any word.
So who answers for the data reads a draft before it is shared.
"""

import re
import unicodedata
from collections.abc import Iterable

from dq.predicates.surnames import CLEAR_SURNAMES
from dq.text.fold import fold_text

# Frequent given names, without those that are as frequent in code lists (Đạt, Nam, Đông, Ba, Hai, Tư, Xuân, Thu, Công).
_GIVEN = (
    *("An", "Anh", "Ánh", "Bảo", "Bắc", "Bích", "Bình", "Cẩm", "Châu", "Chi", "Chiến", "Cúc", "Cường", "Danh", "Diễm"),
    *("Diệp", "Diệu", "Dung", "Dũng", "Duy", "Duyên", "Dương", "Đào", "Đăng", "Điệp", "Đức", "Giang", "Hà", "Hải"),
    *("Hân", "Hạnh", "Hằng", "Hào", "Hảo", "Hậu", "Hiền", "Hiển", "Hiếu", "Hiệp", "Hoa", "Hòa", "Hoài", "Hoan"),
    *(
        "Hoàng",
        "Hồng",
        "Huệ",
        "Hùng",
        "Huy",
        "Huyền",
        "Hưng",
        "Hương",
        "Hường",
        "Hữu",
        "Khang",
        "Khánh",
        "Khải",
        "Khoa",
    ),
    *("Khôi", "Khuê", "Kiên", "Kiệt", "Kiều", "Kim", "Lam", "Lan", "Lâm", "Lệ", "Liên", "Liễu", "Linh", "Loan", "Long"),
    *("Lộc", "Lợi", "Luân", "Ly", "Mai", "Mạnh", "Mi", "Minh", "My", "Mỹ", "Na", "Nga", "Ngân", "Nghĩa", "Ngọc"),
    *("Nguyệt", "Nhã", "Nhàn", "Nhân", "Nhật", "Nhi", "Nhung", "Như", "Ninh", "Oanh", "Phong", "Phúc", "Phước"),
    *("Phương", "Phượng", "Quân", "Quang", "Quốc", "Quý", "Quyên", "Quỳnh", "Sang", "Sơn", "Sương", "Tài", "Tâm"),
    *("Tân", "Thảo", "Thanh", "Thành", "Thắng", "Thắm", "Thế", "Thiện", "Thịnh", "Thoa", "Thọ", "Thơ", "Thu", "Thùy"),
    *("Thủy", "Thúy", "Thư", "Thương", "Tiên", "Tiến", "Tín", "Toàn", "Trâm", "Trân", "Trang", "Trí", "Trinh", "Trọng"),
    *("Trúc", "Trung", "Trường", "Tú", "Tuấn", "Tùng", "Tuyền", "Tuyết", "Uyên", "Vân", "Việt", "Vinh", "Vũ", "Vy"),
    *("Yến",),
)
_AMBIGUOUS = frozenset({"thu"})
_GIVEN_FOLDED = frozenset(map(fold_text, _GIVEN)) - _AMBIGUOUS
_FOLDED = "|".join(sorted(_GIVEN_FOLDED, key=len, reverse=True))
_LETTERS = r"[^\W\d_]"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d[\d .\-]{4,}\d",  # six digits
        r"@",
        rf"^\W*\d[^\s]*\s+(?:\S+\s+)*{_LETTERS}",  # 12 Lê Lợi, 12/5A Lê Lợi
        rf"(?i)\b{CLEAR_SURNAMES}\s+{_LETTERS}",
        rf"^{_LETTERS}+\.{_LETTERS}+$",  # Hải.TT, an.nguyen
        rf"^(?:{_LETTERS}\.\s*){{2,}}|\b{_LETTERS}\.\s?{_LETTERS}{{2,}}$",  # N.V.A, Nguyễn V. An
        rf"(?i)^{_LETTERS}{{1,7}}\s{_LETTERS}{{1,3}}\.(?:{_LETTERS}\.?)*$",  # Hải T.T.
    )
)
_CAPITALS = re.compile(rf"^(?:{_LETTERS}|')+(?:\s(?:{_LETTERS}|')+)+$")  # two words and more, each with a capital
_ACCOUNT = re.compile(
    r"^(?:(?:nguyen|tran(?!s)|pham|huynh|hoang|phan|truong|dinh|trinh|doan|dang|duong|luong|bui|phung|quach|trieu)[a-z]{2,}"
    r"|(?:le|vo|vu|do|ho|ly|to|ngo|mai|cao)(?:van|thi|minh|duc|huu|quang|ngoc|thanh|hoang|xuan)[a-z]+"
    rf"|(?:{_FOLDED})[._-]?[bcdhklmnpqtvx]{{2,4}})\d*$"
)
_TITLE = re.compile(r"^(?:ong|ba|anh|chi|co|chu|bac|cau|di|em|thay) (\w+)$")


def may_be_personal(values: Iterable[str]) -> bool:
    """Return whether any of the values of a code list may point at a person."""
    return any(map(_may_be_personal, values))


def _may_be_personal(value: str) -> bool:
    value = unicodedata.normalize("NFC", " ".join(value.split()))
    if any(pattern.search(value) for pattern in _PATTERNS):
        return True
    if _CAPITALS.match(value) and all(word[:1].isupper() for word in value.split()):
        return True
    folded = fold_text(value)
    if value.isascii() and _ACCOUNT.match(value.lower()):
        return True
    titled = _TITLE.match(folded)
    if titled and value.split()[-1][:1].isupper() and titled[1] in _GIVEN_FOLDED:
        return True
    return value[:1].isupper() and _is_given(value, folded)


def _is_given(value: str, folded: str) -> bool:
    """Return whether a single word is a given name: with its marks, wherever they stand, or with none."""
    return folded in _GIVEN_FOLDED if value.isascii() else _marks(value) in _GIVEN_MARKS


def _marks(word: str) -> tuple[str, ...]:
    return tuple(sorted(unicodedata.normalize("NFD", word.lower())))


_GIVEN_MARKS = frozenset(map(_marks, _GIVEN))
