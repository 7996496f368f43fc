import polars as pl
import pytest
from hypothesis import given
from text_samples import apply, composed, decomposed, texts, thorough

from dq.text.clean import (
    CLEAN,
    HAS_ODD_SPACES,
    IS_CLEAN,
    compose,
    fix_apostrophes,
    fix_strokes,
    remove_invisible,
    squeeze_spaces,
)
from dq.text.steps import apply_all


def clean(value):
    return apply_all(value, CLEAN)


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (remove_invisible, "Ng\u00aduyễn\ufeff\u200e\u0000", "Nguyễn"),
        (remove_invisible, "Nguy\u200bễn", "Nguyễn"),
        (remove_invisible, "Nguyễn\u200bVăn\u200bA", "Nguyễn Văn A"),
        (remove_invisible, "Nguye\u0302\u0303n\u200bA", "Nguye\u0302\u0303n A"),
        (remove_invisible, "NGUYE\u0302\u0303\u200bN", "NGUYE\u0302\u0303N"),
        (remove_invisible, "\u200bVăn A\u200b", "Văn A"),
        (remove_invisible, "a\tb\nc\u00a0d", "a\tb\nc\u00a0d"),
        (compose, "e\u0302\u0323", "ệ"),
        (fix_strokes, "Ðặng ðình Ɖ", "Đặng đình Đ"),
        (fix_apostrophes, "H\u2019Hen \u2018a \u02bcb `c \u00b4d \u2032e \u02bbf", "H'Hen 'a 'b 'c 'd 'e 'f"),
        (squeeze_spaces, "\t a \u00a0 b\u3000c\n", "a b c"),
        (squeeze_spaces, "a b", "a b"),
    ],
)
def test_each_step(step, before, after):
    assert apply(step, [before, None]) == [after, None]


def test_codes_of_the_steps():
    assert [step.code for step in CLEAN] == ["invisible", "nfc", "dstroke", "apostrophe", "spaces"]


@thorough
@given(texts)
def test_cleaning_is_total_and_idempotent(values):
    once = apply(clean, values)
    assert None not in once
    assert apply(clean, once) == once


@thorough
@given(texts)
def test_composed_and_decomposed_text_clean_to_the_same(values):
    assert apply(clean, composed(values)) == apply(clean, decomposed(values))


@thorough
@given(texts)
def test_text_that_is_clean_is_not_changed(values):
    is_clean = apply(lambda value: value.str.contains(IS_CLEAN), values)
    kept = [value for value, skipped in zip(values, is_clean, strict=True) if skipped]
    assert apply(clean, kept) == kept


@thorough
@given(texts)
def test_only_spaces_are_changed_where_nothing_but_spaces_can_be_odd(values):
    odd = apply(lambda value: value.str.contains(HAS_ODD_SPACES), values)
    kept = [value for value, spaced in zip(values, odd, strict=True) if spaced]
    for step in CLEAN[:-1]:
        assert apply(step.apply, kept) == kept


def test_every_single_character_that_counts_as_clean_is_stable():
    letters = pl.Series([chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000])
    safe = letters.filter(letters.str.contains(IS_CLEAN)).to_list()
    assert len(safe) > 600
    assert apply(clean, safe) == safe


def test_ordinary_names_count_as_clean():
    names = ["Nguyễn Thị Ngọc Ánh", "Đặng Văn Hòa", "H'Hen Niê", "K'Brểu", "TRẦN QUÝ MỸ", "Y Bhăm Niê"]
    assert all(apply(lambda value: value.str.contains(IS_CLEAN), names))
