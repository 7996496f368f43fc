"""The tax code against an independent oracle."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identifier_columns import ask
from stdnum.vn import mst

from dq.identifiers import tax_code

digits = st.text("0123456789", min_size=9, max_size=9)
codes = st.one_of(
    st.builds(lambda head, check: head + check, digits, st.sampled_from("0123456789")),
    st.builds(lambda head: head + mst.calc_check_digit(head)[-1], digits),
    st.builds(lambda head, branch: f"{head}{mst.calc_check_digit(head)[-1]}-{branch:03}", digits, st.integers(0, 999)),
    st.builds(lambda tail: f"01{tail}", st.sampled_from(["00000000", "00000019", "00000108"])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(codes, min_size=1, max_size=60))
def test_agrees_with_python_stdnum(values):
    assert ask(tax_code.is_valid, values) == [mst.is_valid(value) for value in values]


@settings(max_examples=30, deadline=None)
@given(st.lists(digits, min_size=1, max_size=40))
def test_a_dropped_zero_comes_back_only_where_the_check_digit_confirms_it(values):
    for value, repaired in zip(values, ask(tax_code.repair, values), strict=True):
        confirmed = value[0] != "0" and mst.calc_check_digit("0" + value[:8]) == value[8]
        assert repaired == ("0" + value if confirmed else value)


@pytest.mark.parametrize(
    ("text", "valid", "branch", "personal"),
    [
        ("0100233488", True, None, False),
        ("0314409058-002", True, "002", False),
        ("0314409058-000", False, None, False),
        ("001085990123", True, None, True),
        ("0100233480", False, None, False),
    ],
)
def test_parts(text, valid, branch, personal):
    assert ask(tax_code.is_valid, [text]) == [valid]
    assert ask(tax_code.branch, [text]) == [branch]
    assert ask(tax_code.is_personal_number, [text]) == [personal]
