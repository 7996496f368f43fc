from dataclasses import replace

import pytest
from normalize_batches import TYPES, read

from dq.errors import CatalogError
from dq.normalize import BY_COLUMN, NORMALIZERS, normalizer


@pytest.mark.parametrize(
    ("kind", "text", "value", "repairs"),
    [
        ("sex", "nam", "nam", ""),
        ("sex", "Nam", "nam", "choice"),
        ("sex", " NỮ ", "nu", "spaces,choice"),
        ("sex", "1", "nam", "choice"),
        ("sex", "2.0", "nu", "trailing_point_zero,choice"),
        ("sex", "'2", "nu", "excel_quote,choice"),
        ("sex", "Khác", "Khác", ""),
        ("sex", "3", "3", ""),
        ("sex", "không rõ", None, "filler"),
        ("owner_kind", "Hộ gia đình, cá nhân", "ca_nhan", "choice"),
        ("owner_kind", "Cộng đồng dân cư", "cong_dong", "choice"),
        ("owner_kind", "UBND", "UBND", ""),
        ("life_status", "Đã chết", "chet", "choice"),
        ("nationality", "VN", "Việt Nam", "choice"),
        ("nationality", "Việt Nam", "Việt Nam", ""),
        ("nationality", "Lào", "Lào", ""),
        ("ethnicity", "Kinh", "Kinh", ""),
        ("ethnicity", "H\u2019Mông", "Mông", "apostrophe,choice"),
        ("ethnicity", "04", "04", ""),
        ("ethnicity", "Cao Lan", "Cao Lan", ""),
    ],
)
def test_choice(kind, text, value, repairs):
    assert read(kind, text) == (value, repairs)


def test_a_value_may_hold_what_means_something_in_a_pattern():
    kind = replace(TYPES["sex"], parameters={"values": {"5a (1)": ["Nhóm 5a.1"], "5b+": [5]}})
    assert read(kind, "nhóm 5A-1") == ("5a (1)", "choice")
    assert read(kind, "5a (1)") == ("5a (1)", "")
    assert read(kind, "5") == ("5b+", "choice")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"values": {}},
        {"values": ["nam"]},
        {"values": {"nam": ["M"], "nu": ["m"]}},
        {"values": {"nam": [], "NAM": []}},
        {"values": {"nam": ["+"]}},
    ],
)
def test_a_choice_without_plain_values_is_refused(parameters):
    with pytest.raises(CatalogError, match=r"catalog\.invalid.*sex"):
        normalizer(replace(TYPES["sex"], parameters=parameters))


def test_an_unknown_normalizer_is_refused_with_a_hint():
    with pytest.raises(CatalogError, match="did you mean 'phone'"):
        normalizer(replace(TYPES["phone"], normalizer="phones"))


def test_every_type_of_the_catalog_has_a_normalizer_and_every_normalizer_is_used():
    assert {kind.normalizer for kind in TYPES.values()} == {*NORMALIZERS, *BY_COLUMN}
    for kind in TYPES.values():
        assert normalizer(kind).canonical
