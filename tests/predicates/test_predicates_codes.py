"""Predicates on numbers and codes: what they say; the forms themselves are tested with the identifiers."""

from datetime import date

import pytest
from predicate_rows import judge

BEFORE, AFTER = date(2024, 12, 31), date(2025, 1, 1)


@pytest.mark.parametrize(
    ("name", "values", "verdict"),
    [
        ("personal_id_province_assigned", ["001085990123"], True),
        ("personal_id_province_assigned", ["024085990123"], True),
        ("personal_id_province_assigned", ["125085990123"], True),  # abroad
        ("personal_id_province_assigned", ["003085990123"], False),
        ("personal_id_province_assigned", ["400085990123"], False),
        ("personal_id_province_assigned", ["271450123"], None),
        ("personal_id_registered_at_home", ["001085990123"], True),
        ("personal_id_registered_at_home", ["125085990123"], False),
        ("personal_id_registered_at_home", ["400085990123"], None),
        ("personal_id_registered_at_home", ["271450123"], None),
        ("personal_id_matches_sex", ["001085990123", "nam"], True),
        ("personal_id_matches_sex", ["001185990123", "nu"], True),
        ("personal_id_matches_sex", ["001205990123", "nam"], True),
        ("personal_id_matches_sex", ["001305990123", "nam"], False),
        ("personal_id_matches_sex", ["001085990123", "nu"], False),
        ("personal_id_matches_sex", ["001085990123", "khác"], None),
        ("personal_id_matches_sex", ["00108599012", "nam"], None),
        ("personal_id_matches_birth_year", ["001085990123", date(1985, 1, 1), date(1985, 12, 31)], True),
        ("personal_id_matches_birth_year", ["001085990123", date(1985, 7, 30), date(1985, 7, 30)], True),
        ("personal_id_matches_birth_year", ["001205990123", date(2005, 7, 30), date(2005, 7, 30)], True),
        ("personal_id_matches_birth_year", ["001085990123", date(1984, 1, 1), date(1986, 12, 31)], True),
        ("personal_id_matches_birth_year", ["001085990123", date(2085, 1, 1), date(2085, 12, 31)], False),
        ("personal_id_matches_birth_year", ["001085990123", date(1986, 1, 1), date(1986, 12, 31)], False),
        ("personal_id_matches_birth_year", ["1085990123", date(1985, 1, 1), date(1985, 12, 31)], None),
        ("personal_id_random_part_plausible", ["001085990123"], True),
        ("personal_id_random_part_plausible", ["001085999999"], False),
        ("personal_id_random_part_plausible", ["001085123456"], False),
        ("personal_id_random_part_plausible", ["999999"], None),
        ("certificate_serial_format", ["BK 123456"], True),
        ("certificate_serial_format", ["AA 12345678"], True),
        ("certificate_serial_format", ["Đ 123456"], True),
        ("certificate_serial_format", ["CS 01234"], False),
        ("certificate_serial_matches_date", ["BK 123456", BEFORE], True),
        ("certificate_serial_matches_date", ["BK 123456", AFTER], False),
        ("certificate_serial_matches_date", ["AA 12345678", AFTER], True),
        ("certificate_serial_matches_date", ["AA 12345678", BEFORE], False),
        ("certificate_serial_matches_date", ["CS 01234", AFTER], None),
        ("parcel_code_format", ["w7er8uz0x3kq"], True),
        ("parcel_code_format", ["w7er8uz0x3k"], False),
        ("parcel_code_format", ["w7er8uz0x3ko"], False),
        ("parcel_code_format", ["wzer8uz0x3kq"], False),  # a geohash, not of Việt Nam
        ("certificate_code_format", ["T1A2B3C4D5E6"], True),
        ("certificate_code_format", ["2245.03.012345"], False),
        ("social_insurance_format", ["0123456789"], True),
        ("social_insurance_format", ["001085990123"], True),
        ("social_insurance_format", ["271450123"], False),
        ("health_card_format", ["DN4010123456789"], True),
        ("health_card_format", ["0123456789"], True),
        ("health_card_format", ["001085990123"], True),
        ("health_card_format", ["DN6010123456789"], False),
        ("health_card_format", ["DN401012345678"], False),
        ("health_card_group_known", ["DN4010123456789"], True),
        ("health_card_group_known", ["ZZ4010123456789"], False),
        ("health_card_group_known", ["0123456789"], None),
        ("health_card_province_known", ["DN4010123456789"], True),
        ("health_card_province_known", ["QN5970123456789"], True),
        ("health_card_province_known", ["DN4030123456789"], False),
        ("health_card_matches_social_insurance", ["DN4010123456789", "0123456789"], True),
        ("health_card_matches_social_insurance", ["0123456789", "0123456789"], True),
        ("health_card_matches_social_insurance", ["DN4010123456789", "0123456780"], False),
        ("health_card_matches_social_insurance", ["TE1010123456789", "0123456789"], True),
        ("health_card_matches_social_insurance", ["TE1010123456789", "0123456780"], None),
        ("health_card_matches_social_insurance", ["DN4010123456789", "001085990123"], None),
        ("health_card_matches_social_insurance", ["001085990123", "0123456789"], None),
        ("health_card_matches_personal_id", ["001085990123", "001085990123"], True),
        ("health_card_matches_personal_id", ["001085990123", "001085990124"], False),
        ("health_card_matches_personal_id", ["DN4010123456789", "001085990124"], None),
        ("household_code_format", ["0123456789"], True),
        ("household_code_format", ["01234"], False),
        ("tax_code_format", ["0100233488"], True),
        ("tax_code_format", ["0100233480"], False),
        ("passport_format", ["C1234567"], True),
        ("passport_format", ["c1234567"], False),
        ("phone_format", ["0912345678"], True),
        ("phone_format", ["02431234567"], True),
        ("phone_format", ["912345678"], False),
        ("phone_prefix_assigned", ["0912345678"], True),
        ("phone_prefix_assigned", ["0542345678"], False),
        ("phone_prefix_assigned", ["912345678"], None),
        ("bank_account_format", ["0123456789"], True),
        ("bank_account_format", ["12345"], False),
        ("bank_account_format", ["1.23E+15"], False),
        ("civil_status_number_format", ["12"], True),
        ("civil_status_number_format", ["12/2023"], True),
        ("civil_status_number_format", ["12/2023-BS"], True),
        ("civil_status_number_format", ["mười hai"], False),
        ("civil_status_number_format", ["12/23"], False),
        ("civil_status_book_format", ["01/2023"], True),
        ("civil_status_book_format", ["1"], True),
        ("civil_status_book_format", ["thứ nhất"], False),
        ("civil_status_year_matches", ["12/2023", date(2023, 5, 17)], True),
        ("civil_status_year_matches", ["01/2022", date(2023, 5, 17)], False),
        ("civil_status_year_matches", ["12", date(2023, 5, 17)], None),
        ("ethnicity_known", ["Kinh"], True),
        ("ethnicity_known", ["Bru - Vân Kiều"], True),
        ("ethnicity_known", ["Kinhh"], False),
        ("ethnicity_known", ["01"], False),
        ("nationality_clear", ["Việt Nam"], True),
        ("nationality_clear", ["Hàn Quốc"], True),
        ("nationality_clear", ["Lào"], True),
        ("nationality_clear", ["Đài Loan (Trung Quốc)"], True),
        ("nationality_clear", ["Kinh"], False),
        ("nationality_clear", ["Mường"], False),
        ("nationality_clear", ["VIETNAM"], False),
        ("nationality_clear", ["Việt Nam gốc Hoa"], False),
        ("nationality_clear", ["VN - CHXHCN"], False),
        ("nationality_clear", ["001"], False),
        ("commune_known", ["00004"], True),
        ("commune_known", ["00001"], True),
        ("commune_known", ["99999"], False),
        ("commune_name_matches", ["00097", "Phường Hồng Hà", date(2026, 1, 1)], True),
        ("commune_name_matches", ["00097", "HỒNG HÀ", date(2026, 1, 1)], True),
        ("commune_name_matches", ["00001", "P. Phúc Xá", date(2025, 6, 30)], True),
        ("commune_name_matches", ["00097", "Phường Phúc Xá", date(2026, 1, 1)], False),
        ("commune_name_matches", ["00001", "Phường Phúc Xá", date(2026, 1, 1)], None),  # another rule's finding
        ("commune_name_matches", ["99999", "Phường Phúc Xá", date(2026, 1, 1)], None),
        ("place_names_commune", ["UBND phường Ea Kao, thành phố Buôn Ma Thuột", "24169"], True),
        ("place_names_commune", ["Thôn 2, xã Tân Tiến huyện Krông Pắc", "24526"], True),
        ("place_names_commune", ["TT. Quảng Phú - H. Cư M'gar", "24259"], True),
        ("place_names_commune", ["Xã Ea H’Leo", "24184"], True),
        ("place_names_commune", ["phường Phúc Xá, quận Ba Đình", "00097"], True),  # went into it
        ("place_names_commune", ["phố Xã Đàn, phường Phúc Xá", "00001"], True),
        ("place_names_commune", ["UBND phường Thảo Điền", "24169"], False),
        ("place_names_commune", ["Thị xã Buôn Hồ", "24169"], None),
        ("place_names_commune", ["Bệnh viện tỉnh", "24169"], None),
        ("place_names_commune", ["xã Tân Tiến", "99999"], None),
        ("commune_in_force", ["00001", date(2025, 6, 30)], True),
        ("commune_in_force", ["00001", date(2025, 7, 1)], False),
        ("commune_in_force", ["00004", date(2025, 7, 1)], True),
    ],
)
def test_verdict(name, values, verdict):
    assert judge(name, *values) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"), [("AB12", True), ("xAB12", False), ("AB12\n", False), ("AB", False), (None, None)]
)
def test_pattern_matches_the_whole_text(text, verdict):
    assert judge("matches_pattern", text, pattern=r"[A-Z]+\d+") is verdict


def test_pattern_with_alternatives_is_one_group():
    assert judge("matches_pattern", "ab", pattern="a|b") is False


@pytest.mark.parametrize(
    ("value", "values", "verdict"),
    [("nam", ["nam", "nu"], True), ("Nam", ["nam", "nu"], False), (2, [1, 2], True), (3, [1, 2], False)],
)
def test_is_one_of(value, values, verdict):
    assert judge("is_one_of", value, values=values) is verdict
