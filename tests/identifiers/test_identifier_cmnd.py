import pytest
from identifier_columns import ask

from dq.identifiers import cmnd
from dq.identifiers.tables import read


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("27145012", "027145012"),
        ("271 450 123", "271450123"),
        ("271450123.0", "271450123"),
        ("27145O123", "271450123"),
        ("001085990123", "001085990123"),  # the card of 12 digits of 2012 to 2015
        ("79203991234", "79203991234"),  # neither
        ("01234567", "01234567"),
        ("2.7E+8", "2.7E+8"),
    ],
)
def test_repair(text, repaired):
    assert ask(cmnd.repair, [text]) == [repaired]


@pytest.mark.parametrize(("text", "valid"), [("271450123", True), ("27145012", False), ("001085990123", False)])
def test_nine_digits(text, valid):
    assert ask(cmnd.is_valid, [text]) == [valid]
    assert ask(cmnd.prefix, [text]) == [text[:2] if valid else None]


@pytest.mark.parametrize(
    ("number", "provinces", "verified"),
    [
        ("010000123", ("Hà Nội",), True),
        ("095000123", ("Bắc Kạn",), True),
        ("090000123", ("Thái Nguyên", "Bắc Kạn"), False),
        ("230000123", ("Gia Lai",), True),
        ("233000123", ("Gia Lai", "Kon Tum"), False),
        ("285000123", ("Bình Phước",), True),
        ("112000123", ("Hòa Bình", "Hà Tây"), True),
        ("170000123", ("Thanh Hóa",), False),
        ("990000123", (), False),
    ],
)
def test_issuer_by_the_longest_prefix(number, provinces, verified):
    card = cmnd.decode(number)
    assert (card.provinces, card.verified) == (provinces, verified)
    assert "id.note.cmnd_out_of_force" in card.notes
    assert ("id.note.cmnd_prefix_unverified" in card.notes) == (bool(provinces) and not verified)
    assert ("id.note.unassigned_prefix" in card.notes) == (not provinces)


@pytest.mark.parametrize(
    ("number", "twice"),
    [("271450000", False), ("271450001", True), ("271500000", True), ("271500001", False)],
)
def test_the_block_that_was_issued_twice(number, twice):
    assert ("id.note.cmnd_issued_twice" in cmnd.decode(number).notes) == twice


@pytest.mark.parametrize("text", ["", "x", "001085990123", "27145012", "٢٧١٤٥٠١٢٣"])
def test_decode_reads_nine_digits_only(text):
    assert cmnd.decode(text) is None


def test_every_two_digits_from_01_to_38_have_an_issuer():
    assert {row["prefix"] for row in read("cmnd_prefixes") if len(row["prefix"]) == 2} == {
        f"{number:02}" for number in range(1, 39)
    }
