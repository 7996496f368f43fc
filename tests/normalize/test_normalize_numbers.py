import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normalize_batches import COLUMN, normalize, read

thorough = settings(max_examples=20, deadline=None)


@pytest.mark.parametrize(
    ("text", "value", "repairs"),
    [
        ("1500000", 1500000, ""),
        ("0", 0, ""),
        ("-500", -500, ""),
        ("1.500.000", 1500000, "number_layout"),
        ("1,500,000", 1500000, "number_layout"),
        ("1 500 000", 1500000, "number_layout"),
        ("1.500", 1500, "number_layout"),
        ("1,500", 1500, "number_layout"),
        ("1500000.0", 1500000, "trailing_point_zero"),
        ("1500000.00", 1500000, "trailing_point_zero"),
        ("1500.000", 1500, "number_layout"),
        ("1.500.000,00", 1500000, "number_layout"),
        ("1,500,000.00", 1500000, "number_layout"),
        ("1500000đ", 1500000, "number_layout"),
        ("1.500.000 đồng", 1500000, "number_layout"),
        ("1.500.000 Ðồng", 1500000, "dstroke,number_layout"),
        ("500.000 VNĐ", 500000, "number_layout"),
        ("VND 500,000", 500000, "number_layout"),
        ("\u2212500.000", -500000, "number_layout"),
        ("+5", 5, "number_layout"),
        ("007", 7, "number_layout"),
        ("-0", 0, "number_layout"),
        ("'360000", 360000, "excel_quote"),
        ("9223372036854775807", 9223372036854775807, ""),
        ("-", None, "filler"),
        ("N/A", None, "filler"),
        ("", None, ""),
    ],
)
def test_money(text, value, repairs):
    assert read("money", text) == (value, repairs)
    assert not normalize("money", [text]).frame[f"{COLUMN}__unreadable"].item()


@pytest.mark.parametrize(
    "text",
    [
        "1500000.5",
        "1,5",
        "0.500",
        "1.5E+06",
        "1e6",
        "1.50.000",
        "1.500,000.000",
        "12.3456",
        "năm trăm",
        "9223372036854775808",
        "1500000 USD",
        "--5",
        "5-",
        "1.500.",
        "đ",
        "1.234.5",
        "٥",
    ],
)
def test_no_whole_number(text):
    result = normalize("money", [text])
    assert result.frame.row(0)[2:] == (None, True)
    assert result.changes.is_empty()


@pytest.mark.parametrize(
    ("text", "value", "repairs"),
    [
        ("120.5", 120.5, ""),
        ("120", 120.0, ""),
        ("120.500", 120.5, ""),
        ("1.234", 1.234, ""),  # a system's export, which never groups
        ("1,234", 1.234, "number_layout"),
        ("120,5", 120.5, "number_layout"),
        ("1.234,5", 1234.5, "number_layout"),
        ("1,234.5", 1234.5, "number_layout"),
        ("1.234.567", 1234567.0, "number_layout"),
        ("1,234,567", 1234567.0, "number_layout"),
        ("1.234.567,25", 1234567.25, "number_layout"),
        ("1 234,5", 1234.5, "number_layout"),
        ("1 234", 1234.0, "number_layout"),
        ("120,5 m2", 120.5, "number_layout"),
        ("120.5m²", 120.5, "number_layout"),
        (",5", 0.5, "number_layout"),
        ("-.5", -0.5, "number_layout"),
        ("120,", 120.0, "number_layout"),
        ("00120.5", 120.5, "number_layout"),
        ("0.30000000000000004", 0.30000000000000004, ""),
        ("1e16", 1e16, ""),
        ("1e+16", 1e16, ""),
        ("-2.5e-7", -2.5e-7, ""),
        ("'120.5", 120.5, "excel_quote"),
        ("null", None, "filler"),
    ],
)
def test_decimal(text, value, repairs):
    assert read("decimal", text) == (value, repairs)


@pytest.mark.parametrize(
    "text", ["1.5E+06", "12,34,567", "1.234.5", "5 ha", "x", "nan", "inf", "1e999", "1..5", "1,2,3"]
)
def test_no_measure(text):
    result = normalize("decimal", [text])
    assert result.frame.row(0)[2:] == (None, True)
    assert result.changes.is_empty()


@pytest.mark.parametrize(("text", "value"), [("1950", 1950), ("1950.0", 1950), ("1.950", 1950), ("'1950", 1950)])
def test_year(text, value):
    assert read("year", text)[0] == value


WHOLE = {
    "plain": str,
    "points": lambda number: f"{number:,}".replace(",", "."),
    "commas": lambda number: f"{number:,}",
    "spaces": lambda number: f"{number:,}".replace(",", " "),
    "float": lambda number: f"{number}.0",
    "unit": lambda number: f"{number:,} đồng".replace(",", "."),
}


@pytest.mark.parametrize("layout", WHOLE.values(), ids=WHOLE)
@thorough
@given(numbers=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=40))
def test_every_amount_is_read_in_every_layout(layout, numbers):
    assert normalize("money", [layout(number) for number in numbers]).frame[COLUMN].to_list() == numbers


@thorough
@given(st.lists(st.integers(1, 10**9).map(lambda cents: cents / 100), min_size=1, max_size=40))
def test_every_measure_of_two_decimals_is_read_in_both_layouts(numbers):
    english = [f"{number:,.2f}" for number in numbers]
    vietnamese = [text.translate(str.maketrans(".,", ",.")) for text in english]
    for written in (english, vietnamese, [f"{number:.2f}" for number in numbers]):
        assert normalize("decimal", written).frame[COLUMN].to_list() == numbers


@thorough
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40))
def test_every_float_is_read_as_the_engine_writes_it(numbers):
    written = pl.Series(numbers, dtype=pl.Float64).cast(pl.String).to_list()
    result = normalize("decimal", written)
    assert result.frame[COLUMN].to_list() == numbers
    assert result.changes.is_empty()
