"""What is copied into a draft: the words of code lists, and nothing that may be a person's."""

import pytest

from dq.draft.personal import may_be_personal


@pytest.mark.parametrize(
    "value",
    [
        "12 Lê Lợi",
        "14 le loi",
        "12/5A Lê Lợi",
        "Hải.TT",
        "Sơn.NV",
        "nv.hai",
        "N.V.A",
        "N. V. An",
        "Nguyễn V.A",
        "Hải T.T.",
        "nguyenvana",
        "TranVanB",
        "levantam",
        "haitt",
        "sonnv2",
        "hai_tt",
        "hai@xa.gov.vn",
        "Hoa",
        "Lan",
        "LAN",
        "Hoà",
        "Hòa",
        "Tuan",
        "chị Hoa",
        "ông Sơn",
        "Y Bhăm Niê",
        "H'Hen Niê",
        "trần văn hai",
        "số 091 234 5678",
        "079085990123",
    ],
)
def test_what_may_point_at_a_person_is_seen(value):
    assert may_be_personal(["có", value])


@pytest.mark.parametrize(
    "value",
    [
        "có",
        "Không",
        "Đạt",
        "Không đạt",
        "Nam",
        "Nữ",
        "câu",
        "lưới kéo",
        "Đất",
        "Nhà",
        "Xuân",
        "Thu",
        "Đông",
        "hộ nghèo",
        "ho_ngheo",
        "ca_nhan",
        "dang_huong",
        "ODT",
        "CLN",
        "ONT+CLN",
        "K1",
        "loại a",
        "1",
        "5a",
        "Anh ruột",
        "bà nội",
        "Cá nhân",
        "Tổ chức",
        "transfer",
        "village",
        "Khác",
        "chưa rõ",
        "lan",
    ],
)
def test_the_words_of_code_lists_are_taken_over(value):
    assert not may_be_personal([value, "có"])
