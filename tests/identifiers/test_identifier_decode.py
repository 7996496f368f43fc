"""Every reading of one number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.identifiers.decode import decode_all
from dq.locale import LANGUAGES, load_locale


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("001085990123", ["personal_id", "bank_account"]),
        ("79203991234", ["personal_id", "bank_account"]),
        ("0100233488", ["tax_code", "social_insurance", "household", "bank_account"]),
        ("0314409058002", ["tax_code", "bank_account"]),
        ("DN 4 01 01234-56789", ["health_card"]),
        ("0912345678", ["phone", "social_insurance", "household", "bank_account"]),
        ("01681234567", ["phone", "bank_account"]),
        ("271450123", ["cmnd", "social_insurance", "household", "bank_account"]),
        ("ab123456", ["land_certificate"]),
        ("T1A2B3C4D5E6", ["certificate_code"]),
        ("W7ER8U0EVW70", ["parcel_code"]),
        ("c1234567", ["land_certificate", "passport"]),
        ("12/2023", ["civil_status"]),
        ("xin chào", []),
        ("", []),
    ],
)
def test_kinds(text, kinds):
    assert [decoded.kind.removeprefix("id.") for decoded in decode_all(text)] == kinds


def test_parts_of_a_card():
    (card,) = decode_all("TE1790123456789")
    assert [part.label for part in card.parts] == ["id.group", "id.benefit", "id.province", "id.insurance_number"]
    assert [card.parts[1].text, card.parts[2].text, card.parts[3].text] == ["1", "79 Hồ Chí Minh", "0123456789"]


def test_a_number_of_another_century_is_read_and_not_valid():
    assert [decoded.valid for decoded in decode_all("001485990123")] == [False, True]


@settings(max_examples=40, deadline=None)
@given(st.text("0123456789ABĐwt/-. ", max_size=16) | st.text(max_size=12))
def test_total_and_every_key_has_a_sentence(text):
    for decoded in decode_all(text):
        keys = [decoded.kind, *decoded.notes, *(key for part in decoded.parts for key in (part.label, part.key) if key)]
        for language in LANGUAGES:
            assert set(keys) <= set(load_locale(language).sentences)
