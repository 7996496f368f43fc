from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.report.format import PartialDay
from dq.report.mask import EMPTY, HIDDEN, Cell, CellState, mask


def column(mask_name, kind="text", *, sensitive=False):
    return {"type": kind, "mask": mask_name, "sensitive": sensitive}


@pytest.mark.parametrize(
    ("value", "how", "shown"),
    [
        ("001085990123", column("last4"), "********0123"),
        (1900123456789, column("last4"), "*********6789"),
        ("AB1234", column("last4"), "***234"),
        ("12", column("last4"), "*2"),
        ("Nguyễn Văn An", column("name"), "Nguyễn Văn An"),
        ("1950-03-02", column("year"), "1950"),
        ("1950", column("year"), "1950"),
        (date(1950, 3, 2), column("year"), "1950"),
        (1950, column("year"), "1950"),
        ("2026-03", column("none", "partial_date"), PartialDay("2026-03")),
        (date(2026, 3, 2), column("none"), date(2026, 3, 2)),
        (750_000, column("none"), 750_000),
        (1.5, column("none"), 1.5),
        (1_085_990_123, column("none", "integer"), "******0123"),
        (79_085_990_123.0, column("none", "decimal"), "*******0123"),
        (12_345_678.5, column("none", "decimal"), 12_345_678.5),
        (1_200_000_000, column("none", "money"), 1_200_000_000),
        ("1987-03-04", column("none", "date"), "1987-03-04"),  # a proposal is text
        ("1987-03-04", column("none", "commune_code"), "1987"),
        ("C1234567", column("none", "sex"), "****4567"),
        ("Trần Hai 02/03/1986", column("name"), "Trần Hai 1986"),
        ("01/02/1990", column("last4"), "******1990"),
        ("nam", column("none"), "nam"),
    ],
)
def test_a_value_is_masked_as_its_type_says(value, how, shown):
    assert mask(value, how) == Cell(CellState.VALUE, shown)


@pytest.mark.parametrize(
    ("value", "how", "cell"),
    [
        ("Khmer", column("none", sensitive=True), HIDDEN),
        (None, column("none", sensitive=True), HIDDEN),  # that it is empty is sensitive too
        ("đường Bí Mật", column("all"), HIDDEN),
        ("x", column("a mask of tomorrow"), HIDDEN),
        ("không rõ", column("year"), HIDDEN),
        (None, column("last4"), EMPTY),
        ("", column("none"), EMPTY),
    ],
)
def test_what_may_not_be_shown_is_not(value, how, cell):
    assert mask(value, how) == cell


@given(st.text(alphabet="0123456789", min_size=9, max_size=30), st.text(alphabet="aé ,(", max_size=5))
def test_no_long_number_survives_any_mask(number, around):
    for how in ("none", "name", "last4"):
        cell = mask(around + number + around, column(how))
        assert number not in str(cell.value)
