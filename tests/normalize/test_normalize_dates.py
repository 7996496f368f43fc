import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normalize_batches import COLUMN, normalize, read

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
days = st.dates(FIRST, LAST)
plausible_days = st.dates(date(1800, 1, 1), date(2100, 12, 31))
thorough = settings(max_examples=20, deadline=None)


@pytest.mark.parametrize(
    ("text", "value", "repairs"),
    [
        ("1950-03-02", "1950-03-02", ""),
        ("1950-03", "1950-03", ""),
        ("1950", "1950", ""),
        ("02/03/1950", "1950-03-02", "date_layout"),
        ("2/3/1950", "1950-03-02", "date_layout"),
        ("02-03-1950", "1950-03-02", "date_layout"),
        ("2.3.1950", "1950-03-02", "date_layout"),
        ("02 / 03 / 1950", "1950-03-02", "date_layout"),
        ("02 03 1950", "1950-03-02", "date_layout"),
        ("1950/3/2", "1950-03-02", "date_layout"),
        ("1950-3-2", "1950-03-02", "date_layout"),
        ("03/1950", "1950-03", "date_layout"),
        ("3-1950", "1950-03", "date_layout"),
        ("1950/03", "1950-03", "date_layout"),
        ("19500302", "1950-03-02", "date_layout"),
        ("02031950", "1950-03-02", "date_layout"),
        ("20121950", "1950-12-20", "date_layout"),
        ("195003020830", "1950-03-02", "date_layout"),
        ("195000000000", "1950", "date_layout"),
        ("195003000000", "1950-03", "date_layout"),
        ("00/00/1950", "1950", "date_layout"),
        ("00/03/1950", "1950-03", "date_layout"),
        ("1950-00-00", "1950", "date_layout"),
        ("../../1950", "1950", "date_layout"),
        ("--/--/1950", "1950", "date_layout"),
        ("xx/03/1950", "1950-03", "date_layout"),
        ("1950-03-02 00:00:00", "1950-03-02", "date_layout"),
        ("1950-03-02T00:00:00.000Z", "1950-03-02", "date_layout"),
        ("1950-03-02T00:00:00+07:00", "1950-03-02", "date_layout"),
        ("02/03/1950 12:00:00 SA", "1950-03-02", "date_layout"),
        ("2/3/1950 8:05:00 AM", "1950-03-02", "date_layout"),
        ("ngày 02 tháng 03 năm 1950", "1950-03-02", "date_layout"),
        ("Ngày 2, tháng 3, năm 1950", "1950-03-02", "date_layout"),
        ("Ngày … tháng … năm 1950", "1950", "date_layout"),
        ("ngày .. tháng 3 năm 1950", "1950-03", "date_layout"),
        ("02 tháng 3 năm 1950", "1950-03-02", "date_layout"),
        ("14 giờ 30 phút, ngày 02/03/1950", "1950-03-02", "date_layout"),
        ("Vào lúc 5 giờ ngày 02 tháng 3 năm 1950", "1950-03-02", "date_layout"),
        ("14h30 ngày 02/03/1950", "1950-03-02", "date_layout"),
        ("14:30:00 02/03/1950", "1950-03-02", "date_layout"),
        ("ngày 02-03-1950", "1950-03-02", "date_layout"),
        ("tháng 3 năm 1950", "1950-03", "date_layout"),
        ("Sinh năm 1950", "1950", "date_layout"),
        ("2/3/50", "1950-03-02", "two_digit_year,date_layout"),
        ("2-3-30", "1930-03-02", "two_digit_year,date_layout"),
        ("02/03/29", "1929-03-02", "two_digit_year,date_layout"),  # nobody is born after the day of the run
        ("02/03/26", "2026-03-02", "two_digit_year,date_layout"),
        ("02.03.00", "2000-03-02", "two_digit_year,date_layout"),
        ("20882", "1957-03-03", "excel_serial"),
        ("20882.0", "1957-03-03", "trailing_point_zero,excel_serial"),
        ("20882.75", "1957-03-03", "excel_serial"),
        ("60000", "2064-04-08", "excel_serial"),
        ("9999", "1927-05-17", "excel_serial"),
        ("1799", "1904-12-03", "excel_serial"),
        ("1950.0", "1950", "trailing_point_zero"),
        ("'02/03/1950", "1950-03-02", "excel_quote,date_layout"),
        (" 02/03/1950\u00a0", "1950-03-02", "spaces,date_layout"),
        ("29/02/2000", "2000-02-29", "date_layout"),
        ("00/00/0000", None, "filler"),
        ("0", None, "filler"),
        ("Không nhớ", None, "filler"),
        ("", None, ""),
    ],
)
def test_readable(text, value, repairs):
    result = normalize("birth_date", [text])
    assert not result.frame[f"{COLUMN}__unreadable"].item()
    assert read("birth_date", text) == (value, repairs)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/1990",
        "29/02/1900",
        "03/25/1950",  # one cell does not turn a column round
        "1950-13",
        "1950-02-30",
        "15/00/1950",
        "13/1950",
        "32/01/50",
        "50-03-02",
        "02/03/950",
        "0950",
        "00/00/1750",  # a bare number of that size is a day of a spreadsheet
        "12",
        "999",
        "60001",
        "-5",
        "1950.5",
        "195003",
        "2031950",
        "1950-03-02T17:00:00Z",  # the third of March in Việt Nam
        "1950-03-01T20:00:00-05:00",
        "khoảng 1950",
        "02/03/1950?",
        "1950-1951",
        "1/1/1950, 2/2/1951",
    ],
)
@pytest.mark.parametrize("kind", ["birth_date", "date"])
def test_unreadable(kind, text):
    result = normalize(kind, [text])
    assert result.frame[f"{COLUMN}__unreadable"].item()
    assert result.frame[COLUMN].item() is None
    assert result.changes.is_empty()


