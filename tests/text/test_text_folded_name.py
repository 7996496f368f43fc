"""The key by which candidates are looked for: what is left of a name in an export without marks or with another i/y."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_samples import apply

from dq.text.names import folded_name, name_key


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("NGUYEN VAN DUC", "nguyen van duc"),
        ("Hoàng Thị Mỹ Kỳ", "hoang thi mi ki"),
        ("Hoàng Thị Mĩ Kì", "hoang thi mi ki"),
        ("Trần Thúy Quý", "tran thuy qui"),
        ("Y Thịnh Êban", "y thinh eban"),
        ("H'Hen Niê", "h'hen nie"),
        ("", ""),
        (None, None),
    ],
)
def test_a_name_is_folded(name, folded):
    assert apply(folded_name, apply(name_key, [name])) == [folded]


@given(st.lists(st.text(alphabet="aăâáàbcdđeêghiíkkqlmnouưyýỳ '", max_size=20), min_size=1))
def test_folding_is_idempotent(names):
    once = apply(folded_name, apply(name_key, names))

    assert apply(folded_name, once) == once
