import pytest
from hypothesis import given
from text_samples import apply, composed, decomposed, texts, thorough

from dq.text.fold import fold, fold_marks, fold_marks_text, fold_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Số định danh (CCCD)", "so dinh danh cccd"),
        ("  Họ, chữ đệm\nvà tên ", "ho chu dem va ten"),
        ("Ðặng ĐỨC", "dang duc"),
        ("Diện tích (m²)", "dien tich m2"),
        ("ma_xa", "ma xa"),
        ("H\u02bcMông", "h mong"),
        ("...", ""),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold_text(text) == folded
    assert apply(fold, [text]) == [folded]


@pytest.mark.parametrize(
    ("text", "folded"), [("#N/A", "#n/a"), ("  Chưa  Có ", "chua co"), ("00/00/0000", "00/00/0000"), ("…", "...")]
)
def test_fold_marks_keeps_punctuation(text, folded):
    assert fold_marks_text(text) == folded
    assert apply(fold_marks, [text]) == [folded]


@pytest.mark.parametrize("function", [fold, fold_marks])
def test_null_stays_null(function):
    assert apply(function, [None]) == [None]


@thorough
@given(texts)
def test_scalar_and_expression_give_the_same(values):
    assert apply(fold, values) == [fold_text(value) for value in values]
    assert apply(fold_marks, values) == [fold_marks_text(value) for value in values]


@thorough
@given(texts)
def test_folding_is_idempotent(values):
    folded = apply(fold, values)
    assert apply(fold, folded) == folded


@thorough
@given(texts)
def test_composed_and_decomposed_text_fold_to_the_same(values):
    assert apply(fold, composed(values)) == apply(fold, decomposed(values))
