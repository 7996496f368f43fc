"""What text may show, in whichever column it stands: no whole number of a person, no whole birth date, all else."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.report.shown import LONGEST, clean, last4

NUMBER = "079085990123"
GAPS = st.text(alphabet=" \u00a0\u2009\t,.;:'/\\\\-_\u2013\u2014\u2212\u00b7()*|", max_size=5)
UNSEEN = st.text(alphabet="\u200b\u200c\u200d\u2060\ufeff\u00ad", max_size=9)
SCRIPTS = st.sampled_from(["0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
                           "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"])  # fmt: skip
AROUND = st.sampled_from(["", "Nguyễn Văn An", "số ", " cũ", "(", "; "])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lê Thị 001085990123", "Lê Thị ********0123"),
        ("Lê Thị 001 085 990 123", "Lê Thị ********0123"),
        ("số 001.085.990.123 cũ", "số ********0123 cũ"),
        ("079,085,990,123", "********0123"),
        ("079\u2013085\u2013990\u2013456", "********0456"),
        ("079  .  085  .  990  .  789", "********0789"),
        ("079\u00a0085\u00a0990\u00a0321", "********0321"),
        ("079\u200b085\u200b990\u200b321", "********0321"),
        ("\uff10\uff17\uff19085990123", "********0123"),
        ("\u0660\u0667\u0669085990123", "********0123"),
        ("Nguyễn Văn Mark 079,085,990,321", "Nguyễn Văn Mark ********0321"),
        ("C1234567", "****4567"),
        ("P01234567", "*****4567"),
        ("hộ chiếu b 123 4567", "hộ chiếu ****4567"),
        ("Trần Mark Hai 02/03/1986", "Trần Mark Hai 1986"),
        ("sinh 02/03/1987", "sinh 1987"),
        ("sinh 2-3-1987, Hà Nội", "sinh 1987, Hà Nội"),
        ("2.3.1987", "1987"),
        ("02 03 1987", "1987"),
        ("02\u201303\u20131987", "1987"),
        ("02/03/19\u200b87", "1987"),
        ("\uff10\uff12/\uff10\uff13/\uff11\uff19\uff18\uff17", "1987"),
        ("3/25/1987", "1987"),
        ("1987-03-04", "1987"),
        ("1987/3/4", "1987"),
        ("1987-03-04 00:00:00", "1987"),
        ("1987-03-04T00:00:00", "1987"),
        ("ngày 4 tháng 3 năm 1987", "ngày 1987"),
        ("04031987", "1987"),
        ("19870304", "1987"),
        ("02/03/86", "86"),
        ("2-Mar-86", "86"),
        ("Trần Hai 02 March 1986", "Trần Hai 1986"),
        ("Mar 2, 1986", "1986"),
        ("An 02/03/1986 - 04/05/2024", "An 1986 - 2024"),
        ("12 02/03/1986", "******1986"),
        ("Trần \u202eBình", "Trần \ufffdBình"),
        ("a\x00b\nc", "a\ufffdb\ufffdc"),
        ("x" * 200, "x" * (LONGEST - 1) + "…"),
    ],
)
def test_text_is_made_fit_to_be_shown(text, shown):
    assert clean(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "12345678",
        "1,234.5",
        "1.234,5 m2",
        "12.345.678",
        "120,5 (2024)",
        "12 Lê Lợi",
        "12/5/86 Lê Lợi",
        "12/11/34 Lê Lợi",
        "số 12/34/56/7",
        "BK 123456",
        "AA 00123456",
        "Nghị định 252/2026/NĐ-CP",
        "Thông tư số 25/2014/TT-BTNMT, điều 5",
        "QĐ 4750/QĐ-BYT năm 2023",
        "12/2023-BS",
        "01-2005",
        "1.234 bản ghi trong 25 tệp",
        "26734",
        "1987",
        "03/1987",
        "1987-03",
        "thửa 123, tờ 45",
        "2023-2024",
        "10.11.12",
        "Lô C12",
        "K 123456",
        "ONT+CLN",
        "10:30",
        "Mark 12",
        "3 Mark 1986",
        "Mar 2026",
    ],
)
def test_what_is_no_number_of_a_person_stays_readable(text):
    assert clean(text) == text


def test_what_an_official_wrote_keeps_its_dates():
    assert clean("Biên bản 05/06/2024, 07/08/2024", keep_dates=True) == "Biên bản 05/06/2024, 07/08/2024"
    assert clean("Của 079,085,990,123", keep_dates=True) == "Của ********0123"


def digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


@given(st.lists(GAPS, min_size=11, max_size=11), SCRIPTS, AROUND, AROUND)
def test_no_number_is_shown_whole_however_it_is_written(gaps, script, before, after):
    written = "".join(script[int(digit)] + gap for digit, gap in zip(NUMBER, [*gaps, ""], strict=True))
    assert digits(clean(before + written + after, most=400)) == NUMBER[-4:]


@given(st.lists(UNSEEN, min_size=11, max_size=11))
def test_no_number_is_shown_whole_with_what_is_not_seen_between(gaps):
    written = "".join(digit + gap for digit, gap in zip(NUMBER, [*gaps, ""], strict=True))
    assert digits(clean(written, most=400)) == NUMBER[-4:]


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d / %m / %Y", "%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y",
                     "%d%m%Y", "%Y%m%d", "%d tháng %m năm %Y", "%d,%m,%Y", "%d %m %Y", "%d/%m/%Y %H:%M"]),
    AROUND,
    AROUND,
)  # fmt: skip
def test_of_a_date_the_year_is_shown(day, form, before, after):
    assert clean(before + day.strftime(form) + after) == before + f"{day:%Y}" + after


@given(
    st.integers(0, 99_999), st.integers(0, 99), st.sampled_from(["{}.{:02}", "{},{:02}", "{} / {}", "{:,}.{:02} m2"])
)
def test_short_numbers_stay_as_they_are(whole, part, form):
    text = form.format(whole, part)
    assert clean(text) == text


@given(st.text(max_size=40))
def test_last4_keeps_length_and_hides_at_least_half(text):
    shown = last4(text)
    assert len(shown) == len(text)
    assert shown.startswith("*" * ((len(text) + 1) // 2))
