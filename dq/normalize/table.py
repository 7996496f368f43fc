"""The normalizers by the name that `types.yaml` gives them."""

from collections.abc import Callable, Mapping

from dq.catalog.problems import did_you_mean
from dq.catalog.schemas import ValueType
from dq.errors import CatalogError
from dq.normalize import choices, dates, identifiers, numbers, texts
from dq.normalize.kind import Normalizer
from dq.normalize.readings import AS_WRITTEN, Reading

NORMALIZERS: Mapping[str, Callable[[ValueType], Normalizer]] = {
    "text": texts.text,
    "name": texts.name,
    "code": texts.code,
    "personal_id": identifiers.personal_id_number,
    "cmnd": identifiers.cmnd,
    "old_numbers": identifiers.old_numbers,
    "phone": identifiers.phone_number,
    "bank_account": identifiers.bank_account,
    "civil_status_code": identifiers.civil_status_code,
    "certificate_serial": identifiers.certificate_serial,
    "certificate_code": identifiers.certificate_code_text,
    "parcel_code": identifiers.parcel,
    "social_insurance": identifiers.social_insurance_number,
    "health_card": identifiers.health_card_number,
    "household_code": identifiers.household_code,
    "tax_code": identifiers.tax_number,
    "passport": identifiers.passport_number,
    "commune_code": identifiers.commune_code,
    "integer": numbers.integer,
    "money": numbers.money,
    "decimal": numbers.decimal,
    "choice": choices.choice,
    "ethnicity": choices.ethnicity,
}

# Those that are read by what the whole column says.
BY_COLUMN: Mapping[str, Callable[[ValueType, Reading], Normalizer]] = {
    "date": dates.date,
    "partial_date": dates.partial_date,
}

# Every code that a change log may hold, in the order in which they happen.
REPAIRS = (
    "tcvn3",
    "vni",
    "viqr",
    "invisible",
    "nfc",
    "dstroke",
    "apostrophe",
    "spaces",
    "excel_quote",
    "trailing_point_zero",
    "separators",
    "letter_for_digit",
    "letter_case",
    "country_code",
    "leading_zeros",
    "mobile_prefix_2018",
    "month_first",
    "two_digit_year",
    "excel_serial",
    "date_layout",
    "number_layout",
    "choice",
    "filler",
)


def normalizer(kind: ValueType, reading: Reading = AS_WRITTEN) -> Normalizer:
    """Return the normalizer of a value type, in a column that is read so.

    Raises:
        CatalogError: There is none of that name, or its parameters are wrong.
    """
    if kind.normalizer in BY_COLUMN:
        return BY_COLUMN[kind.normalizer](kind, reading)
    if kind.normalizer in NORMALIZERS:
        return NORMALIZERS[kind.normalizer](kind)
    problem = f"unknown normalizer '{kind.normalizer}'{did_you_mean(kind.normalizer, [*NORMALIZERS, *BY_COLUMN])}"
    raise CatalogError("catalog.invalid", where=f"type '{kind.name}'", problem=problem)
