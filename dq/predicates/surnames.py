"""Vietnamese words in regular expressions, and the surnames that tell a title or a second person from a name."""

import re

from dq.text.fold import fold_text


def either(*phrases: str) -> str:
    """Return a group that matches any of `phrases`, with all marks or with none; a space matches any white space.

    The forms without marks are in lower case, so the whole expression must ignore case.
    """
    written = dict.fromkeys(form for phrase in phrases for form in (phrase, fold_text(phrase)))
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in written) + ")"


_CLEAR = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Phan", "Trương", "Đinh"),
    *("Trịnh", "Đoàn"),
)
_OTHER = (
    *("Hoàng", "Hồ", "Dương", "Lý", "Lương", "Nông", "Vi", "Moong", "Xồng", "Lầu", "Vừ", "Cụt", "Đào", "Lưu", "Phùng"),
    *("Tạ", "Quách", "Triệu", "Giàng", "Sùng", "Vàng", "Lò", "Quàng", "Lường"),
)

CLEAR_SURNAMES = either(*_CLEAR)
"""Surnames that hardly occur as a middle name: the frequent ones of Lê Trung Hoa 2005 and hoten.org, and two more."""

SURNAMES = either(*_CLEAR, *_OTHER)
"""These, and surnames that are middle or given names as well (Hoàng, Dương, Lương …)."""

MINORITY_SURNAMES = either(
    "Kpă", "Ksor", "Rmah", "Rơ Mah", "Rơ Châm", "Rơ Lan", "Rah Lan", "Rcom", "Siu", "Thạch Thị", "Kpuih"
)
"""Surnames and their beginnings of Gia Rai and Khmer that are no word of a Kinh name."""
