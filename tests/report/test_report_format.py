from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.report.format import Count, PartialDay, Score, Share, Size, plain, score, share


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (1234.5, "1.234,5", "1,234.5"),
        (Decimal("0.125"), "0,125", "0.125"),
        (date(2026, 12, 31), "31/12/2026", "31 Dec 2026"),
        (datetime(2026, 11, 1, 8, 5, tzinfo=UTC), "08:05 01/11/2026", "1 Nov 2026, 08:05"),
        (PartialDay("1950"), "1950", "1950"),
        (PartialDay("1950-03"), "03/1950", "Mar 1950"),
        (PartialDay("1950-03-02"), "02/03/1950", "2 Mar 1950"),
        (PartialDay("1950-13"), "1950-13", "1950-13"),
        (PartialDay("không rõ"), "không rõ", "không rõ"),
        (Size(812_000_000), "812 MB", "812 MB"),
        (Size(1_234_567), "1,2 MB", "1.2 MB"),
        (Size(12), "12 B", "12 B"),
        (Count(1234), "1.234", "1,234"),
        (Count(3, small=True), "<5", "<5"),
        (Count(300, hidden=True), "–", "–"),
        (None, "–", "–"),
        ("chữ", "chữ", "chữ"),
        (True, "True", "True"),
    ],
)
def test_a_value_is_said_in_both_languages(value, vi, en):
    assert plain(value, "vi") == vi
    assert plain(value, "en") == en


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 10, "0%"),
        (10, 10, "100%"),
        (5, 10, "50,0%"),
        (1, 3, "33,3%"),
        (9996, 10_000, "99,96%"),
        (99_999, 100_000, ">99,99%"),
        (1, 100_000, "<0,01%"),
        (1, 10_000, "0,01%"),
        (1, 1000, "0,10%"),
        (1, 0, "–"),
        (None, 10, "–"),
    ],
)
def test_a_share_has_the_decimals_it_needs(part, whole, shown):
    assert share(Share(part, whole), "vi") == shown


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_share_is_whole_only_where_nothing_failed(whole, failed):
    failed = min(failed, whole)
    shown = share(Share(whole - failed, whole), "en")
    assert (shown == "100%") == (failed == 0)
    assert (shown == "0%") == (failed == whole)
    assert shown.lstrip("<>").removesuffix("%").rstrip("0").rstrip(".") != "" or failed == whole


@pytest.mark.parametrize(
    ("value", "flawed", "shown"),
    [
        (None, False, "–"),
        (100.0, False, "100%"),
        (100.0, True, ">99,99%"),
        (99.99995, True, ">99,99%"),
        (99.95, True, "99,95%"),
        (0.0, True, "0%"),
        (0.001, True, "<0,01%"),
        (87.26, True, "87,3%"),
    ],
)
def test_a_flawed_score_is_never_full(value, flawed, shown):
    assert score(Score(value, flawed=flawed), "vi") == shown
