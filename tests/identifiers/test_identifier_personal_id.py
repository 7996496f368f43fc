import polars as pl
import pytest
from identifier_columns import ask

from dq import gazetteer
from dq.identifiers import personal_id
from dq.identifiers.personal_id import Province, decode

WELL_FORMED = "001085990123"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("79203991234", "079203991234"),
        ("1085990123", "001085990123"),
        ("12399456", "012399456"),
        ("271450123", "271450123"),
        ("'001085990123", "001085990123"),
        ("001 085 990 123", "001085990123"),
        ("001.085.990.123", "001085990123"),
        ("001-085-990-123", "001085990123"),
        ("001085990123.0", "001085990123"),
        ("79203991234.0", "079203991234"),
        ("79,203,991,234", "079203991234"),
        ("79,203,991,234.00", "079203991234"),
        ("79.203.991.234,00", "079203991234"),
        ("OO1O8599O1l3", "001085990113"),
        ("00I085990l23", "001085990123"),
        ("' 001085990123", "001085990123"),
    ],
)
def test_repaired(text, repaired):
    assert ask(personal_id.repair, [text]) == [repaired]


@pytest.mark.parametrize(
    "text",
    [
        "7.9203E+10",  # digits are lost
        "7.9E+10",
        "0792039912",  # starts with 0: a digit is missing, not a zero
        "07920399123",
        "01239945",
        "1234567",
        "2714501234567",
        "chưa có",
        "C1234567",
        "Ol",
        "OOOOOOOO",
        "001085990123 / 271450123",
        "001085990123 - 001085990124",
        "001085990123a",
        "",
    ],
)
def test_left_as_it_is(text):
    assert ask(personal_id.repair, [text]) == [text]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (WELL_FORMED, True),
        ("001385990123", True),
        ("001485990123", False),
        ("00108599012", False),
        ("0010859901234", False),
        ("271450123", False),
        (f" {WELL_FORMED}", False),
        (f"{WELL_FORMED}\n", False),
        ("", False),
    ],
)
def test_well_formed(text, valid):
    assert ask(personal_id.is_valid, [text]) == [valid]


@pytest.mark.parametrize(
    ("number", "sex", "year"),
    [
        ("001000990123", "nam", 1900),
        ("001199990123", "nu", 1999),
        ("001200990123", "nam", 2000),
        ("001325990123", "nu", 2025),
        ("001425990123", None, None),
        ("không", None, None),
    ],
)
def test_sex_and_year(number, sex, year):
    assert ask(personal_id.sex, [number]) == [sex]
    assert ask(personal_id.birth_year, [number]) == [year]


def test_parts_of_a_number():
    assert ask(personal_id.province, [WELL_FORMED, "271450123"]) == ["001", None]
    assert ask(personal_id.random_part, [WELL_FORMED, ""]) == ["990123", None]


@pytest.mark.parametrize(
    ("prefix", "assigned", "foreign"),
    [
        ("001", True, False),
        ("096", True, False),
        ("003", False, False),
        ("028", False, False),
        ("000", False, False),
        ("097", False, False),
        ("136", True, True),
        ("300", True, True),
        ("400", False, False),
    ],
)
def test_prefix(prefix, assigned, foreign):
    number = f"{prefix}085990123"
    assert ask(personal_id.is_assigned, [number]) == [assigned]
    assert ask(personal_id.is_foreign, [number]) == [foreign]


def test_mask():
    assert ask(personal_id.mask, [WELL_FORMED, "1234", "", None]) == ["********0123", "****", "", None]


def test_decode_names_the_province_then_and_now():
    person = decode("024185990123")
    assert person.province == Province("024", "Bắc Giang", "Bắc Ninh")
    assert (person.valid, person.foreign, person.sex, person.birth_year) == (True, False, "nu", 1985)
    assert person.notes == ("id.note.province_merged",)


@pytest.mark.parametrize(
    ("number", "notes"),
    [
        ("001085990123", ()),
        ("003085990123", ("id.note.unassigned_prefix",)),
        ("136085990123", ("id.note.foreign",)),
        ("001485990123", ("id.note.future_century",)),
        ("001085999999", ("id.note.placeholder",)),
        ("001085123456", ("id.note.placeholder",)),
    ],
)
def test_notes(number, notes):
    assert decode(number).notes == notes
    assert decode(number).valid == ("id.note.future_century" not in notes)


@pytest.mark.parametrize("text", ["", "x", "271450123", "00108599012", "٠٠١٠٨٥٩٩٠١٢٣", "001085990123\n"])
def test_decode_reads_twelve_digits_only(text):
    assert decode(text) is None


@pytest.mark.parametrize("number", ["001085990123", "024300990123", "136299990001", "003112990001"])
def test_decode_agrees_with_the_expressions(number):
    person = decode(number)
    assert ask(personal_id.sex, [number]) == [person.sex]
    assert ask(personal_id.birth_year, [number]) == [person.birth_year]
    assert ask(personal_id.is_foreign, [number]) == [person.foreign]
    assert ask(personal_id.is_assigned, [number]) == [person.province is not None or person.foreign]


def test_the_63_provinces_are_those_of_the_gazetteer():
    old = gazetteer.provinces().filter(pl.col("valid_from").is_null())
    names = {f"0{code}": name for code, name in old.select("code", "short_name").iter_rows()}
    assert {prefix: province.name for prefix, province in personal_id.provinces().items()} == names
    assert len(names) == 63


def test_the_provinces_of_today_are_those_of_the_gazetteer():
    new = gazetteer.provinces().filter(pl.col("valid_to").is_null())
    assert {province.name_now for province in personal_id.provinces().values()} == set(new["short_name"])
