"""All predicates by the name that a rule calls them by. A new one is a function in a topic file and a line here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from dq.predicates.civil_status import (
    civil_status_book_format,
    civil_status_number_format,
    civil_status_year_matches,
)
from dq.predicates.communes import (
    commune_in_force,
    commune_known,
    commune_name_matches,
    place_names_commune,
)
from dq.predicates.contact import bank_account_format, phone_format, phone_prefix_assigned
from dq.predicates.dates import age_between, not_in_future, not_older_than_days, within_days
from dq.predicates.documents import passport_format, tax_code_format
from dq.predicates.ethnicity import ethnicity_known, nationality_clear
from dq.predicates.insurance import (
    health_card_format,
    health_card_group_known,
    health_card_matches_personal_id,
    health_card_matches_social_insurance,
    health_card_province_known,
    household_code_format,
    social_insurance_format,
)
from dq.predicates.land import (
    certificate_code_format,
    certificate_serial_format,
    certificate_serial_matches_date,
    parcel_code_format,
)
from dq.predicates.land_use import land_use_codes_known
from dq.predicates.names import (
    name_has_marks,
    name_has_no_digit,
    name_has_no_note,
    name_has_no_title,
    name_is_one_person,
    name_letters_only,
    name_no_repeated_letters,
    name_not_all_caps,
    name_not_mojibake,
    name_not_placeholder,
    name_word_count,
)
from dq.predicates.patterns import is_one_of, matches_pattern
from dq.predicates.personal_id import (
    personal_id_matches_birth_year,
    personal_id_matches_sex,
    personal_id_province_assigned,
    personal_id_random_part_plausible,
    personal_id_registered_at_home,
)
from dq.predicates.texts import text_mentions_no_district, text_minimum_length, text_not_mojibake
from dq.predicates.welfare import welfare_age_fits_group, welfare_coefficient_fits_group

PREDICATES: Mapping[str, Callable[..., pl.Expr]] = MappingProxyType(
    {
        "age_between": age_between,
        "bank_account_format": bank_account_format,
        "certificate_code_format": certificate_code_format,
        "certificate_serial_format": certificate_serial_format,
        "certificate_serial_matches_date": certificate_serial_matches_date,
        "civil_status_book_format": civil_status_book_format,
        "civil_status_number_format": civil_status_number_format,
        "civil_status_year_matches": civil_status_year_matches,
        "commune_in_force": commune_in_force,
        "commune_known": commune_known,
        "commune_name_matches": commune_name_matches,
        "ethnicity_known": ethnicity_known,
        "nationality_clear": nationality_clear,
        "health_card_format": health_card_format,
        "health_card_group_known": health_card_group_known,
        "health_card_matches_personal_id": health_card_matches_personal_id,
        "health_card_matches_social_insurance": health_card_matches_social_insurance,
        "health_card_province_known": health_card_province_known,
        "household_code_format": household_code_format,
        "is_one_of": is_one_of,
        "land_use_codes_known": land_use_codes_known,
        "matches_pattern": matches_pattern,
        "name_has_marks": name_has_marks,
        "name_has_no_digit": name_has_no_digit,
        "name_has_no_note": name_has_no_note,
        "name_has_no_title": name_has_no_title,
        "name_is_one_person": name_is_one_person,
        "name_letters_only": name_letters_only,
        "name_no_repeated_letters": name_no_repeated_letters,
        "name_not_all_caps": name_not_all_caps,
        "name_not_mojibake": name_not_mojibake,
        "name_not_placeholder": name_not_placeholder,
        "name_word_count": name_word_count,
        "not_in_future": not_in_future,
        "not_older_than_days": not_older_than_days,
        "parcel_code_format": parcel_code_format,
        "passport_format": passport_format,
        "personal_id_matches_birth_year": personal_id_matches_birth_year,
        "personal_id_matches_sex": personal_id_matches_sex,
        "personal_id_province_assigned": personal_id_province_assigned,
        "personal_id_random_part_plausible": personal_id_random_part_plausible,
        "personal_id_registered_at_home": personal_id_registered_at_home,
        "phone_format": phone_format,
        "phone_prefix_assigned": phone_prefix_assigned,
        "place_names_commune": place_names_commune,
        "social_insurance_format": social_insurance_format,
        "tax_code_format": tax_code_format,
        "text_mentions_no_district": text_mentions_no_district,
        "text_minimum_length": text_minimum_length,
        "text_not_mojibake": text_not_mojibake,
        "welfare_age_fits_group": welfare_age_fits_group,
        "welfare_coefficient_fits_group": welfare_coefficient_fits_group,
        "within_days": within_days,
    }
)