@pytest.mark.parametrize("text", ["1950", "03/1950", "1950-03", "00/03/1950", "tháng 3 năm 1950"])
def test_a_whole_date_needs_day_month_and_year(text):
    result = normalize("date", [text])
    assert result.frame.row(0)[2:] == (None, True)
    assert result.changes.is_empty()


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("02/03/1950", date(1950, 3, 2), date(1950, 3, 2)),
        ("1950", date(1950, 1, 1), date(1950, 12, 31)),
        ("02/2000", date(2000, 2, 1), date(2000, 2, 29)),
        ("12/1999", date(1999, 12, 1), date(1999, 12, 31)),
        ("2100", date(2100, 1, 1), date(2100, 12, 31)),
        ("31/02/1990", None, None),
        ("", None, None),
    ],
)
def test_bounds(text, lower, upper):
    frame = normalize("birth_date", [text]).frame
    assert frame[f"{COLUMN}_tu"].item() == lower
    assert frame[f"{COLUMN}_den"].item() == upper


LAYOUTS = {
    "day_first": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    "without_zeros": lambda day: f"{day.day}/{day.month}/{day.year}",
    "dots": lambda day: f"{day.day}.{day.month}.{day.year}",
    "iso_time": lambda day: f"{day.isoformat()}T00:00:00",
    "words": lambda day: f"ngày {day.day:02} tháng {day.month:02} năm {day.year}",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@thorough
@given(written=st.lists(days, min_size=1, max_size=30))
def test_every_date_is_read_in_every_layout(layout, written):
    frame = normalize("date", [layout(day) for day in written]).frame
    assert frame[COLUMN].to_list() == written


@thorough
@given(st.lists(plausible_days, min_size=1, max_size=30))
def test_compact_layouts(written):
    for form in ("%Y%m%d", "%Y%m%d0000", "%d%m%Y"):
        frame = normalize("date", [day.strftime(form) for day in written]).frame
        assert frame[COLUMN].to_list() == written


@thorough
@given(st.lists(st.integers(2101, 60000), min_size=1, max_size=30))
def test_days_of_a_spreadsheet(serials):
    frame = normalize("date", [str(serial) for serial in serials]).frame
    assert frame[COLUMN].to_list() == [date(1899, 12, 30) + timedelta(serial) for serial in serials]


@thorough
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 15), st.integers(1900, 2050)), min_size=1, max_size=40))
def test_only_days_of_the_calendar_are_read(parts):
    frame = normalize("date", [f"{day:02}/{month:02}/{year}" for day, month, year in parts]).frame
    real = [month <= 12 and day <= calendar.monthrange(year, month)[1] for day, month, year in parts]
    assert frame[COLUMN].is_not_null().to_list() == real
    assert frame[f"{COLUMN}__unreadable"].to_list() == [not kept for kept in real]
