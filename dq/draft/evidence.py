"""Which value type a column has, by what its values read as; a header that the catalog knows is evidence, too."""

import re
from collections.abc import Callable, Mapping

import polars as pl

from dq.catalog.schemas import DatasetSchema, Field, Storage, ValueType
from dq.draft.profile import Column
from dq.gazetteer import known
from dq.identifiers import (
    bank_account,
    certificate_code,
    cmnd,
    ethnic_group,
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
from dq.model import RECORD_ID, SOURCE_ROW, SourceRef, Text
from dq.normalize import normalize_batch
from dq.predicates.surnames import SURNAMES, either
from dq.text.fold import fold_text

SURE = 0.8  # share of the values that must read as a type for the values alone to tell
FITS = 0.5  # share that is enough where the header says so, too
_LOOKED_AT = 5_000  # values are enough to tell
_VALUE = pl.col("value")
_DATE = r"^\s*'?\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}(?:[T ].*)?$"
_YEAR = r"^(?:19|20)\d\d$"
_NUMBER = r"^[-+]?\d[\d.,\s]*$"
_NAME = rf"(?i)^{SURNAMES}(?:\s+[^\s\d]+){{1,5}}$"
_PLACE = rf"(?i)(?:^|[\s,]){either('thôn', 'xã', 'phường', 'tỉnh', 'huyện', 'quận', 'thành phố', 'ấp', 'tổ dân phố')}\s"
_CODE = r"^\S*\d\S*$"
_MONEY = rf"(?i)\({either('đồng')}|\b{either('số tiền', 'mức hưởng', 'tiền lương', 'kinh phí', 'giá trị')}"
_BIRTH = "sinh"

# What a canonical text of a type must be to count as one.
_VALID: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "personal_id": personal_id.is_assigned,
    "health_card": health_card.is_valid,
    "phone": phone.is_assigned,
    "commune_code": known,
    "parcel_code": parcel_code.is_valid,
    "sex": lambda value: value.is_in(["nam", "nu"]),
    "ethnicity": ethnic_group.is_valid,
    "cmnd": cmnd.is_valid,
    "bank_account": bank_account.is_valid,
    "certificate_serial": land_certificate.is_valid,
    "certificate_code": certificate_code.is_valid,
    "social_insurance": social_insurance.is_valid,
    "household_code": household.is_valid,
    "tax_code": tax_code.is_valid,
    "passport": passport.is_valid,
}
# The strictest first. A CMND, an account and the like are numbers as many others: only a header tells them.
_TOLD_BY_VALUES = ("personal_id", "phone", "commune_code", "sex", "ethnicity")
# Types that mean the same in every sector; the others are believed only where two sectors use the header.
_GENERAL = frozenset(
    {*_VALID, "person_name", "birth_date", "partial_date", "date", "year", "money", "integer", "decimal", "address",
     "note", "nationality"}
)  # fmt: skip


def guess_type(column: Column, hint: Field | None, types: Mapping[str, ValueType], *, shared: bool) -> ValueType:
    """Return the value type of `column`; `text` where nothing tells.

    Args:
        column: The column; without values only the header tells.
        hint: The field of the catalog that the header names, if any.
        types: The types there are.
        shared: Whether datasets of two sectors use the header.
    """
    if hint is not None and (shared or hint.type.name in _GENERAL) and _fits(column, hint.type):
        return hint.type
    for name in _TOLD_BY_VALUES:
        if name in types and _share_valid(column, types[name]) >= SURE:
            return types[name]
    return types.get(_by_look(column, types), types["text"])


def _fits(column: Column, kind: ValueType) -> bool:
    """Whether the values do not speak against a type that the header names."""
    if column.values.is_empty():
        return True
    if kind.name in _VALID:
        return _share_valid(column, kind) >= FITS
    if kind.storage is not Storage.TEXT:
        return _share_readable(column, kind) >= FITS
    if kind.normalizer == "choice":
        return _share(canonical_values(column, kind), _VALUE.is_in(list(kind.parameters["values"]))) >= FITS
    return True


def _by_look(column: Column, types: Mapping[str, ValueType]) -> str:
    """Return the name of the type that the values look like: a date, a number, a name, an address, a code, a text."""
    looks: tuple[tuple[str, float, Callable[[Column, Mapping[str, ValueType]], str]], ...] = (
        (_DATE, SURE, _date),
        (_YEAR, SURE, lambda column, _types: "birth_date" if _BIRTH in fold_text(column.header) else "year"),
        (_NUMBER, SURE, _number),
        (_PLACE, FITS, lambda _column, _types: "address"),
        (_NAME, FITS, lambda _column, _types: "person_name"),
        (_CODE, SURE, lambda column, _types: "private_code" if column.distinct else "code"),
    )
    for pattern, share, name in looks:
        if column.share(_VALUE.str.contains(pattern)) >= share:
            return name(column, types)
    return "text"


def _date(column: Column, types: Mapping[str, ValueType]) -> str:
    if _BIRTH in fold_text(column.header):
        return "birth_date"
    return "date" if _share_readable(column, types["date"]) >= SURE else "partial_date"


def _number(column: Column, types: Mapping[str, ValueType]) -> str:
    """Return `code` for numbers that are written with zeros in front, else a type that can be added up."""
    if column.share(_VALUE.str.contains(r"^0\d")) > 1 - SURE:
        return "private_code" if column.distinct else "code"
    if re.search(_MONEY, column.header):
        return "money"
    if _share_readable(column, types["integer"]) >= SURE:
        return "integer"
    return "decimal" if _share_readable(column, types["decimal"]) >= SURE else "code"


def _share_valid(column: Column, kind: ValueType) -> float:
    return _share(canonical_values(column, kind), _VALID[kind.name](_VALUE))


def _share_readable(column: Column, kind: ValueType) -> float:
    return _share(canonical_values(column, kind), _VALUE.is_not_null())


def _share(values: pl.Series, matches: pl.Expr) -> float:
    if values.is_empty():
        return 0.0
    return float(values.to_frame("value").select(matches.fill_null(value=False).mean()).item())


def canonical_values(column: Column, kind: ValueType) -> pl.Series:
    """Return the values as normalizing to `kind` stores them, null where they cannot be read."""
    text = Text("value", "value")
    values = column.values.head(_LOOKED_AT)
    field = Field("value", kind, text, False, (), (), False, "sector", SourceRef("", 0))
    schema = DatasetSchema("trial.value", text, (field,), None, (), SourceRef("", 0))
    numbers = pl.Series(range(values.len()), dtype=pl.Int64)
    frame = pl.DataFrame({RECORD_ID: numbers, SOURCE_ROW: numbers, "value": values})
    return normalize_batch(frame, schema).frame["value"]
