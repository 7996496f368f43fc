"""What a whole column says of its cells."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normalize_batches import AS_OF, COLUMN, batch, decide, normalize, schema

from dq.errors import LoadError
from dq.normalize import Reading, normalize_batch, read_columns, require_converter
from dq.normalize.readings import DateOrder
from dq.text import fonts
from dq.text.legacy import Encoding

MONTH_FIRST = ["03/25/1950", "12/31/1961", "1/15/1972", "02/03/1980"]
NAMES = {
    "tcvn3": [
        "NguyÔn V¨n An",
        "TrÇn ThÞ H»ng",
        "L\u00aa ThÞ Lan",
        "D\u00ad\u00acng V¨n Phóc",
        "§Æng Minh QuyÒn",
        "Lan Anh",
    ],
    "vni": ["Nguyeãn Vaên An", "Traàn Thò Haèng", "Leâ Thò Lan", "Döông Vaên Phuùc", "Ñaëng Minh Quyeàn", "Lan Anh"],
    "viqr": [
        "Nguye^~n Va(n An",
        "Tra^`n Thi. Ha(`ng",
        "Le^ Thi. Lan",
        "Du+o+ng Va(n Phu'c",
        "DDa(.ng Minh Quye^`n",
        "Lan Anh",
    ],
}
UNICODE = ["Nguyễn Văn An", "Trần Thị Hằng", "Lê Thị Lan", "Dương Văn Phúc", "Đặng Minh Quyền", "Lan Anh"]


def order(values, kind="birth_date"):
    return decide(batch(cot=values), schema(cot=kind))[COLUMN].date_order


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (MONTH_FIRST, DateOrder.MONTH_FIRST),
        (["25/03/1950", "02/03/1980"], DateOrder.DAY_FIRST),
        (["02/03/1980", "1950", None, "1950-03-25"], DateOrder.UNDECIDED),
        ([*MONTH_FIRST, "25/03/1950"], DateOrder.CONFLICTING),
        (["03/25/1950", "02/03/1980"], DateOrder.CONFLICTING),  # one cell may be a typing error
        ([*MONTH_FIRST, *["01/07/2025"] * 40], DateOrder.CONFLICTING),  # first days of months, and three errors
        (["3/25/50", "12-31-61", "1.15.72 08:30", "'03/25/1950"], DateOrder.MONTH_FIRST),
        (["40/40/1950", "25/13/1950", "x"], DateOrder.UNDECIDED),
        ([], DateOrder.UNDECIDED),
    ],
)
def test_order_of_day_and_month(values, expected):
    assert order(values) == expected


def test_a_column_written_month_first_is_turned_and_logged():
    result = normalize("birth_date", [*MONTH_FIRST, "05/05/1955", "3/1/81", "1990", "1990-12-25"])
    assert result.frame[COLUMN].to_list() == [
        *("1950-03-25", "1961-12-31", "1972-01-15", "1980-02-03", "1955-05-05", "1981-03-01", "1990", "1990-12-25")
    ]
    assert result.changes["repair"].to_list() == [
        *["month_first,date_layout"] * 4,
        "date_layout",
        "month_first,two_digit_year,date_layout",
    ]


def test_in_a_conflicting_column_the_day_comes_first():
    result = normalize("birth_date", [*MONTH_FIRST, "25/03/1950"])
    assert result.frame[COLUMN].to_list() == [None, None, None, "1980-03-02", "1950-03-25"]


@pytest.mark.parametrize(
    ("values", "options", "expected"),
    [
        (["20882", "21000", "1950", "02/03/1980"], {}, ["1957-03-03", "1957-06-29", "1950", "1980-03-02"]),
        (["9999", "20882.0"], {}, ["1927-05-17", "1957-03-03"]),
        (["19505", "1950", "02/03/1980"], {}, [None, "1950", "1980-03-02"]),  # a year mistyped
        (["19505", "1094", *["1950"] * 3], {"workbook": True}, [None, None, *["1950"] * 3]),
        (
            ["20882", "21000", "22000", *["1950"] * 9],
            {"workbook": True},
            ["1957-03-03", "1957-06-29", "1960-03-25", *["1950"] * 9],
        ),
    ],
)
def test_days_of_a_spreadsheet(values, options, expected):
    assert normalize("birth_date", values, **options).frame[COLUMN].to_list() == expected


@pytest.mark.parametrize(
    ("text", "lunar"),
    [
        ("30/02/1990", True),
        ("30-2-1990", True),
        ("ngày 30 tháng 2 năm 1990", True),
        ("29/02/1990", True),
        ("29/02/1900", True),
        ("29/02/2000", False),
        ("29/02/1988", False),
        ("31/02/1990", False),  # no lunar month has 31 days
        ("30/03/1990", False),
    ],
)
def test_days_that_only_the_lunar_calendar_has(text, lunar):
    assert decide(batch(cot=[text]), schema(cot="birth_date"))[COLUMN].lunar_dates == lunar


@pytest.mark.parametrize(("kind", "year"), [("birth_date", "1927"), ("partial_date", "2027")])
def test_only_a_birth_year_of_two_digits_is_of_the_past(kind, year):
    assert normalize(kind, ["02/03/27"]).frame[COLUMN].item() == f"{year}-03-02"


@pytest.mark.parametrize("encoding", NAMES)
def test_a_legacy_column_becomes_unicode_and_is_logged(encoding):
    result = normalize("person_name", NAMES[encoding])
    assert result.frame[COLUMN].to_list() == UNICODE
    assert result.changes["repair"].to_list() == [encoding] * 5


def test_capitals_of_a_font_of_capitals():
    names = ["TRÇN THÞ H»NG", *NAMES["tcvn3"]]
    assert normalize("person_name", names).frame[COLUMN].to_list()[0] == "TRẦN THỊ HẰNG"


@pytest.mark.parametrize(
    "values",
    [
        UNICODE,
        ["NguyÔn V¨n An", "TrÇn ThÞ H»ng", *UNICODE * 10],  # damaged cells of a Unicode column: reported by rules
        NAMES["tcvn3"][:2],  # too few to tell
        ["Hoàng Hoà", "Lê Hoá", "Tô Hoài", "Hà Xuân Toàn", "Lý Hùng", "Võ Quý"],  # all of it Latin-1
        ["HOÀNG THÙY AN", "ĐỖ UYÊN", "LÊ HÒA", "VÕ QUỐC TOÀN", "HÀ", "CAO"],
        ["Nguyen Van A (con ong B)", "Tran B. C.", "Le A+", "x^2"],
        ["H'Bia Niê", "K'Sor", "Y-Nguyên", "Giàng A Páo", "Thào Thị", "Vừ Và Dính", "Rơ Châm H'Blơng"],
        ["Hoà", "Hoá", "Thuý", "Thuỳ", "Khoẻ", "Loan", "Uyên", "Huế", "Toán", "Ngoãn"],
        ["François", "Núñez", "Müller", "Øresund", "Ångström", "Zoë"],
        [None, "", " "],
    ],
)
def test_no_legacy_column(values):
    assert COLUMN not in decide(batch(cot=values), schema(cot="person_name"))


def test_short_words_follow_the_column_of_names():
    rows = batch(ten=NAMES["tcvn3"], gioi_tinh=["Nam", "N÷", "N÷", "Nam", "N÷", "N÷"])
    columns = schema(ten="person_name", gioi_tinh="sex")
    frame = normalize_batch(rows, columns, decide(rows, columns)).frame
    assert frame["gioi_tinh"].to_list() == ["nam", "nu", "nu", "nam", "nu", "nu"]


def test_without_the_extra_a_legacy_column_is_refused_by_name(monkeypatch):
    readings = {"ho_ten": Reading(encoding=Encoding.TCVN3), "ghi_chu": Reading(encoding=Encoding.VIQR)}
    require_converter(readings)
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    require_converter({"ghi_chu": readings["ghi_chu"]})
    with pytest.raises(LoadError) as caught:
        require_converter(readings)
    assert (caught.value.key, caught.value.parameters["columns"]) == ("load.legacy_extra", "ho_ten")


cells = st.sampled_from([*MONTH_FIRST, "25/03/1950", "20882", "1950", "30/02/1990", None, *NAMES["tcvn3"], *UNICODE])


@settings(max_examples=15, deadline=None)
@given(values=st.lists(cells, min_size=1, max_size=60), size=st.integers(1, 20))
def test_a_reading_does_not_depend_on_how_the_rows_are_cut(values, size):
    rows, columns = batch(ngay=values, ten=values), schema(ngay="birth_date", ten="person_name")
    whole = decide(rows, columns)
    assert read_columns(rows.iter_slices(size), columns, rows=rows.height, as_of=AS_OF) == whole
    pieces = [normalize_batch(piece, columns, whole) for piece in rows.iter_slices(size)]
    at_once = normalize_batch(rows, columns, whole)
    assert pl.concat([piece.frame for piece in pieces]).equals(at_once.frame)


def test_a_large_column_of_text_is_sampled_evenly():
    rows = batch(cot=[*["Lan Anh"] * 30_000, *NAMES["tcvn3"] * 5_000])
    assert decide(rows, schema(cot="person_name"))[COLUMN].encoding is Encoding.TCVN3


def test_the_day_of_the_run_moves_the_pivot():
    rows, columns = batch(cot=["02/03/27"]), schema(cot="birth_date")
    readings = read_columns([rows], columns, rows=1, as_of=date(2030, 1, 1))
    assert normalize_batch(rows, columns, readings).frame[COLUMN].item() == "2027-03-02"
