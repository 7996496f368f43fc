"""Telephone numbers, serials of certificates, codes of parcels, accounts, civil-status numbers, ethnic groups."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identifier_columns import ask

from dq.identifiers import bank_account, civil_status, ethnic_group, land_certificate, parcel_code, phone
from dq.identifiers.tables import read
from dq.text.fold import fold_text


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("+84 912 345 678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("+84 (0)912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("912345678", "0912345678"),
        ("912345678.0", "0912345678"),
        ("0912345678.0", "0912345678"),
        ("841234567", "0841234567"),  # a prefix of Việt Nam, not the country
        ("(024) 3825-1234", "02438251234"),
        ("2438251234", "02438251234"),
        ("01681234567", "0381234567"),
        ("1681234567", "0381234567"),
        ("+84 168 123 4567", "0381234567"),
        ("01101234567", "01101234567"),  # never a prefix
        ("0912345678 / 0987654321", "0912345678 / 0987654321"),
        ("không có", "không có"),
        ("12345", "12345"),
    ],
)
def test_phone_repair(text, repaired):
    assert ask(phone.repair, [text]) == [repaired]


@pytest.mark.parametrize(
    ("number", "valid", "assigned"),
    [
        ("0912345678", True, True),
        ("0551234567", True, True),
        ("0512345678", True, False),
        ("02438251234", True, True),
        ("0112345678", False, None),
        ("091234567", False, None),
    ],
)
def test_phone_form_and_prefix(number, valid, assigned):
    assert ask(phone.is_valid, [number]) == [valid]
    assert ask(phone.is_assigned, [number]) == [assigned]


def test_every_old_mobile_prefix_becomes_an_assigned_one():
    rows = read("phone_prefixes_2018")
    moved = ask(phone.repair, [f"{row['old_prefix']}1234567" for row in rows])
    assert moved == [f"{row['new_prefix']}1234567" for row in rows]
    assert ask(phone.is_assigned, moved) == [True] * len(rows)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("ab123456", "AB 123456"),
        ("AB-12345678", "AB 12345678"),
        ("AB 12 345 678", "AB 12345678"),
        ("A.B 123456", "AB 123456"),
        ("đ123456", "Đ 123456"),
        ("Y1234567", "Y 1234567"),
        ("'BK 123456", "BK 123456"),
        ("ABC 123456", "ABC 123456"),
        ("123456", "123456"),
        ("không rõ", "không rõ"),
    ],
)
def test_certificate_repair(text, repaired):
    assert ask(land_certificate.repair, [text]) == [repaired]


@pytest.mark.parametrize(
    ("serial", "valid"),
    [
        ("AB 12345678", True),
        ("BK 123456", True),
        ("BK 1234567", True),
        ("Đ 123456", True),
        ("Y 1234567", True),
        ("A 12345678", False),
        ("AĐ 12345678", False),
        ("AB123456", False),
        ("AB 12345", False),
        ("ab 123456", False),
    ],
)
def test_certificate_form(serial, valid):
    assert ask(land_certificate.is_valid, [serial]) == [valid]
    letters, number = serial.split(" ") if valid else (None, None)
    assert ask(land_certificate.letters, [serial]) == [letters]
    assert ask(land_certificate.digits, [serial]) == [number]


@pytest.mark.parametrize(
    ("serial", "issued", "matches"),
    [
        ("AB 12345678", date(2025, 1, 1), True),
        ("AB 12345678", date(2024, 12, 31), False),
        ("AB 123456", date(2024, 12, 31), True),
        ("AB 123456", date(2025, 1, 1), False),
        ("Đ 123456", date(1999, 5, 1), True),
        ("AB 12345678", None, None),
        ("x", date(2025, 1, 1), None),
        (None, date(2025, 1, 1), None),
    ],
)
def test_certificate_form_of_the_period(serial, issued, matches):
    assert ask(land_certificate.matches_date, [serial], issued=[issued]) == [matches]


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("W7ER8U0EVW70", "w7er8u0evw70"),
        ("w7er-8u0e-vw70", "w7er8u0evw70"),
        ("w7er8uoevwlI", "w7er8u0evw11"),
        ("wkhong biet c", "wkhong biet c"),
        ("không có mã w", "không có mã w"),
        ("w7er8u0evw7", "w7er8u0evw7"),
    ],
)
def test_parcel_repair(text, repaired):
    assert ask(parcel_code.repair, [text]) == [repaired]


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("w7er8u0evw70", True),  # Hà Nội
        ("w3gvk1e12000", True),  # TP. Hồ Chí Minh
        ("w7er8u0evw7a", False),
        ("w7er8u0evw7", False),
        ("W7ER8U0EVW70", False),
        ("wzzzzzzzzzzz", False),  # Siberia
        ("w21zzzzzzzzz", False),  # Sumatra
        ("u7er8u0evw70", False),
    ],
)
def test_parcel_form_and_place(code, valid):
    assert ask(parcel_code.is_valid, [code]) == [valid]


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("ezs42", 42.605, -5.603), ("w7er8u0evw70", 21.03, 105.85), ("w3gvk1e1", 10.78, 106.70)],
)
def test_parcel_decode(code, latitude, longitude):
    assert parcel_code.decode(code) == pytest.approx((latitude, longitude), abs=0.03)


@pytest.mark.parametrize("text", ["", "w7ia", "W7ER", "không"])
def test_parcel_decode_reads_geohashes_only(text):
    assert parcel_code.decode(text) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(parcel_code.ALPHABET, min_size=11, max_size=11).map("w".__add__), min_size=1, max_size=50))
def test_parcel_is_judged_by_where_it_decodes_to(codes):
    inside = ask(parcel_code.is_valid, codes)
    for code, found in zip(codes, inside, strict=True):
        latitude, longitude = parcel_code.decode(code)
        south, north = parcel_code.SOUTH - 0.36, parcel_code.NORTH + 0.36
        if parcel_code.SOUTH < latitude < parcel_code.NORTH and parcel_code.WEST < longitude < parcel_code.EAST:
            assert found
        elif not (south < latitude < north and parcel_code.WEST - 0.36 < longitude < parcel_code.EAST + 0.36):
            assert not found


@pytest.mark.parametrize(
    ("text", "repaired", "valid"),
    [
        ("0123 4567 89012", "0123456789012", True),
        ("123456789.0", "123456789", True),
        ("'0012345678", "0012345678", True),
        ("12345", "12345", False),
        ("1.23E+15", "1.23E+15", False),
        ("Ngân hàng A", "Ngân hàng A", False),
    ],
)
def test_bank_account(text, repaired, valid):
    assert ask(bank_account.repair, [text]) == [repaired]
    assert ask(bank_account.is_valid, [repaired]) == [valid]


@pytest.mark.parametrize(
    ("text", "number", "book", "year"),
    [
        ("12", True, True, None),
        ("12/2023", True, True, 2023),
        ("12/2023-BS", True, True, 2023),
        ("01-2005", False, True, 2005),
        ("TP/HT-2005-KS-03", False, True, 2005),
        ("1234567", False, False, None),
        ("12/23", False, False, None),
        ("không", False, False, None),
        ("", False, False, None),
    ],
)
def test_civil_status(text, number, book, year):
    assert ask(civil_status.is_valid, [text]) == [number]
    assert ask(civil_status.is_valid_book, [text]) == [book]
    assert ask(civil_status.year, [text]) == [year]


def test_civil_status_repair_and_sequence():
    assert ask(civil_status.repair, ["12 / 2023", "'12/2023"]) == ["12/2023", "12/2023"]
    assert ask(civil_status.sequence, ["012/2023", "x"]) == [12, None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kinh", "Kinh"),
        ("KINH", "Kinh"),
        ("Dân tộc Tày", "Tày"),
        ("H'Mông", "Mông"),
        ("Hmông", "Mông"),
        ("Mèo", "Mông"),
        ("Khơ-me", "Khmer"),
        ("Khơ me", "Khmer"),
        ("Ê-đê", "Ê Đê"),
        ("Êđê", "Ê Đê"),
        ("Jrai", "Gia Rai"),
        ("Gia-rai", "Gia Rai"),
        ("Sedang", "Xơ Đăng"),
        ("Ta-ôi", "Tà Ôi"),
        ("M’Nông", "Mnông"),
        ("Bru-Vân Kiều", "Bru - Vân Kiều"),
        ("04", "04"),
        ("Cao Lan", "Cao Lan"),
        ("", ""),
        (None, None),
    ],
)
def test_ethnic_group(text, name):
    assert ask(ethnic_group.canonical, [text]) == [name]


def test_the_54_groups_are_canonical_and_distinct():
    names = ethnic_group.names()
    assert len(set(names)) == 54
    assert [unicodedata.normalize("NFC", name) for name in names] == list(names)
    assert ask(ethnic_group.canonical, names) == list(names)
    assert ask(ethnic_group.is_valid, names) == [True] * 54


def test_no_writing_stands_for_two_groups():
    writings = [writing for row in read("ethnic_groups") for writing in row["writings"].split(";")]
    assert len(set(writings)) == len(writings)
    assert [fold_text(writing) for writing in writings] == writings
