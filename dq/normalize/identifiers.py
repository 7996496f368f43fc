"""Identifiers: the repairs are those of `dq.identifiers`, and of commune codes and lists of cancelled numbers."""

from collections.abc import Callable

import polars as pl

from dq.catalog.schemas import ValueType
from dq.identifiers import bank_account as account
from dq.identifiers import (
    certificate_code,
    civil_status,
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
from dq.identifiers import cmnd as cmnd_card
from dq.identifiers.digits import POINT_ZERO, QUOTE, join_digits, restore_zeros
from dq.normalize.kind import Normalizer
from dq.text.steps import Step

_LIST = r"^[0-9OolI.\-';,/| ]*[0-9][0-9OolI.\-';,/| ]*$"
_LISTED = "[0-9]{9}|[0-9]{12}"


def personal_id_number(_kind: ValueType) -> Normalizer:
    """Personal number: 12 digits, or the 9 of an old card."""
    return Normalizer(personal_id.STEPS, "^(?:[0-9]{9}|[0-9]{12})$")


def cmnd(_kind: ValueType) -> Normalizer:
    """Old identity card: 9 digits."""
    return Normalizer(cmnd_card.STEPS, "^(?:[0-9]{9}|[0-9]{12})$")


def old_numbers(_kind: ValueType) -> Normalizer:
    """Cancelled numbers: each repaired like a personal number, joined by `;`."""
    each = tuple(Step(step.code, _of_each(step)) for step in personal_id.STEPS)
    return Normalizer((QUOTE, Step("separators", _split), *each), rf"^(?:{_LISTED})(?:;(?:{_LISTED}))*$")


def phone_number(_kind: ValueType) -> Normalizer:
    """Telephone number: national form, mobile prefixes of today."""
    return Normalizer(phone.STEPS, phone.WELL_FORMED)


def bank_account(_kind: ValueType) -> Normalizer:
    """Account number: digits."""
    return Normalizer(account.STEPS, account.WELL_FORMED)


def civil_status_code(_kind: ValueType) -> Normalizer:
    """Number or book of a civil-status registration: `12/2023`, without spaces around `/` and `-`."""
    return Normalizer(civil_status.STEPS, f"(?:{civil_status.NUMBER})|(?:{civil_status.BOOK})")


def certificate_serial(_kind: ValueType) -> Normalizer:
    """Serial of a land-use certificate: `AB 123456`."""
    return Normalizer(land_certificate.STEPS, land_certificate.WELL_FORMED)


def certificate_code_text(_kind: ValueType) -> Normalizer:
    """Code of a land-use certificate: capitals, without separators."""
    return Normalizer(certificate_code.STEPS, certificate_code.WELL_FORMED)


def social_insurance_number(_kind: ValueType) -> Normalizer:
    """Number of social insurance: 10 digits, or a personal number."""
    return Normalizer(social_insurance.STEPS, social_insurance.WELL_FORMED)


def health_card_number(_kind: ValueType) -> Normalizer:
    """Card of health insurance: `DN4010123456789`, or the digits of newer cards."""
    return Normalizer(health_card.STEPS, health_card.WELL_FORMED)


def household_code(_kind: ValueType) -> Normalizer:
    """Code of a household: digits."""
    return Normalizer(household.STEPS, household.WELL_FORMED)


def tax_number(_kind: ValueType) -> Normalizer:
    """Tax code: `0100233488`, `0100233488-001`, or a personal number."""
    return Normalizer(tax_code.STEPS, tax_code.WELL_FORMED)


def passport_number(_kind: ValueType) -> Normalizer:
    """Passport: a capital letter and 7 digits; other text stays."""
    return Normalizer(passport.STEPS, passport.WELL_FORMED)


def parcel(_kind: ValueType) -> Normalizer:
    """Geohash of a land parcel: small letters."""
    return Normalizer(parcel_code.STEPS, parcel_code.WELL_FORMED)


def commune_code(_kind: ValueType) -> Normalizer:
    """Commune code: 5 digits; lost zeros come back only where the text does not begin with one."""
    steps = (
        QUOTE,
        POINT_ZERO,
        Step("separators", join_digits(5)),
        Step("leading_zeros", restore_zeros("^[1-9][0-9]{0,3}$", 5)),
    )
    return Normalizer(steps, "^[0-9]{5}$")


def _split(value: pl.Expr) -> pl.Expr:
    # A space after a whole number divides numbers, any other one stands inside a number.
    divided = value.str.replace_all(r"([0-9OolI]{8,}(?:\.0)?)\s+", "${1};").str.replace_all(r"\s*[;,/|][;,/| ]*", ";")
    return pl.when(value.str.contains(_LIST)).then(divided.str.strip_chars("; ")).otherwise(value)


def _of_each(step: Step) -> Callable[[pl.Expr], pl.Expr]:
    def apply(value: pl.Expr) -> pl.Expr:
        each = value.str.split(";").list.eval(step.apply(pl.element())).list.join(";")
        filled = each.str.replace_all(";+", ";").str.strip_chars(";")  # a quote alone leaves nothing
        return pl.when(value.str.contains(_LIST)).then(filled).otherwise(value)

    return apply
