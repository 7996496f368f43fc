import pytest
from hypothesis import given
from text_samples import apply, composed, decomposed, texts, thorough

from dq.text.names import name_key

OLD_AND_NEW = [
    ("hòa", "hoà"),
    ("hóa", "hoá"),
    ("hỏa", "hoả"),
    ("hõa", "hoã"),
    ("họa", "hoạ"),
    ("lòe", "loè"),
    ("khóe", "khoé"),
    ("hỏe", "hoẻ"),
    ("tõe", "toẽ"),
    ("xọe", "xoẹ"),
    ("thùy", "thuỳ"),
    ("thúy", "thuý"),
    ("thủy", "thuỷ"),
    ("lũy", "luỹ"),
    ("lụy", "luỵ"),
    ("qúy", "quý"),
]


def key(text):
    return apply(name_key, [text])[0]


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
@pytest.mark.parametrize("form", ["{}", "Lê {} An", "Lê {}", "{}-An", "{} {}", "({})", "{}."])
def test_tone_position_of_open_syllables_is_one(old, new, form):
    assert key(form.format(old, old)) == key(form.format(new, new)) == form.format(new, new).lower()


@pytest.mark.parametrize(
    "name",
    [
        "hòang",
        "hoàng",
        "toán",
        "tóan",
        "mùa",
        "của",
        "thúi",
        "thuỳ dương",
        "huỳnh",
        "hùynh",
        "quý",
        "hoài",
        "hòai",
        "già",
    ],
)
def test_other_syllables_keep_their_tone_where_it_stands(name):
    assert key(name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NGUYỄN VĂN HÒA", "Nguyễn Văn Hoà"),
        ("Ðặng Thị Lan", "Đặng Thị Lan"),
        ("H\u2019Hen Niê", "H'Hen Niê"),
        ("K\u00b4Brểu", "K'Brểu"),
        (" Lê\u00a0 Văn\tA\u200b", "lê văn a"),
        ("Nguyễn\u200bVăn\u200bAn", "Nguyễn Văn An"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
    ],
)
def test_what_is_the_same_name_has_the_same_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoàng", "Huỳnh"), ("Vũ", "Võ"), ("Mỹ", "Mĩ"), ("Hùng", "Hưng"), ("Thúy", "Thúi"), ("An Bình", "Bình An")],
)
def test_what_is_another_name_has_another_key(one, other):
    assert key(one) != key(other)


def test_null_has_no_key():
    assert key(None) is None


@thorough
@given(texts)
def test_the_key_is_total_and_idempotent(values):
    keys = apply(name_key, values)
    assert None not in keys
    assert apply(name_key, keys) == keys


@thorough
@given(texts)
def test_composed_and_decomposed_names_have_the_same_key(values):
    assert apply(name_key, composed(values)) == apply(name_key, decomposed(values))


@thorough
@given(texts)
def test_letter_case_of_vietnamese_does_not_count(values):
    values = [value for value in values if value.lower() == value.upper().lower()]
    assert apply(name_key, [value.replace("\u200b", "").upper() for value in values]) == apply(
        name_key, [value.replace("\u200b", "").lower() for value in values]
    )
