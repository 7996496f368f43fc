"""What one number says of itself: every identifier that it can be, each with its parts.

Many numbers have the same shape (10 digits: tax code, social insurance, household, telephone), so all readings that fit
are given, those with a check first. A reading is never a verification: only the issuer knows whether a number exists.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

import polars as pl

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
from dq.identifiers.tables import read
from dq.model import Text

_NEW_SERIAL = len("AB 12345678")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a number: the key of its label, and what it says: a text of its own, or the key of a sentence."""

    label: str
    text: str | Text = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """One reading of a number.

    Attributes:
        kind: The key of its kind.
        number: Its canonical form.
        parts: What its parts say.
        notes: Keys of what has to be known, among it what the number cannot say.
        valid: False for a number that has the shape but cannot exist.
    """

    kind: str
    number: str
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    valid: bool = True


def decode_all(text: str) -> tuple[Decoded, ...]:
    """Return all readings of `text`, the likeliest first; none if it has the form of no identifier."""
    return tuple(decoded for decode in _READERS for decoded in decode(text))


def _canonical(module: ModuleType, text: str) -> str | None:
    """Return the repaired text if it is a valid number of `module`."""
    frame = pl.select(number=module.repair(pl.lit(text, dtype=pl.String)))
    number: str | None = frame.select(pl.when(module.is_valid(pl.col("number"))).then("number")).item()
    return number


def _personal_id(text: str) -> Iterator[Decoded]:
    repaired = pl.select(personal_id.repair(pl.lit(text, dtype=pl.String))).item()
    person = personal_id.decode(repaired)
    if person is None:
        return
    place = Part("id.place", person.province.name) if person.province else None
    unknown = Part("id.place", key="id.abroad" if person.foreign else "id.unknown")
    parts = [place or unknown, Part("id.sex", key=f"sex.{person.sex}"), Part("id.birth_year", str(person.birth_year))]
    if person.province and person.province.name_now != person.province.name:
        parts.append(Part("id.place_now", person.province.name_now))
    notes = (*person.notes, *(("id.note.serves",) if person.valid else ()))
    yield Decoded("id.personal_id", repaired, tuple(parts), notes, valid=person.valid)


def _tax_code(text: str) -> Iterator[Decoded]:
    number = _canonical(tax_code, text)
    if number is not None and not pl.select(tax_code.is_personal_number(pl.lit(number))).item():
        head, _, branch = number.partition("-")
        parts = (Part("id.check_digit", head[-1]), *((Part("id.branch", branch),) if branch else ()))
        yield Decoded("id.tax_code", number, parts, ("id.note.tax_code",))


def _health_card(text: str) -> Iterator[Decoded]:
    number = _canonical(health_card, text)
    if number is None or not number[0].isalpha():
        return
    letters, province = number[:2], number[3:5]
    named = {row["group"]: row for row in read("health_card_groups")}
    provinces = {prefix[1:]: found.name for prefix, found in personal_id.provinces().items()}
    row = named.get(letters)
    group = Part("id.group", Text(f"{letters}: {row['vi']}", f"{letters}: {row['en']}")) if row else None
    where = Part("id.province", f"{province} {provinces[province]}") if province in provinces else None
    forces = "id.armed_forces" if province in health_card.ARMED_FORCES else "id.unknown"
    yield Decoded(
        "id.health_card",
        number,
        (
            group or Part("id.group", key="id.unknown"),
            Part("id.benefit", number[2]),
            where or Part("id.province", key=forces),
            Part("id.insurance_number", number[5:]),
        ),
        ("id.note.health_card", *(("id.note.health_group_unverified",) if row and row["status"] != "verified" else ())),
    )


def _phone(text: str) -> Iterator[Decoded]:
    number = _canonical(phone, text)
    if number is None:
        return
    carriers = {row["prefix"]: row["carrier"] for row in read("phone_prefixes")}
    carrier = carriers.get(number[:3])
    known = Part("id.carrier", carrier) if carrier else Part("id.carrier", key="id.unknown")
    landline = number.startswith("02")
    yield Decoded("id.phone", number, () if landline else (known,), () if landline else ("id.note.carrier_may_differ",))


def _cmnd(text: str) -> Iterator[Decoded]:
    repaired = pl.select(cmnd.repair(pl.lit(text, dtype=pl.String))).item()
    card = cmnd.decode(repaired)
    if card is not None:
        issuer = Part("id.issuer", ", ".join(card.provinces)) if card.provinces else Part("id.issuer", key="id.unknown")
        yield Decoded("id.cmnd", repaired, (issuer,), card.notes)


def _land_certificate(text: str) -> Iterator[Decoded]:
    number = _canonical(land_certificate, text)
    if number is not None:
        period = "id.serial_new" if len(number) == _NEW_SERIAL else "id.serial_old"
        yield Decoded("id.land_certificate", number, (Part("id.period", key=period),))


def _certificate_code(text: str) -> Iterator[Decoded]:
    number = _canonical(certificate_code, text)
    if number is not None:
        yield Decoded("id.certificate_code", number, (Part("id.authority", number[:2]),))


def _parcel_code(text: str) -> Iterator[Decoded]:
    number = _canonical(parcel_code, text)
    point = parcel_code.decode(number) if number else None
    if number and point:
        yield Decoded(
            "id.parcel_code", number, (Part("id.point", f"{point[0]:.5f}, {point[1]:.5f}"),), ("id.note.parcel",)
        )


def _civil_status(text: str) -> Iterator[Decoded]:
    number = _canonical(civil_status, text)
    if number is not None and "/" in number:
        entry, _, year = number.partition("/")
        yield Decoded(
            "id.civil_status", number, (Part("id.entry", entry), Part("id.year", year)), ("id.note.civil_status",)
        )


def _plain(module: ModuleType, kind: str, note: str, digits: range | None = None) -> Callable[[str], Iterator[Decoded]]:
    """Return a reader of numbers that have no parts; only of so many characters, where `digits` says so."""

    def decode(text: str) -> Iterator[Decoded]:
        number = _canonical(module, text)
        if number is not None and (digits is None or len(number) in digits):
            yield Decoded(kind, number, (), (note,))

    return decode


_READERS: tuple[Callable[[str], Iterator[Decoded]], ...] = (
    _personal_id,
    _tax_code,
    _health_card,
    _phone,
    _cmnd,
    _plain(social_insurance, "id.social_insurance", "id.note.social_insurance", range(10, 11)),
    _land_certificate,
    _certificate_code,
    _parcel_code,
    _plain(passport, "id.passport", "id.note.passport"),
    _civil_status,
    _plain(household, "id.household", "id.note.household"),
    _plain(bank_account, "id.bank_account", "id.note.bank_account"),
)
