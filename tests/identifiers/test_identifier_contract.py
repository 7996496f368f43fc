"""What all identifiers have in common."""

import os

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identifier_columns import ask

from dq.identifiers import (
    bank_account,
    certificate_code,
    civil_status,
    cmnd,
    health_card,
    household,
    land_certificate,
    parcel_code,
    passport,
    personal_id,
    phone,
    social_insurance,
    tax_code,
)

VALID = {
    bank_account: ["0123456789012", "123456"],
    certificate_code: ["T1A2B3C4D5E6", "T20000000001"],
    civil_status: ["12", "12/2023", "12/2023-BS"],
    cmnd: ["271450123", "012345678"],
    health_card: ["TE1010123456789", "DN4790123456789", "0123456789", "001085990123"],
    household: ["0123456789", "012345678"],
    land_certificate: ["AB 12345678", "BK 123456", "Đ 123456", "Y 1234567"],
    parcel_code: ["w7er8u0evw70", "w3gvk1e12000"],
    passport: ["C1234567", "B0000001"],
    personal_id: ["001085990123", "079303990001", "136212990001"],
    phone: ["0912345678", "02438251234", "0203382512"],
    social_insurance: ["0123456789", "7912345678", "001085990123"],
    tax_code: ["0100233488", "0314409058-002", "001085990123"],
}
IDENTIFIERS = list(VALID)
PARTS = [
    *(personal_id.province, personal_id.random_part, personal_id.is_foreign, personal_id.is_assigned),
    *(personal_id.sex, personal_id.birth_year, cmnd.prefix, phone.is_assigned, land_certificate.letters),
    *(land_certificate.digits, parcel_code.is_in_vietnam, civil_status.is_valid_book, civil_status.sequence),
    *(civil_status.year, certificate_code.authority, health_card.group, health_card.benefit, health_card.province),
    *(health_card.number, health_card.is_known_group, health_card.is_known_province),
    *(social_insurance.is_personal_number, tax_code.has_check_digit, tax_code.is_personal_number, tax_code.branch),
]
characters = st.sampled_from("0123456789OolIwWABĐđabk .,-/'+()_\u00a0\u2013x")
texts = st.lists(st.text(characters, max_size=16) | st.text(max_size=14), min_size=1, max_size=40)
each = pytest.mark.parametrize("identifier", IDENTIFIERS, ids=lambda module: module.__name__.rpartition(".")[2])
pytestmark = pytest.mark.fuzz
thorough = settings(max_examples=int(os.environ.get("DQ_FUZZ_EXAMPLES", "40")), deadline=None)


@each
def test_null_in_null_out(identifier):
    assert [ask(function, [None]) for function in (identifier.is_valid, identifier.repair, identifier.mask)] == [
        [None]
    ] * 3


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.__module__.rpartition('.')[2]}.{part.__name__}")
def test_parts_are_total_and_null_for_null(part):
    assert ask(part, [None]) == [None]
    assert len(ask(part, ["", "x", "٣", "0" * 40, "\u200b", "999999999999"])) == 6


@each
def test_canonical_form_is_valid_and_needs_no_repair(identifier):
    assert ask(identifier.is_valid, VALID[identifier]) == [True] * len(VALID[identifier])
    assert ask(identifier.repair, VALID[identifier]) == VALID[identifier]


@each
@thorough
@given(values=texts)
def test_repair_is_total_and_idempotent(identifier, values):
    once = ask(identifier.repair, values)
    assert None not in once
    assert ask(identifier.repair, once) == once
    assert None not in ask(identifier.is_valid, once)


@each
@thorough
@given(values=texts)
def test_repair_keeps_what_is_valid(identifier, values):
    valid = [value for value, kept in zip(values, ask(identifier.is_valid, values), strict=True) if kept]
    if identifier is not civil_status:  # spaces around its slash are the repair
        assert ask(identifier.repair, valid) == valid


@each
@thorough
@given(values=texts)
def test_mask_shows_four_characters_at_most(identifier, values):
    for value, masked in zip(values, ask(identifier.mask, values), strict=True):
        assert len(masked) == len(value)
        shown = 4 if len(value) > 4 else 0
        assert masked == "*" * (len(value) - shown) + value[len(value) - shown :]


@each
def test_step_codes_are_named_in_order(identifier):
    codes = [step.code for step in identifier.STEPS]
    assert codes
    assert all(code.replace("_", "").isalnum() for code in codes)


def test_digits_are_ascii_digits():
    arabic = "٠٠١٠٨٥٩٩٠١٢٣"
    for identifier in IDENTIFIERS:
        assert ask(identifier.is_valid, [arabic]) == [False]


def test_expressions_run_in_one_lazy_query():
    frame = pl.LazyFrame({"id": ["79203001234", None]})
    masked = frame.select(personal_id.mask(personal_id.repair(pl.col("id")))).collect()
    assert masked.to_series().to_list() == ["********1234", None]
