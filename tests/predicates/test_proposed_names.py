"""The names that a cell is proposed to mean."""

from collections.abc import Iterable

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from test_predicates_names import REAL_NAMES

from dq.predicates.proposed_names import SEPARATOR, proposed_names

SINGLE = {
    "Ông Nguyễn Văn A": "Nguyễn Văn A",
    "BÀ NGUYỄN THỊ HOA": "NGUYỄN THỊ HOA",
    "Cụ ông Nguyễn Văn Ba": "Nguyễn Văn Ba",
    "Cụ Ông Ích Khiêm": "Ông Ích Khiêm",
    "Hộ gia đình ông Lê Văn Tám": "Lê Văn Tám",
    "Chủ hộ: Nguyễn Văn Ba": "Nguyễn Văn Ba",
    "Đ/c Nguyễn Văn Ba": "Nguyễn Văn Ba",
    "Bà H'Hen Niê": "H'Hen Niê",
    "Ông K'Brểu": "K'Brểu",
    "(Ông) Nguyễn Văn Ba": "Nguyễn Văn Ba",
    "Nguyễn Văn A (chết)": "Nguyễn Văn A",
    "Nguyễn Văn Ba đã chết": "Nguyễn Văn Ba",
    "Nguyễn Văn Ba - chết": "Nguyễn Văn Ba",
    "Lê Văn Ba chết 2019": "Lê Văn Ba",
    "Nguyễn Văn An, sinh năm 1950": "Nguyễn Văn An",
    "Nguyễn Thị Hoa vợ ông Ba": "Nguyễn Thị Hoa",
    "Trần Văn Năm tức Hai": "Trần Văn Năm",
}
SPLIT = {
    "Nguyễn Văn A và Trần Thị B": ["Nguyễn Văn A", "Trần Thị B"],
    "hộ ông A và bà B": ["A", "B"],
    "A, B": ["A", "B"],
    "A/B": ["A", "B"],
    "A - B": ["A", "B"],
    "Nguyễn Văn An; Trần Thị Bình": ["Nguyễn Văn An", "Trần Thị Bình"],
    "Nguyễn Văn An-Trần Thị Bình": ["Nguyễn Văn An", "Trần Thị Bình"],
    "NGUYỄN VĂN AN VÀ TRẦN THỊ BÌNH": ["NGUYỄN VĂN AN", "TRẦN THỊ BÌNH"],
    "Nguyen Van An va Tran Thi Binh": ["Nguyen Van An", "Tran Thi Binh"],
    "Ông Nguyễn Văn An (chết) và bà Trần Thị Bình": ["Nguyễn Văn An", "Trần Thị Bình"],
    "Nguyễn Văn An cùng vợ Trần Thị Bình": ["Nguyễn Văn An", "Trần Thị Bình"],
    "Ông Ích Khiêm và bà Lê Thị Lan": ["Ông Ích Khiêm", "Lê Thị Lan"],
    "Vừ Và Dính và Thào Thị Mỷ": ["Vừ Và Dính", "Thào Thị Mỷ"],
    "Giàng A Páo, Sùng Thị Mo, Lý Ỳ": ["Giàng A Páo", "Sùng Thị Mo", "Lý Ỳ"],
}
UNCLEAR = [
    "Nguyễn Văn An và vợ",
    "Nguyễn Văn An và các con",
    "Bà Hoa (chết)",
    "Nguyễn Văn An đã chết và Trần Thị Bình",
    "Nguyễn Văn An 1950 và Trần Thị Bình",
    "(đã chết)",
    "Vợ ông An",
    "Bà quả phụ Nguyễn Văn An",
    "Nguyễn Văn An (chết) Nguyễn Văn Bình thừa kế",
    "Nguyễn Thị Lan (Trần Văn Bình)",
    "Nguyễn Thị Lan (vợ Trần Văn Bình)",
    "Không rõ, không rõ",
    ", ,",
    "Ông",
    "",
]


def propose(cells: Iterable[str | None]) -> list[str | None]:
    return pl.select(proposed_names(pl.lit(pl.Series([*cells], dtype=pl.String)))).to_series().to_list()


def test_the_name_without_title_and_note():
    assert dict(zip(SINGLE, propose(SINGLE), strict=True)) == SINGLE


def test_a_name_for_each_person():
    joined = {cell: SEPARATOR.join(names) for cell, names in SPLIT.items()}
    assert dict(zip(SPLIT, propose(SPLIT), strict=True)) == joined


def test_no_proposal_for_what_cannot_be_told():
    assert dict(zip(UNCLEAR, propose(UNCLEAR), strict=True)) == dict.fromkeys(UNCLEAR)


def test_no_proposal_for_names():
    assert propose([*REAL_NAMES, None]) == [None] * (len(REAL_NAMES) + 1)


@settings(deadline=None, max_examples=10)  # each compiles dozens of expressions
@given(st.lists(st.text("ÔôngBàvNguyễăATrầịH'K (),;/-&chếtđã.1|", max_size=30), min_size=50, max_size=200))
def test_a_proposed_single_name_is_final(cells):
    found = [name for name in propose(cells) if name is not None and SEPARATOR not in name]
    assert propose(found) == [None] * len(found)
